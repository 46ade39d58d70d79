import type { Conversation } from '../conversation/conversation.ts';
import type { RefusedStep } from '../conversation/participants.ts';
import type { Ask, CourseListener, Decided } from '../decisions/courseListener.ts';
import { isRuling, type PolicyRun, type Ruling } from '../decisions/policyRun.ts';
import type { DecisionPoint } from '../decisions/record.ts';
import { asked } from '../decisions/undecided.ts';

/** What is decided by a version of a policy. */
interface RulingOfRun {
  readonly run: PolicyRun;
  readonly ruling: Ruling;
}

/** What the events of one step brought about. */
interface Collected {
  readonly rulings: RulingOfRun[];
  readonly changed: Conversation[];
  readonly refused: RefusedStep[];
  /** What went wrong in the code that decides. */
  readonly faults: unknown[];
}

/** Has every policy that is at work decide, and collects what comes of it until it is written. */
export class Collector implements CourseListener {
  readonly #runs: () => readonly PolicyRun[];
  #collected = nothing();

  /** @param runs gives those at work. */
  constructor(runs: () => readonly PolicyRun[]) {
    this.#runs = runs;
  }

  decide(point: DecisionPoint, conversation: Conversation, ask: Ask): readonly Decided[] {
    const decided: Decided[] = [];
    for (const run of this.#runs()) {
      try {
        const made = asked(ask, run, point, conversation);
        if (isRuling(made)) this.#collected.rulings.push({ run, ruling: made });
        decided.push({ run, made });
      } catch (fault) {
        this.failed(fault);
      }
    }
    return decided;
  }

  changed(conversation: Conversation): void {
    this.#collected.changed.push(conversation);
  }

  refused(step: RefusedStep): void {
    this.#collected.refused.push(step);
  }

  /** A fault in the code that decides. */
  failed(fault: unknown): void {
    this.#collected.faults.push(fault);
  }

  /** What came about since this was called last. */
  take(): Collected {
    const collected = this.#collected;
    this.#collected = nothing();
    return collected;
  }
}

function nothing(): Collected {
  return { rulings: [], changed: [], refused: [], faults: [] };
}
