import { callMoments, callNames } from './plugins/calls.ts';
import { stepMoments, stepNames } from './plugins/killedStore.ts';
import type { PlannedKill } from './lives.ts';
import { mailMoments } from './receivers.ts';

/** Every named point at which an engine can be killed: around its durable steps, and around what it does elsewhere. */
export const killPoints: readonly string[] = [
  ...stepNames.flatMap((name) => stepMoments.map((moment) => `${moment} commit: ${name}`)),
  ...callNames.flatMap((name) => Object.values(callMoments).map((moment) => `${moment} call: ${name}`)),
  ...mailMoments.map((moment) => `mail: ${moment}`),
];

/** Of five kills one is at random; of the others every fourth is while the engine starts, on what the kill before it left. */
const [randomEvery, startingEvery] = [5, 4];
/** A process dies when it comes to its point for the first time, or for one soon after. */
const mostTimes = 3;
/** The longest a kill at random waits, in real milliseconds: a start takes about half of it. */
const longestRealMs = 1500;

/**
 * Kills, evenly spread over a time: at every point in turn, and at random.
 * @param all names of points. @param from milliseconds since 1970, as `to` is.
 * @param uniform evenly spread over 0 to 1.
 */
export function plannedKills(
  count: number,
  all: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
  uniform: () => number,
): readonly PlannedKill[] {
  let points: string[] = [];
  return Array.from({ length: count }, (_, index): PlannedKill => {
    const at = from + ((to - from) * index) / count;
    if (index % randomEvery === randomEvery - 1)
      return {
        ...{ from: at, where: { afterRealMs: Math.floor(uniform() * longestRealMs) } },
        ...(uniform() < 0.5 ? { isWhileStarting: true } : {}),
      };
    if (points.length === 0) points = shuffled(all, uniform);
    const isWhileStarting = index % startingEvery === startingEvery - 1;
    return {
      ...{ from: at, where: { point: points.pop()!, time: 1 + Math.floor(uniform() * mostTimes) } },
      ...(isWhileStarting ? { isWhileStarting } : {}),
    };
  });
}

function shuffled(all: readonly string[], uniform: () => number): string[] {
  return all
    .map((one) => [uniform(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}
