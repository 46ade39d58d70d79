import {
  leavesOf,
  type Condition,
  type Leaf,
  type MissingDefaults,
} from '../../../engine/conditions/condition.ts';
import { operators } from '../../../engine/conditions/operators/operators.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import type { FactValue, FactValues } from '../../../engine/facts/definition.ts';
import type { SmallFact } from './smallPacks.ts';

/** Whether a condition holds, worked out as plainly as can be. */
export function holdsPlainly(condition: Condition, facts: FactValues, missing: MissingDefaults): boolean {
  if ('all' in condition) return condition.all.every((part) => holdsPlainly(part, facts, missing));
  if ('any' in condition) return condition.any.some((part) => holdsPlainly(part, facts, missing));
  const found = facts[condition.fact] ?? missing[condition.fact];
  return found !== undefined && operators.get(condition.operator)!.holds(found, condition.value);
}

/** All inputs that there are of some facts. */
export function allInputs(
  facts: readonly { readonly name: string; readonly values: SmallFact['values'] }[],
): FactValues[] {
  let inputs: Record<string, FactValue>[] = [{}];
  for (const { name, values } of facts) {
    inputs = inputs.flatMap((input) =>
      values.map((value) => (value === undefined ? input : { ...input, [name]: value })),
    );
  }
  return inputs;
}

/** The texts with no phrase that the conditions look for, or one alone, and those they name. */
export function onePhraseTexts(conditions: readonly Condition[]): readonly (string | undefined)[] {
  const leaves = conditions.flatMap(leavesOf).filter(({ fact }) => fact === 'intent');
  const single = leaves.flatMap(({ operator, value }) => {
    const list = [value].flat() as readonly string[];
    return operator.endsWith('Text') ? list.map((phrase) => `x${phrase}x`) : list;
  });
  return [...new Set([...single, 'nothing']), undefined];
}

/** By input, whether each condition holds. */
export type Table = readonly (readonly boolean[])[];

/** How conditions come out for all inputs. */
export function tableOf(
  conditions: readonly Condition[],
  inputs: readonly FactValues[],
  missing: MissingDefaults,
): Table {
  return inputs.map((input) => conditions.map((when) => holdsPlainly(when, input, missing)));
}

/** Whether a comparison is with a number that the fact never comes to, which is told as that. */
export function isOutside({ fact, value }: Leaf): boolean {
  const { minimum = -Infinity, maximum = Infinity } = factCatalogue.get(fact)!.range ?? {};
  return [value].flat().some((one) => typeof one === 'number' && (one < minimum || one > maximum));
}

/** The parts of a condition, outermost first, that never hold or always do, where the whole does neither. */
export function idleParts(
  condition: Condition,
  inputs: readonly FactValues[],
  missing: MissingDefaults,
): string[] {
  if ('fact' in condition) return [];
  return ('all' in condition ? condition.all : condition.any).flatMap((part) => {
    if ('fact' in part && isOutside(part)) return [];
    const column = inputs.map((input) => holdsPlainly(part, input, missing));
    if (!column.includes(true)) return ['never-holds'];
    if (!column.includes(false)) return ['always-holds'];
    return idleParts(part, inputs, missing);
  });
}
