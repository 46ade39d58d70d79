import { sha256 } from '../../canonical.ts';
import type { Agent } from '../../conversation/floor.ts';

/**
 * What can decide between agents whose scores are equal.
 * - `longestIdle`: the longest time since the status last became IDLE
 * - `longestSinceHandled`: the longest time since the last conversation ended; none ended counts as longest
 * - `fewestHandled`: the fewest conversations answered
 * - `seededHash`: by chance, but the same chance every time for the same seed, conversation and agent
 */
export const tieBreaks = ['longestIdle', 'longestSinceHandled', 'fewestHandled', 'seededHash'] as const;
export type TieBreak = (typeof tieBreaks)[number];

/** What a tie-break goes by for an agent: less is better. Text only for `seededHash`. */
export type TieBreakKey = number | string;

/**
 * @param at the moment of the decision, in milliseconds.
 * @returns the agent's key. Seconds are negated so that less is better everywhere; an idle time that is not known comes
 * last however long others have been idle.
 */
export function tieBreakKey(
  tieBreak: TieBreak,
  agent: Agent,
  at: number,
  seed: string,
  conversation: string,
): TieBreakKey {
  switch (tieBreak) {
    case 'longestIdle':
      return agent.idleSince === undefined ? Infinity : agent.idleSince - at;
    case 'longestSinceHandled':
      return agent.lastHandledAt === undefined ? -Infinity : agent.lastHandledAt - at;
    case 'fewestHandled':
      return agent.conversationsHandled;
    case 'seededHash':
      // No policy's hash in it: an edit elsewhere flips no tie.
      return sha256(`${seed}\0${conversation}\0${agent.id}`);
  }
}

/** A key as a record shows it: plain data, seconds where it is a time, null where nothing is known. */
export function shownKey(tieBreak: TieBreak, key: TieBreakKey): number | string | null {
  if (typeof key === 'string') return key.slice(0, 12);
  if (!Number.isFinite(key)) return null;
  return tieBreak === 'fewestHandled' ? key : -key / 1000;
}
