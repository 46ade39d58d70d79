import { ChoiceTally } from '../../../harness/fairness/opportunity/choiceTally.ts';
import { evennessOf } from '../../../harness/fairness/opportunity/evenness.ts';
import type { Verdict } from '../../../harness/fairness/verdict.ts';
import { fastChance } from '../../../harness/statistics/fastChance.ts';

/** A router that chooses by chance: how often each agent is free, and how much each is preferred. */
export interface RandomRouter {
  /** By agent, the chance of being among those to choose from. */
  readonly free: readonly number[];
  /** By agent, above 0. */
  readonly preference: readonly number[];
}

/** Eight agents, from one who is hardly ever free to one who nearly always is, and no preference. */
export const fairButUnequallyFree: RandomRouter = {
  free: [0.04, 0.08, 0.15, 0.25, 0.4, 0.6, 0.8, 0.97],
  preference: new Array<number>(8).fill(1),
};

/** Ten agents, always free, one of whom is chosen twice as often as each of the others. */
export const prefersOne: RandomRouter = {
  free: new Array<number>(10).fill(1),
  preference: [2, ...new Array<number>(9).fill(1)],
};

/** The same ten without the preference. */
export const fairTen: RandomRouter = { ...prefersOne, preference: new Array<number>(10).fill(1) };

/** What a router chose in so many decisions in which somebody was free. */
export function routed({ free, preference }: RandomRouter, decisions: number, seed: string): ChoiceTally {
  const { uniform } = fastChance(seed);
  const tally = new ChoiceTally();
  for (let made = 0; made < decisions;) {
    const places = free.flatMap((chance, place) => (uniform() < chance ? [place] : []));
    if (places.length === 0) continue;
    let left = uniform() * places.reduce((sum, place) => sum + preference[place]!, 0);
    const chosen = places.find((place) => (left -= preference[place]!) < 0) ?? places.at(-1)!;
    tally.add(places, chosen);
    made++;
  }
  return tally;
}

/** How often each verdict was given over runs of a router, by the default limit. */
export function verdictsOf(
  router: RandomRouter,
  decisions: number,
  runs: number,
  seed: string,
): Readonly<Record<Verdict, number>> {
  const counts = { FAIR: 0, UNFAIR: 0, 'NOT ENOUGH DATA': 0 };
  for (let run = 0; run < runs; run++)
    counts[evennessOf(routed(router, decisions, `${seed}/${run}`), 0.1, `${seed}/${run}`).verdict]++;
  return counts;
}
