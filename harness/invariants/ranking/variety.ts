import fc from 'fast-check';
import { WHOLE_BP } from '../../../engine/basisPoints.ts';
import type { Effort } from '../effort.ts';
import type { Chooser, Situation } from './chooser.ts';

/** How often the cases are of the kinds that find mistakes, as shares of those drawn. */
export interface Variety {
  readonly cases: number;
  /** Two agents or more whom only chance tells apart, at the top. */
  readonly ties: number;
  /** Nobody can take the conversation. */
  readonly nobody: number;
  /** Somebody scores exactly the minimum. */
  readonly exactThreshold: number;
}

/** The least shares for a trial to mean something. Source: docs/invariants.md. */
export const leastVariety = { ties: 0.1, nobody: 0.1, exactThreshold: 0.05 } as const;

/** @returns how varied the cases are that invariants are tried on. */
export function varietyOf(chooser: Chooser, cases: fc.Arbitrary<Situation>, { seed, runs }: Effort): Variety {
  const seen = { ties: 0, nobody: 0, exactThreshold: 0 };
  const least = chooser.pack.minimumScoreBp * WHOLE_BP;
  const all = fc.sample(cases, { seed, numRuns: runs });
  for (const situation of all) {
    const { ranked } = chooser.choose(situation);
    if (ranked.length === 0) seen.nobody++;
    if (ranked.some(({ total }) => total === least)) seen.exactThreshold++;
    const keys = ranked.slice(0, 2).map(({ agent }) => {
      return chooser.twinKey(
        situation,
        situation.agents.find(({ id }) => id === agent)!,
      );
    });
    if (keys.length === 2 && keys[0] === keys[1]) seen.ties++;
  }
  const share = (count: number): number => count / all.length;
  return {
    cases: all.length,
    ties: share(seen.ties),
    nobody: share(seen.nobody),
    exactThreshold: share(seen.exactThreshold),
  };
}
