import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { Problem } from '../../../engine/problem.ts';
import type { MediaType } from '../../../engine/facts/conversation.ts';
import type { CallOutput } from '../client/client.ts';
import { isBarred } from '../genesysError.ts';
import { checkedFacts, observed } from '../observation.ts';
import { isQueue } from './analytics.ts';
import type { QueueFactName } from './factsTold.ts';
import { readQueueOpen } from './openingHours.ts';
import type { Reading } from './reading.ts';
import { readServiceLevels } from './serviceLevel.ts';

type Told = NonNullable<CallOutput<'postAnalyticsQueuesObservationsQuery'>['results']>;

/** What the platform calls a medium in settings and estimates. */
const platformMedia = {
  voice: 'call',
  callback: 'callback',
  chat: 'chat',
  message: 'message',
  email: 'email',
} as const satisfies Readonly<Record<MediaType, string>>;

/** Most queues asked for in one query: its body must stay below the platform's limit. */
const queuesAQuery = 100;

/**
 * The state of these queues now, an event each: target, service level, estimated wait, whether open, and how many wait
 * and work. An event's time is that of the oldest of its values.
 * @param queues ids.
 * @param now milliseconds since 1970: for opening hours, and for where the service level's window ends.
 * @throws GenesysError as `call` does.
 */
export async function readQueues(
  reading: Reading,
  queues: readonly string[],
  now: number,
): Promise<readonly ObservedEvent[]> {
  const levels = await readServiceLevels(reading, queues, now);
  const counts = await readCounts(reading, queues);
  const events: ObservedEvent[] = [];
  for (const queueId of queues) {
    const queue = reading.names.name('queue', queueId) ?? queueId;
    const hours = await readHours(reading, queue, now);
    const told: Record<QueueFactName, unknown> = {
      slaTarget: await readTarget(reading, queueId),
      serviceLevel: levels.byQueue.get(queueId),
      estimatedWaitSeconds: await readEstimatedWait(reading, queueId),
      queueOpen: hours.isOpen,
      ...counts.of(queueId),
    };
    const checked = checkedFacts(['queue'], told, `queue ${queue}`);
    const { facts } = checked;
    const problems = [...checked.problems, ...hours.problems];
    const at = Math.min(levels.observedAt, counts.observedAt);
    events.push(observed({ type: 'queue.observed', at, queue, facts }, at, 'read', problems));
  }
  return events;
}

type CountName = Extract<QueueFactName, 'agentsOnQueue' | 'agentsIdle' | 'conversationsWaiting'>;

interface QueueCounts {
  readonly observedAt: number;
  of(queueId: string): Readonly<Record<CountName, number>>;
}

/** Reads one fact of a queue, with others that the same call tells. */
type QueueLookUp = (
  reading: Reading,
  queueId: string,
  now: number,
) => Promise<Readonly<Partial<Record<QueueFactName, unknown>>>>;

const counted: QueueLookUp = async (reading, queueId) => (await readCounts(reading, [queueId])).of(queueId);

/** How each fact of a queue is looked up by itself; those with one way are told by one call. */
export const queueLookUps: Readonly<Record<QueueFactName, QueueLookUp>> = {
  slaTarget: async (reading, queueId) => ({ slaTarget: await readTarget(reading, queueId) }),
  serviceLevel: async (reading, queueId, now) => ({
    serviceLevel: (await readServiceLevels(reading, [queueId], now)).byQueue.get(queueId),
  }),
  estimatedWaitSeconds: async (reading, queueId) => ({
    estimatedWaitSeconds: await readEstimatedWait(reading, queueId),
  }),
  queueOpen: async (reading, queueId, now) => ({
    queueOpen: await readQueueOpen(reading, reading.names.name('queue', queueId) ?? queueId, now),
  }),
  agentsOnQueue: counted,
  agentsIdle: counted,
  conversationsWaiting: counted,
};

async function readCounts({ genesys, manner }: Reading, queues: readonly string[]): Promise<QueueCounts> {
  const results: Told = [];
  let observedAt = Infinity;
  for (let start = 0; start < queues.length; start += queuesAQuery) {
    const predicates = queues.slice(start, start + queuesAQuery).map(isQueue);
    const body = { filter: { type: 'or', predicates }, metrics: ['oWaiting', 'oOnQueueUsers'] };
    const answer = await genesys.call('postAnalyticsQueuesObservationsQuery', { body }, manner);
    results.push(...(answer.data.results ?? []));
    observedAt = Math.min(observedAt, answer.observedAt);
  }
  // Whether nobody is told as 0 or left out, the reference does not say; either is taken as nobody.
  const count = (queueId: string, metric: string, qualifier?: string): number =>
    results
      .filter(({ group }) => group?.['queueId'] === queueId)
      .flatMap(({ data }) => data ?? [])
      .filter((one) => one.metric === metric && (qualifier === undefined || one.qualifier === qualifier))
      .reduce((sum, { stats }) => sum + (stats?.count ?? 0), 0);
  return {
    observedAt,
    of: (queueId) => ({
      agentsOnQueue: count(queueId, 'oOnQueueUsers'),
      agentsIdle: count(queueId, 'oOnQueueUsers', 'IDLE'),
      conversationsWaiting: count(queueId, 'oWaiting'),
    }),
  };
}

/** Opening hours that were taken away, or may not be read any more, keep nothing else from being told. */
async function readHours(
  reading: Reading,
  queue: string,
  now: number,
): Promise<{ readonly isOpen: boolean | undefined; readonly problems: readonly Problem[] }> {
  try {
    return { isOpen: await readQueueOpen(reading, queue, now), problems: [] };
  } catch (error) {
    if (!isBarred(error)) throw error;
    const message = `queueOpen of queue ${queue} is missing: ${error.problems[0]!.message}`;
    const hint = `see the schedule group ${reading.settings.openingHours[queue]} in Architect`;
    const problem: Problem = { code: 'genesys-hours-unread', severity: 'warning', message, hint };
    return { isOpen: undefined, problems: [problem] };
  }
}

async function readTarget(
  { genesys, manner, settings }: Reading,
  queueId: string,
): Promise<string | undefined> {
  const { data } = await genesys.call('getRoutingQueue', { params: { path: { queueId } } }, manner);
  const target = data.mediaSettings?.[platformMedia[settings.queueMediaType]]?.serviceLevel;
  if (target?.percentage === undefined || target.durationMs === undefined) return undefined;
  return `${Math.round(target.percentage * 100)}/${Math.round(target.durationMs / 1000)}`;
}

async function readEstimatedWait(
  { genesys, manner, settings }: Reading,
  queueId: string,
): Promise<number | undefined> {
  const mediaType = platformMedia[settings.queueMediaType];
  const params = { path: { queueId, mediaType } };
  const { data } = await genesys.call('getRoutingQueueMediatypeEstimatedwaittime', { params }, manner);
  return data.results[0]?.estimatedWaitTimeSeconds;
}
