import type { Requirements } from '../../engine/decisions/ranking/eligibility.ts';
import type { FactValues } from '../../engine/facts/definition.ts';

export const workIds = ['W1', 'W1b', 'W2', 'W2x600', 'W3', 'W3x10000', 'W4'] as const;
export type WorkId = (typeof workIds)[number];

/** One comparison, spelled as json-rules-engine spells it. */
export interface SourceLeaf {
  readonly fact: string;
  readonly operator: string;
  readonly value: string | number;
}

/** A condition in json-rules-engine's language: what every contender's own form is derived from. */
export type SourceCondition =
  | SourceLeaf
  | { readonly all: readonly SourceCondition[] }
  | { readonly any: readonly SourceCondition[] }
  | { readonly not: SourceCondition };

export interface SourceRule {
  readonly name: string;
  readonly when: SourceCondition;
}

/** A benchmark of rules. An answer is the places of the rules that hold, ascending; of the first alone where it is asked. */
export interface RuleWork {
  readonly kind: 'rules';
  readonly id: WorkId;
  readonly title: string;
  readonly wanted: 'first' | 'every';
  readonly factTypes: Readonly<Record<string, 'number' | 'text'>>;
  readonly rules: readonly SourceRule[];
  inputs(count: number): readonly FactValues[];
  expected(input: FactValues): readonly number[];
}

/** What a conversation asks for, as the engine has it and as two names. */
export interface Interaction extends Requirements {
  readonly skill: string;
  readonly language: string;
}

/** A benchmark of ranking. An answer is the place of the best agent; empty when nobody can take it. */
export interface RankingWork {
  readonly kind: 'ranking';
  readonly id: WorkId;
  readonly title: string;
  inputs(count: number): readonly Interaction[];
  expected(input: Interaction): readonly number[];
}

export type Work = RuleWork | RankingWork;
export type Input = FactValues | Interaction;
