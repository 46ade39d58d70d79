import type { PlacedRule } from './conditionFindings.ts';
import type { Found } from './finding.ts';
import type { RuleSet } from './ruleSet.ts';
import { ruleOf, type Unsettled } from './site.ts';

/** Rules that hold for the same inputs, none of which is told before. */
export interface Twins {
  readonly set: RuleSet;
  readonly rules: readonly PlacedRule[];
  /** Rules with an equal key are twins if they hold for the same inputs. */
  readonly keyOf: (rule: number) => string;
  readonly message: (other: string, rule: number) => string;
  /** Rules that are not looked at, for something else is wrong with them. */
  readonly but: ReadonlySet<number>;
}

/** Every rule of a list that holds for exactly the inputs that one before it holds for, and says the same. */
export function* findDuplicates(twins: Twins, unsettled: Unsettled): Generator<Found> {
  const { set, rules, keyOf, message, but } = twins;
  const kept = new Map<string, { readonly rule: number; readonly holds: readonly boolean[] }[]>();
  for (const [rule, { name, path }] of rules.entries()) {
    if (but.has(rule)) continue;
    yield* unsettled.settle('whether another says the same', name, function* () {
      const facts = set.find({ holding: [rule], isCovered: true }) ?? set.find({ holding: [rule] })!;
      const holds = set.holdsAt(facts);
      const same = kept.get(keyOf(rule)) ?? [];
      const twin = same.find(
        (other) => holds[other.rule] && other.holds[rule] && areEquivalent(set, other.rule, rule),
      );
      if (twin === undefined) {
        kept.set(keyOf(rule), [...same, { rule, holds }]);
        return;
      }
      const other = rules[twin.rule]!.name;
      yield {
        code: 'duplicate-rule',
        path: ruleOf({ ...rules[rule]!, path }),
        rule: name,
        message: message(other, rule),
        hint: 'keep one of them',
        others: [other],
        witness: { facts, shows: `"${other}" and "${name}" hold here, and everywhere together` },
      };
    });
  }
}

function areEquivalent(set: RuleSet, one: number, other: number): boolean {
  return (
    set.find({ holding: [one], failing: [other] }) === undefined &&
    set.find({ holding: [other], failing: [one] }) === undefined
  );
}
