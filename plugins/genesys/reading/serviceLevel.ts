import { interval, isQueue } from './analytics.ts';
import type { Reading } from './reading.ts';

/** Service levels at one time. */
export interface ServiceLevels {
  /** Queue id → share answered within the target, 0 to 1; a queue without a finished wait in the window is missing. */
  readonly byQueue: ReadonlyMap<string, number>;
  /** Milliseconds since 1970. */
  readonly observedAt: number;
}

/**
 * The service level of these queues over the window before now, for the media type that stands for a queue: each has a
 * target of its own.
 * @param now milliseconds since 1970.
 * @throws GenesysError as `call` does.
 */
export async function readServiceLevels(
  { genesys, manner, settings }: Reading,
  queues: readonly string[],
  now: number,
): Promise<ServiceLevels> {
  if (queues.length === 0) return { byQueue: new Map(), observedAt: now };
  const body = {
    interval: interval(now - settings.serviceLevelWindowSeconds * 1000, now),
    groupBy: ['queueId'],
    metrics: ['oServiceLevel'],
    filter: { type: 'or', predicates: queues.map(isQueue) },
  };
  const { data, observedAt } = await genesys.call(
    'postAnalyticsConversationsAggregatesQuery',
    { body },
    manner,
  );
  const told = (data.results ?? []).filter(
    ({ group }) => (group?.['mediaType'] ?? settings.queueMediaType) === settings.queueMediaType,
  );
  const byQueue = new Map<string, number>();
  for (const queue of queues) {
    const stats = told
      .filter(({ group }) => group?.['queueId'] === queue)
      .flatMap((one) => one.data ?? [])
      .flatMap(({ metrics }) => metrics ?? [])
      .flatMap((one) => (one.metric === 'oServiceLevel' && one.stats !== undefined ? [one.stats] : []));
    const [met, all] = [sum(stats.map((one) => one.numerator)), sum(stats.map((one) => one.denominator))];
    const level = all > 0 ? met / all : stats.length === 1 ? stats[0]!.ratio : undefined;
    if (level !== undefined) byQueue.set(queue, Math.round(level * 10_000) / 10_000);
  }
  return { byQueue, observedAt };
}

function sum(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
}
