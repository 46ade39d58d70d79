import type { FactValues } from '../facts/definition.ts';
import type { MissingDefaults, Rule } from './condition.ts';
import type { RuleOutcome } from './outcome.ts';

/** Rules made ready to be asked many times. Holds no state between two questions. */
export interface PreparedRules {
  /** The facts the rules read, each once, sorted. */
  readonly reads: readonly string[];
  /**
   * @param facts the facts in hand; an absent one is missing.
   * @param lacking observed facts the source of `facts` never carries: rules that read one come out unknowable.
   * @returns one outcome a rule, in the rules' order.
   */
  evaluate(
    facts: FactValues,
    lacking: ReadonlySet<string>,
  ): readonly RuleOutcome[] | Promise<readonly RuleOutcome[]>;
}

/** What both tiers are: a way to make rules ready. One meaning, whatever the way. */
export type PrepareRules = (rules: readonly Rule[], missing: MissingDefaults) => PreparedRules;
