import type { FactValue, FactValues } from '../facts/definition.ts';
import type { MissingDefaults, Rule } from './condition.ts';
import type { RuleOutcome } from './outcome.ts';

/** Rules made ready to be asked many times. No answer depends on what was asked before. */
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

/** How rules came out for the facts of one moment. Rules go by their place in the list. A value. */
export interface Outcomes {
  /** How many rules were asked. */
  readonly count: number;
  holds(rule: number): boolean;
  /** The fact for want of which nobody can say whether the rule holds; undefined when it is known. */
  unknowable(rule: number): string | undefined;
  /** Every rule in order, and why it holds or does not: worked out when it is asked for. */
  readable(): readonly RuleOutcome[];
}

/** Where facts are looked up, one by one; undefined for one that is missing. It answers the same for ever. */
export type FactFinder = (fact: string) => FactValue | undefined;

/** Rules that answer at once, and give their reasons later: what decides. */
export interface DecidingRules extends Pick<PreparedRules, 'reads'> {
  /** @param find kept, and asked again when the outcomes are to be read. */
  judge(find: FactFinder, lacking: ReadonlySet<string>): Outcomes;
}

/** The way a policy makes its rules ready. */
export type PrepareDecidingRules = (rules: readonly Rule[], missing: MissingDefaults) => DecidingRules;
