import { complement, contains, fromSlots, type Ranges } from '../../../engine/conditions/compiled/ranges.ts';
import { isMembership, isNegative } from '../../../engine/conditions/compiled/memberships.ts';
import type { Leaf } from '../../../engine/conditions/condition.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import type { Clause, Formula, Variables } from '../search/formula.ts';
import type { Domains } from '../search/search.ts';
import type { FactSpace } from './factSpace.ts';
import { Phrases } from './phrases.ts';

const no = [0, 1];
const yes = [1, 2];

/**
 * A fact that is any text: one variable for which of the named values it is, a cell for all other texts and one for none,
 * and a variable for each phrase that is looked for, whether it stands in the text.
 */
export class TextSpace implements FactSpace {
  readonly fact: string;
  readonly known: Formula;
  readonly always: readonly Clause[];
  readonly #value: number;
  readonly #named: readonly string[];
  /** By named value, its cell. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #phrases: Phrases;
  /** By phrase, its variable: one after the other. */
  readonly #standing: readonly number[];
  readonly #mayBeMissing: boolean;

  constructor(fact: string, leaves: readonly Leaf[], mayBeMissing: boolean, variables: Variables) {
    this.fact = fact;
    this.#mayBeMissing = mayBeMissing;
    this.#named = namedIn(leaves);
    this.#places = new Map(this.#named.map((text, place) => [text, place]));
    this.#phrases = new Phrases(leaves.filter(isMembership));
    this.#value = variables.add(this.#named.length + 1 + (mayBeMissing ? 1 : 0));
    this.#standing = this.#phrases.all.map(() => variables.add(2));
    this.known = { variable: this.#value, cells: [0, this.#named.length + 1] };
    this.always = this.#texts();
  }

  formulaOf(leaf: Leaf): Formula {
    const { operator, value } = leaf;
    if (isMembership(leaf)) {
      const standing = this.#phrases.asked(leaf).map((one) => this.#standing[one]!);
      if (!isNegative(leaf)) return { any: standing.map((variable) => ({ variable, cells: yes })) };
      return { all: [...standing.map((variable) => ({ variable, cells: no })), this.known] };
    }
    const places = [value].flat().map((one) => this.#places.get(one as string)!);
    const cells = fromSlots([...new Set(places)].sort((a, b) => a - b));
    const isOne = operator === 'equal' || operator === 'in';
    return { variable: this.#value, cells: isOne ? cells : complement(cells, this.#named.length + 1) };
  }

  valueIn(domains: Domains): FactValue | undefined {
    const domain = domains.of(this.#value);
    const other = this.#named.length;
    const [first = 0] = this.#standing;
    const narrowed = domains.narrowed.filter((one) => one >= first && one < first + this.#standing.length);
    const stands = new Set(narrowed.filter((variable) => domains.of(variable)[0] === 1));
    const standing = [...stands].map((variable) => variable - first).sort((a, b) => a - b);
    const isAsked = !(domain[0] === 0 && domain[1] === other + (this.#mayBeMissing ? 2 : 1));
    if (this.#mayBeMissing && standing.length === 0 && !isAsked) return undefined;
    const cell = standing.length > 0 && contains(domain, other) ? other : domain[0]!;
    if (cell > other) return undefined;
    return cell < other ? this.#named[cell] : this.#phrases.textWithAll(standing, new Set(this.#named));
  }

  /** What can be said of texts: which phrases stand where others do, which in the named values, and none in none. */
  #texts(): readonly Clause[] {
    const is = (variable: number, cells: Ranges) => ({ variable, cells });
    const clauses: Clause[] = [];
    const named = this.#named.map((text) => this.#phrases.within(text));
    const having = this.#standing.map(() => [] as number[]);
    named.forEach((standing, place) => standing.forEach((one) => having[one]!.push(place)));
    this.#standing.forEach((variable, one) => {
      const places = fromSlots([...having[one]!, this.#named.length]);
      clauses.push([is(variable, no), is(this.#value, places)]);
      for (const other of this.#phrases.within(this.#phrases.textWith(one)))
        if (other !== one) clauses.push([is(variable, no), is(this.#standing[other]!, yes)]);
    });
    const count = this.#named.length + 1 + (this.#mayBeMissing ? 1 : 0);
    named.forEach((standing, place) => {
      const isAnother = [...(place === 0 ? [] : [0, place]), place + 1, count];
      for (const one of standing) clauses.push([is(this.#value, isAnother), is(this.#standing[one]!, yes)]);
    });
    return clauses;
  }
}

/**
 * A fact that is a text with at most one phrase, and what stands in that, or one that is named: one variable, with a cell
 * for each such text.
 * Two phrases that have nothing to do with each other stand together in some texts; here they do not.
 */
export class OnePhraseSpace implements FactSpace {
  readonly fact: string;
  readonly known: Formula;
  readonly always = [];
  readonly #variable: number;
  readonly #texts: readonly string[];
  /** By text, its cell. */
  readonly #cells: ReadonlyMap<string, number>;
  readonly #phrases: Phrases;
  /** By phrase, the cells of texts it stands in, ascending. */
  readonly #having: readonly (readonly number[])[];
  readonly #mayBeMissing: boolean;

  /** @param also further texts that there are: what the pack takes a missing fact to be. */
  constructor(
    fact: string,
    leaves: readonly Leaf[],
    mayBeMissing: boolean,
    also: readonly string[],
    variables: Variables,
  ) {
    this.fact = fact;
    this.#mayBeMissing = mayBeMissing;
    const named = [...namedIn(leaves), ...also];
    this.#phrases = new Phrases(leaves.filter(isMembership));
    const other = this.#phrases.textWithAll([], new Set(named));
    const single = this.#phrases.all.map((_, one) => this.#phrases.textWith(one));
    this.#texts = [...new Set([...named, ...single, other])];
    this.#cells = new Map(this.#texts.map((text, cell) => [text, cell]));
    const having = this.#phrases.all.map(() => [] as number[]);
    this.#texts.forEach((text, cell) => this.#phrases.within(text).forEach((one) => having[one]!.push(cell)));
    this.#having = having;
    this.#variable = variables.add(this.#count);
    this.known = { variable: this.#variable, cells: [0, this.#texts.length] };
  }

  get #count(): number {
    return this.#texts.length + (this.#mayBeMissing ? 1 : 0);
  }

  formulaOf(leaf: Leaf): Formula {
    const { operator, value } = leaf;
    const where = isMembership(leaf)
      ? new Set(this.#phrases.asked(leaf).flatMap((one) => this.#having[one]!))
      : new Set([value].flat().map((one) => this.#cells.get(one as string)!));
    const isOne = isMembership(leaf) ? !isNegative(leaf) : operator === 'equal' || operator === 'in';
    const cells = isOne ? [...where].sort((a, b) => a - b) : this.#others(where);
    return { variable: this.#variable, cells: fromSlots(cells) };
  }

  valueIn(domains: Domains): FactValue | undefined {
    const domain = domains.of(this.#variable);
    const isAsked = !(domain[0] === 0 && domain[1] === this.#count);
    return this.#mayBeMissing && !isAsked ? undefined : this.#texts[domain[0]!];
  }

  #others(where: ReadonlySet<number>): readonly number[] {
    return this.#texts.flatMap((_, cell) => (where.has(cell) ? [] : [cell]));
  }
}

function namedIn(leaves: readonly Leaf[]): readonly string[] {
  return [...new Set(leaves.filter((leaf) => !isMembership(leaf)).flatMap(({ value }) => value as string))];
}
