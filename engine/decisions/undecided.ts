import type { Conversation } from '../conversation/conversation.ts';
import type { Ask } from './courseListener.ts';
import type { Made, PolicyRun } from './policyRun.ts';
import type { DecisionPoint } from './record.ts';

/** A decision that could not be made for a fault in the code that decides: which one it was, with the fault as cause. */
export class Undecided extends Error {
  readonly point: DecisionPoint;
  /** The conversation's pseudonym. */
  readonly conversation: string;

  constructor(point: DecisionPoint, conversation: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`nothing can be decided about ${conversation} at ${point}: ${why}`, { cause });
    this.name = 'Undecided';
    this.point = point;
    this.conversation = conversation;
  }
}

/** Puts a question to a policy. @throws Undecided when the code that decides has a fault. */
export function asked(ask: Ask, run: PolicyRun, point: DecisionPoint, { id }: Conversation): Made {
  try {
    return ask(run);
  } catch (fault) {
    throw new Undecided(point, id, fault);
  }
}
