import fc from 'fast-check';
import { canonicalJson } from '../../../engine/canonical.ts';
import { WHOLE_BP } from '../../../engine/basisPoints.ts';
import { perDimension, type PerDimension } from '../../../engine/decisions/ranking/weights.ts';
import { trial, type Trial } from '../trial.ts';
import type { Choice, Chooser, Situation } from './chooser.ts';
import { situationInWords, weightsInWords, winnerInWords } from './inWords.ts';

/** Only the proportions of the weights count, as they are written. */
export function weightScale(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  const scaled = [10, 3, 0.5].map((factor) => [factor, chooser.writtenWith(factor)] as const);
  return trial(fc.tuple(cases, fc.constantFrom(...scaled)), ([drawn, [factor, other]]) => {
    const situation = { ...drawn, weightsBp: chooser.pack.weightsBp };
    const before = chooser.choose(situation);
    const after = other.choose({ ...situation, weightsBp: other.pack.weightsBp });
    if (ranking(before) === ranking(after)) return 'holds';
    return [
      ...situationInWords(chooser.pack, situation),
      `With the weights as they are, ${winnerInWords(before)}; written ${factor} times as large, ${winnerInWords(after)}.`,
    ];
  });
}

/**
 * Weights and threshold divided by one number change no winner. Halves and quarters are exact in binary, so that equal scores
 * stay equal.
 */
export function weightScaleWithThreshold(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  const { pack } = chooser;
  return trial(fc.tuple(cases, fc.constantFrom(2, 4)), ([situation, by]) => {
    const scaled = chooser.withPack({ ...pack, minimumScoreBp: pack.minimumScoreBp / by });
    const weightsBp = perDimension((name) => situation.weightsBp[name] / by);
    const [before, after] = [chooser.choose(situation), scaled.choose({ ...situation, weightsBp })];
    if (before.winner === after.winner) return 'holds';
    return [
      ...situationInWords(pack, situation),
      `As it is, ${winnerInWords(before)}; with the weights and the minimum divided by ${by}, ${winnerInWords(after)}.`,
      'Something else is counted in points, and was not divided: the width of a bucket or band, or a penalty.',
    ];
  });
}

/** Two sets of weights whose quarters are whole basis points. */
const weightPairs = fc
  .tuple(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)), fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)))
  .map(([one, other]) => [weightsFrom(one), weightsFrom(other)] as const);

/** Twelfths of the whole are no whole basis points; twentieths are. */
function weightsFrom([first, second]: readonly [number, number, number]): PerDimension {
  const [proficiency, languageMatch] = [first * 1000, second * 1000];
  return { proficiency, languageMatch, historicalCsat: WHOLE_BP - proficiency - languageMatch };
}

/** Who wins under two sets of weights wins under every mixture of them. */
export function convexity(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(fc.tuple(cases, weightPairs), ([situation, [from, to]]) => {
    const under = (weightsBp: PerDimension): Choice => chooser.choose({ ...situation, weightsBp });
    const [first, last] = [under(from), under(to)];
    if (first.winner === undefined || first.winner !== last.winner) return 'notApplicable';
    for (const part of [1, 2, 3]) {
      const mixture = perDimension((name) => from[name] + ((to[name] - from[name]) * part) / 4);
      const between = under(mixture);
      if (between.winner === first.winner) continue;
      return [
        ...situationInWords(chooser.pack, { ...situation, weightsBp: from }),
        `Under these weights, and under ${weightsInWords(to)}, ${first.winner} wins.`,
        `Between the two, under ${weightsInWords(mixture)}, ${winnerInWords(between)}: ${first.winner} should win there too.`,
      ];
    }
    return 'holds';
  });
}

/** Every time moved alike changes nothing but the time told. */
export function timeShift(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(
    fc.tuple(cases, fc.constantFrom(1, 3_600_000, -86_400_000, 12_345_678_901)),
    ([situation, by]) => {
      const agents = situation.agents.map((agent) => ({
        ...agent,
        ...(agent.idleSince === undefined ? {} : { idleSince: agent.idleSince + by }),
        ...(agent.lastHandledAt === undefined ? {} : { lastHandledAt: agent.lastHandledAt + by }),
      }));
      const [before, after] = [
        chooser.choose(situation),
        chooser.choose({ ...situation, agents, at: situation.at + by }),
      ];
      if (ranking(before) === ranking(after)) return 'holds';
      return [
        ...situationInWords(chooser.pack, situation),
        `Now, ${winnerInWords(before)}; with every time moved by ${by / 1000} s, ${winnerInWords(after)}.`,
      ];
    },
  );
}

/** Who came where, and who was refused. */
function ranking({ ranked, refused, winner }: Choice): string {
  const names = (all: readonly { readonly agent: string }[]): string[] => all.map(({ agent }) => agent);
  return canonicalJson([winner ?? null, names(ranked), names(refused)]);
}
