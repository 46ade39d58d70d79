import { canonicalJson } from '../../../engine/canonical.ts';
import { platformTime } from '../observation.ts';
import { interval, isQueue } from '../reading/analytics.ts';
import { queryDetails, type DetailsQuery } from '../reading/detailsJob.ts';
import type { Reading } from '../reading/reading.ts';

/** The span to look at: both in milliseconds since 1970. */
export interface Span {
  readonly since: number;
  readonly now: number;
  /** Those that were over before are left out; undefined: none. In milliseconds since 1970. */
  readonly overSince?: number | undefined;
  /** How far back conversations that are still open are looked for. */
  readonly openLookbackSeconds: number;
}

/**
 * The conversations of these queues that are open, or began since; each with the text of what analytics say of it, which
 * differs when something has happened. One that began before and is over is not among them: who knew it as open must
 * read it.
 * @throws GenesysError as `call` does.
 */
export async function changedConversations(
  reading: Reading,
  queues: readonly string[],
  { since, now, overSince = -Infinity, openLookbackSeconds }: Span,
): Promise<ReadonlyMap<string, string>> {
  const inQueues = { segmentFilters: [{ type: 'or', predicates: queues.map(isQueue) }] };
  const notOver = { type: 'dimension', dimension: 'conversationEnd', operator: 'notExists' };
  const latestFirst = { order: 'desc', orderBy: 'conversationStart' };
  const open: DetailsQuery = {
    ...{ ...inQueues, ...latestFirst },
    interval: interval(now - openLookbackSeconds * 1000, now),
    conversationFilters: [{ type: 'and', predicates: [notOver] }],
  };
  // The platform widens it to whole days.
  const begun: DetailsQuery = {
    ...inQueues,
    ...latestFirst,
    interval: interval(Math.min(since, now - 1), now),
  };
  const found = new Map<string, string>();
  for (const [query, back] of [
    [open, -Infinity],
    [begun, since],
  ] as const) {
    for await (const conversations of queryDetails(reading, query)) {
      let isPast = false;
      for (const conversation of conversations) {
        isPast = (platformTime(conversation.conversationStart) ?? Infinity) < back;
        const isOld = (platformTime(conversation.conversationEnd) ?? Infinity) < overSince;
        if (!isPast && !isOld && conversation.conversationId !== undefined) {
          found.set(conversation.conversationId, canonicalJson(conversation));
        }
      }
      if (isPast) break;
    }
  }
  return found;
}
