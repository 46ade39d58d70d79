import type { FactValues } from '../../engine/facts/definition.ts';
import type { PlacedRule } from './conditionFindings.ts';
import type { Found, Witness } from './finding.ts';
import type { Asked, RuleSet } from './ruleSet.ts';
import { ruleOf } from './site.ts';

/** A list of rules of which the first that counts is taken: the first that holds or, of guards, that fails. */
export interface TriedInOrder {
  readonly set: RuleSet;
  readonly rules: readonly PlacedRule[];
  /** By rule, its place in the set. */
  readonly places: readonly number[];
  readonly counts: 'holding' | 'failing';
  /** Whether two rules come to the same when they are taken. */
  readonly areSame: (one: number, other: number) => boolean;
  /** What is said of a rule that is left nothing to, and what to do. */
  readonly isIdle: string;
  readonly hint: string;
}

/**
 * A rule that counts for some input, and is left nothing to.
 * @param before the rules tried before it, ascending, any of which is taken instead where it counts.
 */
export function* findIdle(list: TriedInOrder, rule: number, before: readonly number[]): Generator<Found> {
  const standing = countsAt(list, inputWith(list, [rule], [])!);
  if (!before.some(standing) || inputWith(list, [rule], before) !== undefined) return;
  const single = before.find((other) => standing(other) && inputWith(list, [rule], [other]) === undefined);
  yield idle(list, rule, single === undefined ? smallest(list, rule, before) : [single]);
}

function idle(list: TriedInOrder, rule: number, covering: readonly number[]): Found {
  const { rules, areSame, isIdle, hint } = list;
  const [first] = covering as readonly [number];
  const others = covering.map((one) => rules[one]!.name);
  const verb = list.counts === 'holding' ? 'holds' : 'fails';
  const isSame = covering.length === 1 && inputWith(list, [first], [rule]) === undefined;
  const common = {
    path: ruleOf(rules[rule]!),
    rule: rules[rule]!.name,
    others,
    witness: passedOver(list, rule, covering, verb),
  };
  if (isSame && areSame(first, rule)) {
    const message = `says the same as "${others[0]}", which is tried before it`;
    return { code: 'duplicate-rule', ...common, message, hint: 'keep one of them' };
  }
  if (covering.length === 1) {
    const where = isSame ? 'exactly where this does' : 'wherever this does';
    const message = `${isIdle}: "${others[0]}" is tried before it, and ${verb} ${where}`;
    return { code: 'shadowed-rule', ...common, message, hint };
  }
  const names = others.map((name) => `"${name}"`).join(', ');
  const message = `${isIdle}: wherever it ${verb}, one of ${names} does, all tried before it`;
  return { code: 'unreachable-rule', ...common, message, hint };
}

/** An input that the rule counts for, and one of those before it too. */
function passedOver(list: TriedInOrder, rule: number, covering: readonly number[], verb: string): Witness {
  const facts =
    inputWith(list, [rule], [], { isCovered: true, isKnown: true }) ?? inputWith(list, [rule], [])!;
  const isCounting = countsAt(list, facts);
  const taken = covering.find(isCounting)!;
  return { facts, shows: `"${list.rules[rule]!.name}" ${verb}, and "${list.rules[taken]!.name}" before it` };
}

/** Rules that together count wherever one does, none of which can be left out. */
function smallest(list: TriedInOrder, rule: number, before: readonly number[]): readonly number[] {
  let needed: readonly number[] = [];
  for (;;) {
    const input = inputWith(list, [rule], needed);
    if (input === undefined) break;
    needed = [...needed, before.find(countsAt(list, input))!];
  }
  for (const one of needed) {
    const others = needed.filter((other) => other !== one);
    if (inputWith(list, [rule], others) === undefined) needed = others;
  }
  return needed.toSorted((a, b) => a - b);
}

/** An input for which some rules count and others do not. */
export function inputWith(
  { set, places, counts }: TriedInOrder,
  counting: readonly number[],
  others: readonly number[],
  further: Pick<Asked, 'isCovered' | 'isKnown'> = {},
): FactValues | undefined {
  const [yes, no] = [counting, others].map((rules) => rules.map((rule) => places[rule]!));
  return set.find(
    counts === 'holding'
      ? { ...further, holding: yes!, failing: no! }
      : { ...further, holding: no!, failing: yes! },
  );
}

function countsAt({ set, places, counts }: TriedInOrder, input: FactValues): (rule: number) => boolean {
  const holds = set.holdsAt(input);
  return (rule) => holds[places[rule]!] === (counts === 'holding');
}
