import type { Clock } from '../../../engine/ports.ts';
import type { CallInput, CallOutput } from '../client/client.ts';
import { pages } from '../client/pages.ts';
import { GenesysError } from '../genesysError.ts';
import type { Reading } from './reading.ts';

/** A conversation as analytics have it. */
export type DetailedConversation = NonNullable<
  CallOutput<'postAnalyticsConversationsDetailsQuery'>['conversations']
>[number];

/** What conversation details are asked for. */
export type DetailsQuery = CallInput<'postAnalyticsConversationsDetailsQuery'>['body'];

/** Conversation details by query, page by page: of conversations that started lately. */
export async function* queryDetails(
  { genesys, manner }: Reading,
  body: DetailsQuery,
): AsyncGenerator<readonly DetailedConversation[], void, undefined> {
  const paged = { ...body, paging: { pageSize: 100, pageNumber: 1 } };
  for await (const { data } of pages(
    genesys,
    'postAnalyticsConversationsDetailsQuery',
    { body: paged },
    manner,
  )) {
    yield data.conversations ?? [];
  }
}

const unfinished: ReadonlySet<string | undefined> = new Set(['QUEUED', 'PENDING']);

/**
 * Conversation details by a job, page by page: for much, and not quite up to date. Waits until the job is done.
 * @throws GenesysError `genesys-job-failed` when the job fails, or is not done in time; otherwise as `call` does.
 */
export async function* jobDetails(
  { genesys, manner, settings }: Reading,
  clock: Clock,
  body: DetailsQuery,
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
    yield data.conversations ?? [];
  }
}

function jobFailed(why: string): GenesysError {
  return new GenesysError(
    'genesys-job-failed',
    `Genesys Cloud’s job for conversation details ${why}`,
    'ask for a shorter time, or try again later',
    { operation: 'getAnalyticsConversationsDetailsJob' },
  );
}
