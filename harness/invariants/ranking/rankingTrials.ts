import type fc from 'fast-check';
import type { FairnessLimits } from '../../../engine/decisions/fairness/fairness.ts';
import type { Trial } from '../trial.ts';
import type { Chooser, Situation } from './chooser.ts';
import { ownMonotonicity, pareto, paretoWithIdleAndLoad, rankMonotonicity } from './merit.ts';
import { anonymity, blindness, permutation, strictAnonymity } from './naming.ts';
import { convexity, timeShift, weightScale, weightScaleWithThreshold } from './numbers.ts';
import { explanation, ineligibleAddition, loserRemoval, threshold, workConservation } from './presence.ts';
import { equalAgents, starvationBound } from './turns.ts';

/** The invariants of a way to choose an agent, ready to be tried on these cases. */
export function rankingTrials(chooser: Chooser, cases: fc.Arbitrary<Situation>, limits: FairnessLimits) {
  return {
    permutation: permutation(chooser, cases),
    anonymity: anonymity(chooser, cases),
    strictAnonymity: strictAnonymity(chooser, cases),
    blindness: blindness(chooser, cases),
    ownMonotonicity: ownMonotonicity(chooser, cases),
    rankMonotonicity: rankMonotonicity(chooser, cases),
    pareto: pareto(chooser, cases),
    paretoWithIdleAndLoad: paretoWithIdleAndLoad(chooser, cases),
    loserRemoval: loserRemoval(chooser, cases),
    ineligibleAddition: ineligibleAddition(chooser, cases),
    weightScale: weightScale(chooser, cases),
    weightScaleWithThreshold: weightScaleWithThreshold(chooser, cases),
    threshold: threshold(chooser, cases),
    workConservation: workConservation(chooser, cases),
    explanation: explanation(chooser, cases),
    convexity: convexity(chooser, cases),
    timeShift: timeShift(chooser, cases),
    starvationBound: starvationBound(chooser, cases, limits.starvationRounds),
    equalAgents: equalAgents(chooser, cases),
  } satisfies Readonly<Record<string, Trial>>;
}
