import { isMembership } from '../../../engine/conditions/compiled/memberships.ts';
import {
  leavesOf,
  type Condition,
  type Leaf,
  type MissingDefaults,
} from '../../../engine/conditions/condition.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import { Variables, type Clause, type Formula } from '../search/formula.ts';
import type { Domains } from '../search/search.ts';
import type { FactSpace } from './factSpace.ts';
import { ListSpace } from './listSpace.ts';
import { OnePhraseSpace, TextSpace } from './textSpace.ts';
import { ValueSpace } from './valueSpace.ts';

/** Which texts there are: any, or those with at most one phrase that is looked for and what stands in that, and those named. */
export type Texts = 'any' | 'onePhrase';

/** All inputs of some conditions, as far as these tell inputs apart. Facts are taken to be independent of each other. */
export class Space {
  readonly variables = new Variables();
  readonly facts: readonly FactSpace[];
  readonly #byName: ReadonlyMap<string, FactSpace>;

  constructor(conditions: readonly Condition[], missing: MissingDefaults, texts: Texts) {
    const leaves = conditions.flatMap(leavesOf);
    this.facts = [...Map.groupBy(leaves, ({ fact }) => fact)].map(([name, of]) =>
      this.#factSpace(name, of, missing, texts),
    );
    this.#byName = new Map(this.facts.map((one) => [one.fact, one]));
  }

  /** Where a condition holds. */
  formulaOf(condition: Condition): Formula {
    if ('all' in condition) return { all: condition.all.map((part) => this.formulaOf(part)) };
    if ('any' in condition) return { any: condition.any.map((part) => this.formulaOf(part)) };
    return this.#byName.get(condition.fact)!.formulaOf(condition);
  }

  /** Where a fact is known. */
  knownOf(fact: string): Formula {
    return this.#byName.get(fact)!.known;
  }

  /** What is so of every input. */
  get always(): readonly Clause[] {
    return this.facts.flatMap((one) => one.always);
  }

  /** An input in the domains; facts that nothing is asked of are left out where they may be missing. */
  inputIn(domains: Domains): Readonly<Record<string, FactValue>> {
    const input: Record<string, FactValue> = {};
    for (const one of this.facts) {
      const value = one.valueIn(domains);
      if (value !== undefined) input[one.fact] = value;
    }
    return input;
  }

  #factSpace(name: string, leaves: readonly Leaf[], missing: MissingDefaults, texts: Texts): FactSpace {
    const fact = factCatalogue.get(name)!;
    const mayBeMissing = fact.mayBeMissing && !Object.hasOwn(missing, name);
    if (fact.type === 'textList') return new ListSpace(name, leaves, mayBeMissing, this.variables);
    if (fact.type !== 'text') return new ValueSpace(fact, leaves, mayBeMissing, this.variables);
    if (texts === 'any' || !leaves.some(isMembership))
      return new TextSpace(name, leaves, mayBeMissing, this.variables);
    const taken = Object.hasOwn(missing, name) ? [missing[name] as string] : [];
    return new OnePhraseSpace(name, leaves, mayBeMissing, taken, this.variables);
  }
}
