import { canonicalJson } from '../../../engine/canonical.ts';
import type { Scoring } from '../../../engine/decisions/ranking/scoring.ts';
import { activeShifts, shiftWeights } from '../../../engine/decisions/ranking/shifts.ts';
import type { SlaPolicy } from '../../../engine/decisions/ranking/slaPolicy.ts';
import { dimensions } from '../../../engine/decisions/ranking/weights.ts';
import type { FactValues } from '../../../engine/facts/definition.ts';
import { findInCondition, type PlacedRule } from '../conditionFindings.ts';
import { findDuplicates } from '../duplicates.ts';
import type { Found } from '../finding.ts';
import type { RuleSet } from '../ruleSet.ts';
import type { Formula } from '../search/formula.ts';
import { placed, ruleOf, ruleSetOf, Unsettled, type Site } from '../site.ts';

const ofWhen = {
  ifNever: { message: 'no input meets the condition: the shift never begins', hint: 'mend the condition' },
  ifAlways: {
    message: 'every input meets the condition: the shift is no answer to anything',
    hint: 'mend the condition, or put the shift into the weights',
  },
};
const ofUntil = {
  ifNever: { message: 'no input meets `until`: the shift never ends', hint: 'mend `until`' },
  ifAlways: { message: 'every input meets `until`: the shift never begins', hint: 'mend `until`' },
};

/** Shifts in force are applied from top to bottom; one that would take a weight below 0 then changes nothing. */
export function* lintSlaPolicy(site: Site<SlaPolicy>, scorings: readonly Scoring[]): Generator<Found> {
  const { pack } = site;
  const rules = pack.shifts.flatMap(({ name, when, until }): readonly PlacedRule[] => [
    placed(site, ['shifts'], { name, when }, ofWhen),
    ...(until === undefined ? [] : [placed(site, ['shifts'], { name, when: until }, ofUntil, 'until')]),
  ]);
  const set = ruleSetOf(site, rules);
  const unsettled = new Unsettled();
  const begins = new Map<string, Formula>();
  const told = new Set<number>();
  for (const [place, rule] of rules.entries()) {
    const isUntil = rule.path.at(-1) === 'until';
    if (isUntil) told.add(place);
    yield* unsettled.settle('whether the condition can hold', rule.name, function* () {
      for (const found of findInCondition(set, place, rule)) {
        if (found.path === rule.path) told.add(place).add(isUntil ? place - 1 : place);
        yield found;
      }
    });
    const formula = set.space.formulaOf(rule.when);
    const before = begins.get(rule.name);
    if (!isUntil || before === undefined) begins.set(rule.name, formula);
    else begins.set(rule.name, { all: [before, set.space.variables.negated(formula)] });
  }
  for (const [index, { name }] of pack.shifts.entries()) {
    const place = rules.findIndex((rule) => rule.name === name);
    yield* unsettled.settle('whether the shift changes anything', name, function* () {
      if (told.has(place)) return;
      const rule = ruleOf(rules[place]!);
      const shift = [...rule, 'shift'];
      const never = findNeverBegun(set, place, begins.get(name)!);
      const zero = never === undefined ? findZero(pack, set, place, index) : undefined;
      if (never !== undefined || zero !== undefined) told.add(place);
      if (never !== undefined) yield { ...never, path: rule, rule: name };
      else if (zero !== undefined) yield { ...zero, path: shift, rule: name };
      else {
        const refused = findRefused(pack, set, index, begins, scorings);
        if (refused !== undefined) yield { ...refused, path: shift, rule: name };
      }
    });
  }
  yield* findDuplicates(
    {
      set,
      rules,
      keyOf: (rule) => {
        const { until, shiftBp } = pack.shifts.find(({ name }) => name === rules[rule]!.name)!;
        return canonicalJson({ until: until ?? null, shiftBp });
      },
      message: (other) => `holds exactly where "${other}" does, and shifts the same: it is shifted twice`,
      but: told,
    },
    unsettled,
  );
  yield* unsettled.findings();
}

type Wrong = Omit<Found, 'path' | 'rule'>;

function findNeverBegun(set: RuleSet, place: number, begins: Formula): Wrong | undefined {
  if (set.find({ where: [begins] }) !== undefined) return undefined;
  return {
    code: 'never-holds',
    message: 'never begins: wherever `when` holds, `until` does, too',
    hint: 'let `until` hold only where `when` does not',
    witness: { facts: set.find({ holding: [place] })!, shows: '`when` and `until` both hold' },
  };
}

function findZero({ shifts }: SlaPolicy, set: RuleSet, place: number, index: number): Wrong | undefined {
  if (dimensions.some((dimension) => shifts[index]!.shiftBp[dimension] !== 0)) return undefined;
  return {
    code: 'changes-nothing',
    message: 'a shift of 0 of every weight changes nothing',
    hint: 'drop it',
    witness: { facts: set.find({ holding: [place] })!, shows: 'it begins, and every weight stays' },
  };
}

/** Where those above it leave too little of a weight for a shift, so that it is refused though it is in force. */
function findRefused(
  pack: SlaPolicy,
  set: RuleSet,
  index: number,
  begins: ReadonlyMap<string, Formula>,
  scorings: readonly Scoring[],
): Wrong | undefined {
  const { name } = pack.shifts[index]!;
  const above = pack.shifts.slice(0, index).map((shift) => begins.get(shift.name)!);
  for (const facts of inputsByPattern(set, [begins.get(name)!], above)) {
    const active = activeShifts(pack, set.outcomesAt(facts), []);
    for (const scoring of scorings) {
      const { shifts, weightsBp } = shiftWeights(pack, scoring.weightsBp, active);
      if (shifts[index]!.state !== 'refused') continue;
      const others = shifts.slice(0, index).flatMap((one) => (one.state === 'applied' ? [one.name] : []));
      const names = others.map((other) => `"${other}"`).join(', ');
      const left = dimensions.map((dimension) => `${dimension} ${weightsBp[dimension] / 10_000}`).join(', ');
      return {
        code: 'changes-nothing',
        message: `changes nothing while ${names} ${others.length === 1 ? 'is' : 'are'} in force: a weight of "${scoring.name}" would fall below 0`,
        hint: 'shift by less, or let only one be in force',
        others,
        witness: { facts, shows: `all begin, this one is refused, and the weights are ${left}` },
      };
    }
  }
  return undefined;
}

/** An input for every way in which some formulas can hold or not beside what is given. */
function* inputsByPattern(
  set: RuleSet,
  given: readonly Formula[],
  open: readonly Formula[],
): Generator<FactValues> {
  const facts = set.find({ where: given });
  if (facts === undefined) return;
  const [next, ...rest] = open;
  if (next === undefined) {
    yield facts;
    return;
  }
  yield* inputsByPattern(set, [...given, next], rest);
  yield* inputsByPattern(set, [...given, set.space.variables.negated(next)], rest);
}
