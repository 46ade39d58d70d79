import { toBasisPoints, WHOLE_BP } from '../basisPoints.ts';
import { checkCondition, type ConditionScope, type Path } from '../conditions/check.ts';
import type { Condition, MissingDefaults } from '../conditions/condition.ts';
import { factCatalogue, factsAbout } from '../facts/catalogue.ts';
import type { FactDefinition, FactSubject, FactValue } from '../facts/definition.ts';
import { factValueProblem } from '../facts/values.ts';
import { didYouMean } from '../suggest.ts';
import type { Scope } from './scope.ts';

/** What every pack has, whatever its kind. Plain data in one spelling: what it hashes to is what it means. */
export interface Pack {
  readonly kind: string;
  readonly name: string;
  readonly appliesTo: Scope;
  /** What its rules take a missing fact to be. */
  readonly missing: MissingDefaults;
  /** How old what it reads may be before its decisions say so, in seconds, above 0; undefined for any age. */
  readonly maxAgeSeconds?: number;
}

/** A kind of pack: one folder under `engine/decisions/` defines each. */
export interface PackKind<Built extends Pack = Pack> {
  readonly kind: Built['kind'];
  /** File name of its published schema, and of its page in docs/, without ending. */
  readonly slug: string;
  /** What it decides, in one sentence. */
  readonly title: string;
  /** JSON Schema 2020-12 of the fields that are its own. */
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
  /** Definitions the properties refer to, beside the common ones. */
  readonly definitions?: Readonly<Record<string, object>>;
  /** It claims something of a policy and decides nothing: what it says is no part of what the policy means. */
  readonly isClaim?: true;
  /** Whose facts its conditions may read. */
  readonly subjects: readonly FactSubject[];
  /**
   * Checks meaning, fills in defaults and puts everything into one spelling.
   * @param source fits the schema.
   */
  build(source: never, builder: PackBuilder): Omit<Built, keyof Pack>;
}

/** Where a kind's `build` checks conditions and says what is wrong. */
export class PackBuilder {
  readonly #scope: ConditionScope;
  readonly #report: ConditionScope['report'];

  constructor(kind: PackKind, source: Readonly<Record<string, unknown>>, report: ConditionScope['report']) {
    const facts = new Map(factsAbout(...kind.subjects).map((fact) => [fact.name, fact]));
    const written = Object.entries(source['conditions'] ?? {});
    const named = new Map(
      written.map(([name, of]) => [name, { source: of as unknown, path: ['conditions', name] }]),
    );
    this.#report = report;
    this.#scope = { facts, factsElsewhere: factCatalogue, named, report };
    // A named condition that no rule uses is checked all the same: a mistake in it is still a mistake.
    for (const [, { source: condition, path }] of named) checkCondition(condition, path, this.#scope);
  }

  /** An error at a path of the document. */
  error(path: Path, code: string, message: string, hint?: string): void {
    this.#report(path, code, message, hint);
  }

  /** The condition in normal form; a stand-in when it is wrong, which has been reported and refuses the pack. */
  condition(source: unknown, path: Path): Condition {
    return checkCondition(source, path, this.#scope) ?? { any: [] };
  }

  /** Reports a fact that is named where a value is wanted, and that the pack may not read. */
  readableFact(name: string, path: Path): void {
    if (this.#scope.facts.has(name)) return;
    const hint = didYouMean(name, this.#scope.facts.keys());
    this.error(path, 'unknown-fact', `unknown fact "${name}"`, hint);
  }

  /** The fraction as basis points; reports one that is finer than they are, for it would silently be another. */
  basisPoints(fraction: number, path: Path): number {
    const exact = fraction * WHOLE_BP;
    const bp = toBasisPoints(fraction);
    // A millionth of a basis point is the noise of writing decimals in binary.
    if (Math.abs(exact - bp) > 1e-6) {
      this.error(
        path,
        'too-fine',
        `${fraction} is finer than 0.0001, the least that counts`,
        `write ${bp / WHOLE_BP}`,
      );
    }
    return bp;
  }

  /** The pack's `missing` field: a default for each fact named, `noMatch` being what is meant without it. */
  missing(source: Readonly<Record<string, unknown>>): MissingDefaults {
    const defaults: Record<string, FactValue> = {};
    for (const [name, value] of Object.entries(source)) {
      const path = ['missing', name];
      const fact: FactDefinition | undefined = this.#scope.facts.get(name);
      if (fact === undefined) {
        this.error(
          path,
          'unknown-fact',
          `unknown fact "${name}"`,
          didYouMean(name, this.#scope.facts.keys()),
        );
      } else if (!fact.mayBeMissing) {
        this.error(path, 'never-missing', `${name} is never missing, so it needs no default`);
      } else if (value !== 'noMatch') {
        const wrong = factValueProblem(fact, value);
        if (wrong !== undefined)
          this.error(path, 'value-type', `the default of ${name} ${wrong}`, 'or write noMatch');
        defaults[name] = value as FactValue;
      }
    }
    return defaults;
  }
}
