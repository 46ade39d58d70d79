import type { Conversation } from '../conversation/conversation.ts';
import type { RefusedStep } from '../conversation/participants.ts';
import type { Made, PolicyRun } from './policyRun.ts';
import type { DecisionPoint } from './record.ts';

/** Puts the question of a moment to a policy at work. */
export type Ask = (run: PolicyRun) => Made;

/** What a policy made of a question. */
export interface Decided {
  readonly run: PolicyRun;
  readonly made: Made;
}

/** Whoever has decisions made, or watches. Told within `take`, in the order things come about. */
export interface CourseListener {
  /**
   * A decision about this conversation is due; it is made when `ask` is called, which must be now. Where it is due for
   * some of the policies only, the others answer undefined.
   * @param isConsequence whether it is about what the decision before it came to: it is due only where that was made.
   * @returns what each policy made of it, where it was asked.
   */
  decide(
    point: DecisionPoint,
    conversation: Conversation,
    ask: Ask,
    isConsequence: boolean,
  ): readonly Decided[];
  /**
   * An agent takes a conversation that waits. Told before the decisions about it, and before the answer counts.
   * @param standing gives how the queue stands for a policy, where that is not decided at the answer.
   */
  answering?(conversation: Conversation, at: number, standing?: Ask): void;
  /** An event left the conversation so. Told before the decisions about it. */
  changed?(conversation: Conversation): void;
  /** A participant cannot have made this step: it changed nothing. Told after `changed`. */
  refused?(refused: RefusedStep): void;
  /** The conversation is in no queue that it was in before: it entered one anew, or is over. */
  left?(conversation: string): void;
}
