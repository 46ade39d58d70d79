import { canonicalJson } from '../../engine/canonical.ts';
import type { MissingDefaults, Rule } from '../../engine/conditions/condition.ts';
import type { DecidingRules, PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';

/** Rules that were made ready. */
interface Prepared {
  readonly rules: readonly Rule[];
  readonly missing: MissingDefaults;
  readonly ready: DecidingRules;
}

/**
 * Makes the same rules ready once, however many runs of a policy ask for it: no answer of theirs depends on what was asked
 * before. A policy has few lists of rules, so they are looked through one by one.
 */
export function preparedOnce(prepare: PrepareDecidingRules): PrepareDecidingRules {
  const known: Prepared[] = [];
  return (rules, missing) => {
    let found = known.find((one) => isSame(one, rules, missing));
    if (found === undefined) {
      found = { rules, missing, ready: prepare(rules, missing) };
      known.push(found);
    }
    return found.ready;
  };
}

function isSame(one: Prepared, rules: readonly Rule[], missing: MissingDefaults): boolean {
  if (one.rules === rules && one.missing === missing) return true;
  return (
    one.rules.length === rules.length &&
    isAlike(one.missing, missing) &&
    rules.every(({ name, when }, index) => {
      const other = one.rules[index]!;
      return other.name === name && isAlike(other.when, when);
    })
  );
}

function isAlike(one: unknown, other: unknown): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other);
}
