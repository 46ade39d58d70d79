import { compileRules, type CompiledRules } from '../../engine/conditions/compiled/compile.ts';
import type { Ranges } from '../../engine/conditions/compiled/ranges.ts';
import {
  factsRead,
  type Condition,
  type MissingDefaults,
  type Rule,
} from '../../engine/conditions/condition.ts';
import type { Outcomes } from '../../engine/conditions/evaluator.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import type { Scope } from '../../engine/packs/scope.ts';
import type { Formula } from './search/formula.ts';
import { areMeeting, Search, TooHard, type Group } from './search/search.ts';
import { Space, type Texts } from './space/space.ts';

/** Steps that one question is worth, and all questions about one list of rules: visits of clauses. */
const mostStepsOfQuestion = 1_000_000;
const mostSteps = 200_000_000;

/** Where an input is looked for. */
export interface Asked {
  /** Rules that hold there, by place. */
  readonly holding?: readonly number[];
  /** Rules that do not. */
  readonly failing?: readonly number[];
  /** Further, what holds there. */
  readonly where?: readonly Formula[];
  /** Only inputs whose fact `queue` is one that the pack is for, where its rules read that. */
  readonly isCovered?: boolean;
  /** Only inputs in which every fact is known. */
  readonly isKnown?: boolean;
}

/** What is asked about rules of one pack: for which inputs they hold together. */
export interface RuleSource {
  readonly rules: readonly Rule[];
  readonly missing: MissingDefaults;
  readonly appliesTo: Scope;
  /** What is so of every input there is, beside what the catalogue says of each fact. */
  readonly given?: readonly Condition[];
  /** Comparisons that hold exactly where another condition does. */
  readonly defined?: readonly { readonly leaf: Condition; readonly when: Condition }[];
}

/** Rules, and exact answers about the inputs for which they hold and do not. */
export class RuleSet {
  readonly rules: readonly Rule[];
  readonly space: Space;
  readonly #search: Search;
  readonly #evaluator: CompiledRules;
  readonly #found: Int32Array;
  readonly #given: readonly Group[];
  readonly #covered: Group;
  readonly #known: Group;
  readonly #holding: (Group | undefined)[] = [];
  readonly #failing: (Group | undefined)[] = [];
  readonly #boxes: (ReadonlyMap<number, Ranges> | undefined)[] = [];

