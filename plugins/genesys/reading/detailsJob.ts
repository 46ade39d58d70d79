import type { Clock } from '../../../engine/ports.ts';
import type { CallInput, CallOutput } from '../client/client.ts';
import { pages } from '../client/pages.ts';
import { GenesysError } from '../genesysError.ts';
import { platformTime } from '../observation.ts';
import type { Reading } from './reading.ts';

/** A conversation as analytics have it. */
export type DetailedConversation = NonNullable<
  CallOutput<'postAnalyticsConversationsDetailsQuery'>['conversations']
>[number];

/** What conversation details are asked for. */
export type DetailsQuery = CallInput<'postAnalyticsConversationsDetailsQuery'>['body'];

/**
 * Conversation details by query, page by page: of conversations that started lately.
 * @param hits told with each page how many there are in all.
 */
export async function* queryDetails(
  { genesys, manner }: Reading,
  body: DetailsQuery,
  hits: (total: number) => void = () => undefined,
): AsyncGenerator<readonly DetailedConversation[], void, undefined> {
  const paged = { ...body, paging: { pageSize: 100, pageNumber: 1 } };
  for await (const { data } of pages(
    genesys,
    'postAnalyticsConversationsDetailsQuery',
    { body: paged },
    manner,
  )) {
    hits(data.totalHits ?? 0);
    yield data.conversations ?? [];
  }
}

const unfinished: ReadonlySet<string | undefined> = new Set(['QUEUED', 'PENDING']);

/**
 * Conversation details by a job, page by page: for much, and not quite up to date. Waits until the job is done.
 * @param until what happened up to here must be among it, in milliseconds since 1970; left out, what there is will do.
 * @throws GenesysError `genesys-job-failed` when the job fails, or is not done in time, `genesys-not-known-yet` when what
 *   it tells does not reach that far; otherwise as `call` does.
 */
export async function* jobDetails(
  { genesys, manner, settings }: Reading,
  clock: Clock,
  body: DetailsQuery,
  until = -Infinity,
): AsyncGenerator<readonly DetailedConversation[], void, undefined> {
  const started = await genesys.call('postAnalyticsConversationsDetailsJobs', { body }, manner);
  const jobId = started.data.jobId ?? '';
  const params = { path: { jobId } };
  const deadlineAt = clock.now() + settings.jobDeadlineSeconds * 1000;
  for (;;) {
    const { data } = await genesys.call('getAnalyticsConversationsDetailsJob', { params }, manner);
    if (data.state === 'FULFILLED') break;
    if (!unfinished.has(data.state)) {
      throw jobFailed(`is ${data.state ?? 'in no state'}: ${data.errorMessage ?? 'no reason is given'}`);
    }
    if (clock.now() >= deadlineAt) throw jobFailed(`is not done after ${settings.jobDeadlineSeconds} s`);
    await clock.sleep(settings.jobPollSeconds * 1000, manner.signal);
  }
  const results = { params: { path: { jobId }, query: { pageSize: 1000 } } };
  for await (const { data } of pages(
    genesys,
    'getAnalyticsConversationsDetailsJobResults',
    results,
    manner,
  )) {
    requireKnown(data.dataAvailabilityDate, until);
    yield data.conversations ?? [];
  }
}

/** Where the platform does not say how far its jobs reach, its word is taken for all there is. */
function requireKnown(available: string | undefined, until: number): void {
  if ((platformTime(available) ?? Infinity) >= until) return;
  throw new GenesysError(
    'genesys-not-known-yet',
    `Genesys Cloud’s jobs know what happened until ${available}, and ${new Date(until).toISOString()} is asked for`,
    'try again later, or ask for a time that is further back',
    { operation: 'getAnalyticsConversationsDetailsJobResults' },
  );
}

function jobFailed(why: string): GenesysError {
  return new GenesysError(
    'genesys-job-failed',
    `Genesys Cloud’s job for conversation details ${why}`,
    'ask for a shorter time, or try again later',
    { operation: 'getAnalyticsConversationsDetailsJob' },
  );
}
