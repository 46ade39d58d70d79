import { canonicalJson, sha256 } from '../../engine/canonical.ts';
import type { Asked } from '../../engine/decisions/record.ts';
import type { ObservedEvent } from '../../engine/exchange.ts';
import { tellableFacts } from './decideSchema.ts';
import type { Asking } from './questionBook.ts';
import type { Question } from './question.ts';

/** What the plugin that tells of questions is called in the inbox. */
export const serviceName = 'service';

/** The facts that questions tell, by name. */
export const askedFacts: readonly string[] = tellableFacts.map(({ name }) => name);

/** What is asked with. */
export interface AskingSettings {
  readonly repeatSeconds: number;
  readonly actsBy: Asked['actsBy'];
}

/** Has questions decided. */
export interface Asker {
  /** Whether questions are taken. */
  readonly isListening: boolean;
  /**
   * Resolves once the question is decided and safe, or it is certain that nothing is.
   * @param signal aborts when nobody waits for the answer any more; what was asked is decided all the same.
   * @throws what keeps it from being taken in.
   */
  ask(question: Question, signal: AbortSignal): Promise<Asking>;
}

/** Whether a question tells nothing, and asks for what is decided already. */
export function asksForLast({ point, facts }: Question): boolean {
  return point !== 'handoff' && Object.keys(facts).length === 0;
}

/** The same for the same question, and for no other. */
export function keyOf({ point, conversation, request, facts }: Question): string {
  return sha256(canonicalJson([point, conversation, request ?? facts])).slice(0, 32);
}

/** A question as what happens. @param at milliseconds since 1970. */
export function eventOf({ point, conversation, facts }: Question, at: number, asked: Asked): ObservedEvent {
  const type = point === 'handoff' ? 'bot.turn' : 'conversation.facts';
  return { event: { type, at, conversation, facts }, observedAt: at, source: 'asked', asked };
}

/** Two questions about a conversation are two turns, also within a millisecond. */
export class Moments {
  #last = -Infinity;

  /** @returns a moment after all before, in whole milliseconds since 1970. */
  next(now: number): number {
    this.#last = Math.max(Math.floor(now), this.#last + 1);
    return this.#last;
  }
}
