import type { Conversation } from '../conversation/conversation.ts';
import type { Floor } from '../conversation/floor.ts';
import type { PolicyRun } from './policyRun.ts';

/**
 * The head starts of those who wait, of the policies whose rules for them read what events of the conversation do not
 * tell: facts of its queue, or how long it waits. It does not depend on who asks those policies.
 */
export class WaitingHeadStarts {
  /** By conversation, in milliseconds, as last decided. */
  readonly #decided: ReadonlyMap<PolicyRun, Map<string, number>>;

  constructor(runs: readonly PolicyRun[]) {
    this.#decided = new Map(runs.map((run) => [run, new Map<string, number>()]));
  }

  /** The order of its queue is decided for a conversation now. */
  decided(conversation: Conversation, floor: Floor, at: number): void {
    for (const [run, known] of this.#decided) {
      const headStart = run.shiftingHeadStartMs(conversation, floor, at);
      if (headStart === undefined) known.delete(conversation.id);
      else known.set(conversation.id, headStart);
    }
  }

  /** The conversation no longer waits. */
  left(conversation: string): void {
    for (const known of this.#decided.values()) known.delete(conversation);
  }

  /** The policies by which a conversation's head start is another now; they count as having decided it. */
  takeDue(conversation: Conversation, floor: Floor, at: number): ReadonlySet<PolicyRun> {
    const due = new Set<PolicyRun>();
    for (const [run, known] of this.#decided) {
      const before = known.get(conversation.id);
      if (before === undefined) continue;
      const after = run.shiftingHeadStartMs(conversation, floor, at);
      if (after === undefined || after === before) continue;
      known.set(conversation.id, after);
      due.add(run);
    }
    return due;
  }
}
