import { formatUtc } from '../../recording/time.ts';
import { detailsView } from '../analytics/detailsView.ts';
import { select, startedOnADay, wasActive, type DetailsQuery } from '../analytics/detailsQuery.ts';
import { parseInterval } from '../analytics/interval.ts';
import { badRequest, notFound } from '../door/refusal.ts';
import type { Call, Handlers, Platform } from './handler.ts';
import type { Job } from './platformState.ts';

const DEFAULT_PAGE_SIZE = 25;
const LARGEST_PAGE = 100;
const DEFAULT_RESULTS = 1000;
/** The data lake is behind by so much, and a job takes so long: both assumed. */
const LAKE_LAG_MS = 300_000;
const JOB_MS = 5000;
const JOB_KEPT_MS = 86_400_000;

/** `ConversationQuery` */
interface PagedQuery extends DetailsQuery {
  readonly paging?: { readonly pageSize: number; readonly pageNumber: number };
}

export const analyticsDetailsHandlers: Handlers = {
  postAnalyticsConversationsDetailsQuery: (call, { centre }) => {
    const query = call.body as PagedQuery;
    const { pageSize = DEFAULT_PAGE_SIZE, pageNumber = 1 } = query.paging ?? {};
    if (!(pageSize >= 1 && pageSize <= LARGEST_PAGE && pageNumber >= 1))
      throw badRequest('invalid.value', `paging: pageSize is 1 to ${LARGEST_PAGE}, pageNumber from 1`);
    const found = select(centre.conversations.values(), query, parseInterval(query.interval), startedOnADay);
    const from = (pageNumber - 1) * pageSize;
    const page = found.slice(from, from + pageSize);
    const conversations = page.map((record) => detailsView(record, centre.directory, false));
    return { body: { ...(page.length === 0 ? {} : { conversations }), totalHits: found.length } };
  },
  postAnalyticsConversationsDetailsJobs: (call, { centre, state }) => {
    const query = call.body as DetailsQuery;
    parseInterval(query.interval);
    const jobId = state.newId('job');
    state.jobs.set(jobId, { submittedAt: centre.now, completedAt: centre.now + JOB_MS, query });
    return { body: { jobId } };
  },
  getAnalyticsConversationsDetailsJob: (call, platform) => {
    const job = foundJob(call, platform);
    const isDone = platform.centre.now >= job.completedAt;
    return {
      body: {
        state: isDone ? 'FULFILLED' : 'PENDING',
        submissionDate: formatUtc(job.submittedAt),
        ...(isDone ? { completionDate: formatUtc(job.completedAt) } : {}),
        expirationDate: formatUtc(job.submittedAt + JOB_KEPT_MS),
      },
    };
  },
  getAnalyticsConversationsDetailsJobResults: (call, platform) => {
    const job = foundJob(call, platform);
    const { centre } = platform;
    if (centre.now < job.completedAt) throw badRequest('bad.request', 'The job is not fulfilled.');
    const query = job.query as DetailsQuery;
    const interval = parseInterval(query.interval);
    const available = job.completedAt - LAKE_LAG_MS;
    const asFarAsKnown = { ...interval, to: Math.min(interval.to, available) };
    const found = select(centre.conversations.values(), query, asFarAsKnown, wasActive);
    const from = offsetOf(call.query.text('cursor'));
    const size = call.query.number('pageSize') ?? DEFAULT_RESULTS;
    const page = found.slice(from, from + size);
    return {
      body: {
        conversations: page.map((record) => detailsView(record, centre.directory, true)),
        ...(from + size < found.length ? { cursor: cursorAt(from + size) } : {}),
        dataAvailabilityDate: formatUtc(available),
      },
    };
  },
};

/** @throws Refusal 404, for jobs that have expired too. */
function foundJob({ path }: Call, { centre, state }: Platform): Job {
  const job = state.jobs.get(path['jobId']!);
  if (job === undefined || job.submittedAt + JOB_KEPT_MS <= centre.now) throw notFound('job', path['jobId']!);
  return job;
}

function cursorAt(offset: number): string {
  return Buffer.from(String(offset)).toString('base64url');
}

/** @throws Refusal 400 */
function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isInteger(offset) || offset < 0)
    throw badRequest('invalid.value', 'The cursor is none of ours.');
  return offset;
}
