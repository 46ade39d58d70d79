import type { Outcomes } from './evaluator.ts';
import type { RuleOutcome } from './outcome.ts';

/** Outcomes that are readable already. */
export class ReadOutcomes implements Outcomes {
  readonly #outcomes: readonly RuleOutcome[];

  constructor(outcomes: readonly RuleOutcome[]) {
    this.#outcomes = outcomes;
  }

  get count(): number {
    return this.#outcomes.length;
  }

  holds(rule: number): boolean {
    return this.#outcomes[rule]!.holds;
  }

  unknowable(rule: number): string | undefined {
    return this.#outcomes[rule]!.unknowable;
  }

  readable(): readonly RuleOutcome[] {
    return this.#outcomes;
  }
}
