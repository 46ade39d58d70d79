import fc from 'fast-check';
import { WHOLE_BP } from '../../engine/basisPoints.ts';
import { leavesOf } from '../../engine/conditions/condition.ts';
import type { PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import type { Scoring } from '../../engine/decisions/ranking/scoring.ts';
import { activeShifts, shiftRules, shiftWeights } from '../../engine/decisions/ranking/shifts.ts';
import type { SlaPolicy } from '../../engine/decisions/ranking/slaPolicy.ts';
import { dimensions, type PerDimension } from '../../engine/decisions/ranking/weights.ts';
import { overlap } from '../../engine/packs/scope.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { edges, factSource, grainOf } from './factValues.ts';
import { factsInWords } from './factsInWords.ts';
import { weightsInWords } from './ranking/inWords.ts';
import { trial, type Judged, type Trial } from './trial.ts';

/** As many combinations of shifts are looked at as there are of this many shifts. */
const mostShifts = 6;
const observations = 12;

/** The weights that may be in force for a Scoring pack: its own, and with any of its policy's shifts. */
export function weightsInForce(policy: Policy, pack: Scoring): readonly PerDimension[] {
  const found = new Map([[weightsInWords(pack.weightsBp), pack.weightsBp]]);
  for (const one of policy.packs) {
    if (one.kind !== 'SlaPolicy' || !overlap(one.appliesTo, pack.appliesTo)) continue;
    const sla = one as SlaPolicy;
    for (const active of combinations(sla.shifts.slice(0, mostShifts).map(({ name }) => name))) {
      const { weightsBp } = shiftWeights(sla, pack.weightsBp, active);
      found.set(weightsInWords(weightsBp), weightsBp);
    }
  }
  return [...found.values()];
}

/** Whatever shifts are in force, the weights are weights, and each shift moves no more than it declares. */
export function simplex(sla: SlaPolicy, scorings: readonly Scoring[]): Trial {
  const active = fc.subarray(sla.shifts.map(({ name }) => name));
  return trial(
    fc.tuple(active, fc.constantFrom(...scorings)),
    ([names, { name, weightsBp: base }]): Judged => {
      const { shifts, weightsBp } = shiftWeights(sla, base, names);
      const sum = dimensions.reduce((total, dimension) => total + weightsBp[dimension], 0);
      const told = `With ${names.join(', ') || 'no shift'} in force, the weights of ${name} are ${weightsInWords(weightsBp)}`;
      if (sum !== WHOLE_BP || dimensions.some((dimension) => weightsBp[dimension] < 0))
        return [`${told}: they should be at least 0 and sum to 1.`];
      const declared = sla.shifts.filter((_, index) => shifts[index]!.state === 'applied');
      const tooFar = dimensions.find((dimension) => {
        const most = declared.reduce((all, { shiftBp }) => all + Math.abs(shiftBp[dimension]), 0);
        return Math.abs(weightsBp[dimension] - base[dimension]) > most;
      });
      return tooFar === undefined ? 'holds' : [`${told}: ${tooFar} moved further than its shifts declare.`];
    },
  );
}

/** A queue that hovers around one threshold while all else stays switches a shift once at most. */
export function hysteresis(sla: SlaPolicy, prepare: PrepareDecidingRules): Trial | undefined {
  const rules = prepare(shiftRules(sla), sla.missing);
  const conditions = sla.shifts.flatMap(({ when, until }) => (until === undefined ? [when] : [when, until]));
  const hovering = conditions
    .flatMap(leavesOf)
    .filter(({ fact }) => factCatalogue.get(fact)!.type === 'number')
    .flatMap((leaf) => {
      const fact = factCatalogue.get(leaf.fact)!;
      return edges(fact, [leaf]).map((value) => ({ fact, value: value as number }));
    });
  if (hovering.length === 0) return undefined;
  const names = sla.shifts.map(({ name }) => name);
  const cases = fc.record({
    others: factSource(conditions, ['queue']).facts,
    around: fc.constantFrom(...hovering),
    before: fc.subarray(names),
  });
  return trial(cases, ({ others, around, before }): Judged => {
    const { fact, value } = around;
    const low = Math.round((value - grainOf(fact)) * 1e6) / 1e6;
    const path = Array.from({ length: observations }, (_, index) => (index % 2 === 0 ? low : value));
    const inForce: (readonly string[])[] = [before];
    for (const at of path) {
      const facts: FactValues = { ...others, [fact.name]: at };
      const outcomes = rules.judge((name) => facts[name], new Set());
      inForce.push(activeShifts(sla, outcomes, inForce.at(-1)!));
    }
    for (const name of names) {
      const states = inForce.slice(1).map((active) => active.includes(name));
      const switches = states.filter((state, index) => index > 0 && state !== states[index - 1]).length;
      if (switches <= 1) continue;
      return [
        `The queue: ${factsInWords({ ...others, [fact.name]: value })}; then ${fact.name} goes from ${low} to ${value} and back, ${observations} times observed.`,
        `${name} begins or ends ${switches} times: give it an \`until\` some way from its \`when\`, so that it stays as it is between the two.`,
      ];
    }
    return 'holds';
  });
}

function combinations(names: readonly string[]): string[][] {
  return names.reduce<string[][]>((all, name) => [...all, ...all.map((one) => [...one, name])], [[]]);
}
