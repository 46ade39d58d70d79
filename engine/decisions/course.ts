import { foldConversation, type Conversation } from '../conversation/conversation.ts';
import type { RoutingEvent } from '../conversation/events.ts';
import { Floor } from '../conversation/floor.ts';
import { OpenConversations } from '../conversation/openConversations.ts';
import type { Made, PolicyRun } from './policyRun.ts';
import type { Question } from './question.ts';
import type { DecisionPoint } from './record.ts';

/** Puts the question of a moment to a policy at work. */
export type Ask = (run: PolicyRun) => Made;

/** Whoever has decisions made, or watches. Told within `take`, in the order things come about. */
export interface CourseListener {
  /** A decision about this conversation is due; it is made when `ask` is called, which must be now. */
  decide(point: DecisionPoint, conversation: Conversation, ask: Ask): void;
  /** An agent takes a conversation that waits. Told before the decisions about it, and before the answer counts. */
  answering?(conversation: Conversation, at: number): void;
  /** An event left the conversation so. Told before the decisions about it. */
  changed?(conversation: Conversation): void;
  /** The conversation is in no queue that it was in before: it entered one anew, or is over. */
  left?(conversation: string): void;
}

/**
 * The course of events: what they leave of conversations, agents and queues, and at which of them which decision is due.
 * Replay and live go through here alike, so that both decide at the same moments from the same state.
 */
export class Course {
  readonly floor = new Floor();
  readonly #open = new OpenConversations();
  readonly #runs: readonly PolicyRun[];
  readonly #listener: CourseListener;

  /** @param runs the policies at work on these events: they are told what happens to queues, and what to forget. */
  constructor(runs: readonly PolicyRun[], listener: CourseListener) {
    this.#runs = runs;
    this.#listener = listener;
  }

  /**
   * What the decisions that are due at an event will ask, as far as can be known before it is taken in.
   * @param run one of those at work here.
   */
  questions(run: PolicyRun, event: RoutingEvent): readonly Question[] {
    const { at } = event;
    const before = this.#open.of(event);
    if (before === undefined) return [];
    if (event.type === 'conversation.answered')
      return before.phase === 'waiting' ? run.questionsOfAnswer(before, this.floor, at) : [];
    const after = foldConversation(before, event);
    if (asksForHandoff(event, after)) return run.questionsOfTurn(after, this.floor, at);
    return asksForSkills(event, after) ? run.questionsOfEntry(after, this.floor, at) : [];
  }

  take(event: RoutingEvent): void {
    const { at } = event;
    const before = this.#open.of(event);
    const isAnswer = event.type === 'conversation.answered';
    if (isAnswer && before?.phase === 'waiting') this.#answered(before, at);
    // An answer to a conversation that does not wait says nothing of the agent either.
    if (!isAnswer || before?.phase === 'waiting') this.floor.fold(event);
    if (event.type === 'queue.observed')
      for (const run of this.#runs) run.observeQueue(event.queue, this.floor);
    if (before === undefined) return;
    const after = this.#open.fold(before, event);
    this.#listener.changed?.(after);
    if (event.type === 'conversation.queued') this.#listener.left?.(after.id);
    if (asksForHandoff(event, after))
      this.#listener.decide('handoff', after, (run) => run.handoff(after, this.floor, at));
    if (asksForSkills(event, after))
      this.#listener.decide('skills', after, (run) => run.skills(after, this.floor, at));
    if (after.phase === 'over') {
      for (const run of this.#runs) run.forget(after.id);
      this.#listener.left?.(after.id);
    }
  }

  #answered(conversation: Conversation, at: number): void {
    this.#listener.answering?.(conversation, at);
    let waiting: readonly Conversation[] | undefined;
    this.#listener.decide('order', conversation, (run) => {
      waiting ??= this.#open.waitingIn(conversation.queue!);
      return run.order(conversation, waiting, this.floor, at);
    });
    this.#listener.decide('ranking', conversation, (run) => run.ranking(conversation, this.floor, at));
  }
}

/** The customer said something to the bot. @param after the conversation after the event. */
export function asksForHandoff({ type }: RoutingEvent, after: Conversation): boolean {
  return type === 'bot.turn' && after.phase === 'withBot';
}

/** The conversation entered a queue, or what is known of it changed there. @param after the conversation after the event. */
export function asksForSkills({ type }: RoutingEvent, after: Conversation): boolean {
  return after.phase === 'waiting' && (type === 'conversation.queued' || type === 'conversation.facts');
}
