import type { MissingDefaults, Rule } from '../conditions/condition.ts';
import type { FactFinder } from '../conditions/evaluator.ts';

/** The rules a decision is going to ask, and where it looks their facts up: what must be gathered before it is made. */
export interface Question {
  readonly rules: readonly Rule[];
  /** What its pack takes missing facts to be. */
  readonly missing: MissingDefaults;
  readonly find: FactFinder;
  /** The queue whose facts it reads; undefined when there is none. */
  readonly queue: string | undefined;
  /** Whether the first rule that holds settles it, or every rule counts. */
  readonly settledBy: 'first' | 'all';
  /** Asked only when a rule of this one holds. */
  readonly then?: Question;
}
