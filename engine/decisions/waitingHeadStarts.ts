import type { Conversation } from '../conversation/conversation.ts';
import type { Floor } from '../conversation/floor.ts';
import { versionKey } from '../packs/policy.ts';
import type { PolicyRun } from './policyRun.ts';

/** Head starts as last decided, as plain data, by `versionKey` of the policy; of each conversation in milliseconds. */
export type WaitingHeadStartsState = Readonly<
  Record<string, readonly (readonly [conversation: string, headStartMs: number])[]>
>;

/**
 * The head starts of those who wait, of the policies whose rules for them read what events of the conversation do not
 * tell: facts of its queue, or how long it waits. It does not depend on who asks those policies.
 */
export class WaitingHeadStarts {
  /** By conversation, in milliseconds, as last decided. */
  #decided: ReadonlyMap<PolicyRun, Map<string, number>>;

  /** @param from what earlier ones left; a policy that is not in it begins with nothing. */
  constructor(runs: readonly PolicyRun[], from?: WaitingHeadStartsState) {
    this.#decided = new Map(runs.map((run) => [run, new Map(from?.[versionKey(run.policy)])]));
  }

  /** What they leave, as a value. */
  state(): WaitingHeadStartsState {
    return Object.fromEntries(
      [...this.#decided].map(([{ policy }, known]) => [versionKey(policy), [...known]]),
    );
  }

  /** From now on these policies are at work; of those that go on what was decided stays. */
  work(runs: readonly PolicyRun[]): void {
    this.#decided = new Map(runs.map((run) => [run, this.#decided.get(run) ?? new Map<string, number>()]));
  }

  /**
   * The order of its queue is decided for a conversation now.
   * @param due the policies that decide; all, unless told.
   */
  decided(conversation: Conversation, floor: Floor, at: number, due?: ReadonlySet<PolicyRun>): void {
    for (const [run, known] of this.#decided) {
      if (due?.has(run) === false) continue;
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
