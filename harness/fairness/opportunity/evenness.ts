import { judge, type Judgement } from '../verdict.ts';
import type { ChoiceTally } from './choiceTally.ts';
import { effectOf, reachOf, type Effect, type Reach } from './effect.ts';
import { testEvenness, type EvennessTest } from './significance.ts';

/** How even selections were by a yardstick, and what can be said of it. */
export interface Evenness extends Judgement {
  /** Decisions with somebody to choose between. */
  readonly choices: number;
  /** Agents between whom there was a choice. */
  readonly agents: number;
  /** Absent where no decision had a choice. */
  readonly test?: EvennessTest;
  readonly effect?: Effect;
  readonly reach?: Reach;
}

/** @param tolerance the largest effect w still called fair. @param seed of resampling. */
export function evennessOf(tally: ChoiceTally, tolerance: number, seed: string): Evenness {
  const { choices } = tally;
  const agents = tally.offered.reduce((count, offered) => count + (offered > 0 ? 1 : 0), 0);
  const test = testEvenness(tally, seed);
  if (test === undefined)
    return {
      choices,
      agents,
      verdict: 'NOT ENOUGH DATA',
      because: 'no decision had anybody to choose between',
    };
  const effect = effectOf(test.q, test.df, choices, agents);
  const reach = reachOf(test.df, choices, tolerance);
  return { choices, agents, test, effect, reach, ...judge(choices, effect, reach, test.p, tolerance) };
}