  /** @param texts which texts there are. */
  constructor({ rules, missing, appliesTo, given = [], defined = [] }: RuleSource, texts: Texts) {
    this.rules = rules;
    this.#evaluator = compileRules(rules, missing);
    this.#found = new Int32Array(rules.length);
    const conditions = rules.map(({ when }) => when);
    const reads = factsRead(conditions);
    const isRead = (one: Condition): boolean => factsRead([one]).every((fact) => reads.includes(fact));
    const covered = isIn('queue', appliesTo.queues).filter(isRead);
    const known = [...given, ...isIn('mediaType', appliesTo.mediaTypes)].filter(isRead);
    const meant = defined.filter(
      ({ leaf, when }) => isRead(leaf) && factsRead([when]).some((fact) => reads.includes(fact)),
    );
    const all = [...conditions, ...covered, ...known, ...meant.flatMap(({ leaf, when }) => [leaf, when])];
    this.space = new Space(all, missing, texts);
    this.#search = new Search(this.space.variables);
    this.#search.add(this.space.always, true);
    this.#given = [
      ...known.map((one) => this.#group(this.space.formulaOf(one))),
      ...meant.map(({ leaf, when }) => this.#group(this.#bothOrNeither(leaf, when))),
    ];
    this.#covered = this.#group({ all: covered.map((one) => this.space.formulaOf(one)) });
    this.#known = this.#group({ all: this.space.facts.map((one) => one.known) });
  }

  /** Whether each rule holds for an input, as the engine decides it. */
  holdsAt(input: FactValues): readonly boolean[] {
    const holds = this.rules.map(() => false);
    const count = this.#evaluator.holding(input, this.#found);
    for (const rule of this.#found.subarray(0, count)) holds[rule] = true;
    return holds;
  }

  /** The first rule that holds for an input, by place; −1 when none does. */
  firstAt(input: FactValues): number {
    return this.#evaluator.first(input);
  }

  /** How the rules come out for an input, as the engine decides it. */
  outcomesAt(input: FactValues): Outcomes {
    const holds = this.holdsAt(input);
    return {
      count: holds.length,
      holds: (rule) => holds[rule]!,
      unknowable: () => undefined,
      readable: () => this.#evaluator.evaluate(input, nothing),
    };
  }

  /** An input that is as asked for, the same every time; undefined when there is none. @throws TooHard */
  find({ holding = [], failing = [], where = [], isCovered, isKnown }: Asked): FactValues | undefined {
    if (this.#search.steps > mostSteps) throw new TooHard();
    const lasting = [
      ...this.#given,
      ...(isCovered === true ? [this.#covered] : []),
      ...(isKnown === true ? [this.#known] : []),
      ...holding.map((rule) => this.#holds(rule)),
      ...failing.map((rule) => this.#fails(rule)),
    ];
    const more = where.length === 0 ? undefined : this.#group({ all: where });
    const groups = more === undefined ? lasting : [more, ...lasting];
    let input: FactValues | undefined;
    try {
      this.#search.solve(
        groups,
        (domains) => {
          input = this.space.inputIn(domains);
          return true;
        },
        mostStepsOfQuestion,
      );
    } finally {
      if (more !== undefined) this.#search.drop(more);
    }
    // The engine has the last word: what it decides otherwise was not analysed.
    if (input !== undefined && !this.#isAsAsked(input, holding, failing)) throw new TooHard();
    return input;
  }

  #isAsAsked(input: FactValues, holding: readonly number[], failing: readonly number[]): boolean {
    if (holding.length + failing.length === 0) return true;
    const found = this.#found.subarray(0, this.#evaluator.holding(input, this.#found));
    if (holding.some((rule) => !found.includes(rule))) return false;
    if (failing.length < found.length) return !failing.some((rule) => found.includes(rule));
    const failed = new Set(failing);
    return !found.some((rule) => failed.has(rule));
  }

  /** Whether a look shows that two rules never hold together; when not, they may. */
  areClearlyApart(one: number, other: number): boolean {
    const [a, b] = [this.#box(one), this.#box(other)];
    const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
    for (const [variable, cells] of fewer) {
      const there = more.get(variable);
      if (there !== undefined && !areMeeting(cells, there)) return true;
    }
    return false;
  }

  #box(rule: number): ReadonlyMap<number, Ranges> {
    return (this.#boxes[rule] ??= this.#search.narrowed(this.#holds(rule)));
  }

  #holds(rule: number): Group {
    return (this.#holding[rule] ??= this.#group(this.space.formulaOf(this.rules[rule]!.when)));
  }

  #fails(rule: number): Group {
    return (this.#failing[rule] ??= this.#group(
      this.space.variables.negated(this.space.formulaOf(this.rules[rule]!.when)),
    ));
  }

  #bothOrNeither(one: Condition, other: Condition): Formula {
    const [a, b] = [this.space.formulaOf(one), this.space.formulaOf(other)];
    const not = (formula: Formula): Formula => this.space.variables.negated(formula);
    return { all: [{ any: [not(a), b] }, { any: [a, not(b)] }] };
  }

  #group(formula: Formula): Group {
    return this.#search.add(this.space.variables.clauses(formula));
  }
}

const nothing: ReadonlySet<string> = new Set();

/** That a fact is one of some values, where these are told. */
function isIn(fact: string, value: readonly string[] | undefined): readonly Condition[] {
  return value === undefined ? [] : [{ fact, operator: 'in', value }];
}
