import type { Floor } from '../conversation/floor.ts';
import { factCatalogue } from '../facts/catalogue.ts';
import type { Pack } from '../packs/packKind.ts';

/** Something a decision read that is older than its pack allows. */
export interface Stale {
  /** `agents`, `conversation`, `conversations`, `queue Cards`. */
  readonly of: string;
  /** How long ago it was observed; of agents and conversations, for how long the platform has been unseen. */
  readonly ageSeconds: number;
  /** The pack's `maxAgeSeconds`. */
  readonly allowedSeconds: number;
}

/** What a decision reads beside time. */
export interface Read {
  /** What it reads that is told as it happens: as old as the platform has been unseen. Undefined when it reads none. */
  readonly told: 'agents' | 'conversation' | 'conversations' | undefined;
  /** Facts it reads; those of queues are as old as their observation. */
  readonly facts: readonly string[];
  /** The queue whose facts these are. */
  readonly queue: string | undefined;
}

/** What is older than a pack allows; undefined when nothing is. @param at the moment of the decision, in milliseconds. */
export function staleIn(
  { maxAgeSeconds }: Pack,
  { told, facts, queue }: Read,
  floor: Floor,
  at: number,
): readonly Stale[] | undefined {
  if (maxAgeSeconds === undefined) return undefined;
  const found: Stale[] = [];
  const note = (of: string, since: number | undefined): void => {
    if (since === undefined || at - since <= maxAgeSeconds * 1000) return;
    found.push({ of, ageSeconds: (at - since) / 1000, allowedSeconds: maxAgeSeconds });
  };
  if (told !== undefined) note(told, floor.unseenSince);
  if (queue !== undefined) note(`queue ${queue}`, oldest(facts, queue, floor));
  return found.length === 0 ? undefined : found;
}

/** When the oldest of a queue's facts was observed; undefined when none was. What is agreed, not observed, does not age. */
function oldest(facts: readonly string[], queue: string, floor: Floor): number | undefined {
  let since: number | undefined;
  for (const fact of facts) {
    const definition = factCatalogue.get(fact);
    if (definition?.subject !== 'queue' || definition.isAgreed === true) continue;
    const observedAt = floor.observedAt(queue, fact);
    if (observedAt !== undefined) since = Math.min(since ?? Infinity, observedAt);
  }
  return since;
}

/** What is out of date, in one line; undefined when nothing is. */
export function staleInWords(stale: readonly Stale[] | undefined): string | undefined {
  if (stale === undefined) return undefined;
  const each = stale.map(
    ({ of, ageSeconds, allowedSeconds }) => `${of} ${ageSeconds} s old, ${allowedSeconds} s allowed`,
  );
  return `decided on data older than the pack allows: ${each.join('; ')}`;
}
