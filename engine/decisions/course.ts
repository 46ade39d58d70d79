import { foldConversation, newIn, type Conversation } from '../conversation/conversation.ts';
import type { RoutingEvent } from '../conversation/events.ts';
import { Floor } from '../conversation/floor.ts';
import { OpenConversations } from '../conversation/openConversations.ts';
import type { Moments } from '../moments.ts';
import type { Made, PolicyRun } from './policyRun.ts';
import type { Question } from './question.ts';
import type { DecisionPoint } from './record.ts';
import { WaitingHeadStarts } from './waitingHeadStarts.ts';
import { WaitingRankings } from './waitingRankings.ts';

/** Puts the question of a moment to a policy at work. */
export type Ask = (run: PolicyRun) => Made;

/** Whoever has decisions made, or watches. Told within `take`, in the order things come about. */
export interface CourseListener {
  /**
   * A decision about this conversation is due; it is made when `ask` is called, which must be now. Where it is due for
   * some of the policies only, the others answer undefined.
   */
  decide(point: DecisionPoint, conversation: Conversation, ask: Ask): void;
  /**
   * An agent takes a conversation that waits. Told before the decisions about it, and before the answer counts.
   * @param standing gives how the queue stands for a policy, where that is not decided at the answer.
   */
  answering?(conversation: Conversation, at: number, standing?: Ask): void;
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
  readonly floor: Floor;
  readonly #open = new OpenConversations();
  readonly #runs: readonly PolicyRun[];
  readonly #listener: CourseListener;
  /** Undefined where nothing is decided while conversations wait. */
  readonly #rankings: WaitingRankings | undefined;
  readonly #headStarts: WaitingHeadStarts;

  /** @param runs the policies at work on these events: they are told what happens to queues, and what to forget. */
  constructor(runs: readonly PolicyRun[], listener: CourseListener, moments: Moments) {
    this.#runs = runs;
    this.#listener = listener;
    const rankings = moments === 'whileWaiting' ? new WaitingRankings(runs) : undefined;
    this.#rankings = rankings;
    this.#headStarts = new WaitingHeadStarts(runs);
    this.floor = new Floor({
      changed: rankings && ((before, after) => rankings.agentChanged(before, after)),
      keepsAges: runs.some(({ policy }) => policy.packs.some((pack) => pack.maxAgeSeconds !== undefined)),
    });
  }

  /**
   * What the decisions that are due at an event will ask, as far as can be known before it is taken in.
   * @param run one of those at work here.
   * @param told perhaps again.
   */
  questions(run: PolicyRun, told: RoutingEvent): readonly Question[] {
    const { at } = told;
    const before = this.#open.of(told);
    const event = before === undefined ? undefined : newIn(before, told);
    if (before === undefined || event === undefined) return [];
    const isWhileWaiting = this.#rankings !== undefined;
    if (event.type === 'conversation.answered')
      return before.phase === 'waiting' && !isWhileWaiting
        ? run.questionsOfAnswer(before, this.floor, at)
        : [];
    const after = foldConversation(before, event);
    if (asksForHandoff(event, after)) return run.questionsOfTurn(after, this.floor, at);
    if (!asksForSkills(event, after)) return [];
    const ofEntry = run.questionsOfEntry(after, this.floor, at);
    return isWhileWaiting ? [...ofEntry, ...run.questionsOfRanking(after, this.floor)] : ofEntry;
  }

  take(told: RoutingEvent): void {
    const { at } = told;
    const before = this.#open.of(told);
    const event = before === undefined ? told : newIn(before, told);
    if (event === undefined) return;
    const isAnswer = event.type === 'conversation.answered';
    if (isAnswer && before?.phase === 'waiting') this.#answered(before, at);
    // An answer to a conversation that does not wait says nothing of the agent either.
    if (!isAnswer || before?.phase === 'waiting') this.floor.fold(event);
    if (event.type === 'queue.observed') this.#observed(event.queue, at);
    else if (event.type === 'platform.seen') this.#rankings?.seen();
    if (before !== undefined) this.#follow(before, event);
    if (this.#rankings !== undefined) this.#rankAgain(this.#rankings, at);
  }

  #follow(before: Conversation, event: RoutingEvent): void {
    const { at } = event;
    const after = this.#open.fold(before, event);
    this.#listener.changed?.(after);
    if (event.type === 'conversation.queued') this.#listener.left?.(after.id);
    if (this.#rankings !== undefined && after.phase !== 'waiting') {
      this.#rankings.left(after.id);
      this.#headStarts.left(after.id);
    }
    if (asksForHandoff(event, after))
      this.#listener.decide('handoff', after, (run) => run.handoff(after, this.floor, at));
    const isForSkills = asksForSkills(event, after);
    if (isForSkills) this.#listener.decide('skills', after, (run) => run.skills(after, this.floor, at));
    if (this.#rankings !== undefined && after.phase === 'waiting') {
      if (isForSkills) this.#place(after, at);
      const isEntry = after.queueEntries > before.queueEntries;
      this.#rank(after, this.#rankings.entered(after, isEntry, at), at);
    }
    if (after.phase === 'over') {
      for (const run of this.#runs) run.forget(after.id);
      this.#listener.left?.(after.id);
    }
  }

  #answered(conversation: Conversation, at: number): void {
    if (this.#rankings !== undefined) {
      this.#listener.answering?.(conversation, at, (run) =>
        run.standing(conversation, this.#open.waitingIn(conversation.queue!), this.floor, at),
      );
      return;
    }
    this.#listener.answering?.(conversation, at);
    let waiting: readonly Conversation[] | undefined;
    this.#listener.decide('order', conversation, (run) => {
      waiting ??= this.#open.waitingIn(conversation.queue!);
      return run.order(conversation, waiting, 'answered', this.floor, at);
    });
    this.#listener.decide('ranking', conversation, (run) => run.ranking(conversation, this.floor, at));
  }

  #observed(queue: string, at: number): void {
    for (const run of this.#runs)
      if (run.observeQueue(queue, this.floor)) this.#rankings?.weightsChanged(run, queue);
    if (this.#rankings === undefined) return;
    const waiting = this.#open.waitingIn(queue);
    for (const conversation of waiting) {
      const due = this.#headStarts.takeDue(conversation, this.floor, at);
      if (due.size > 0)
        this.#listener.decide('order', conversation, (run) =>
          due.has(run) ? run.order(conversation, waiting, 'waiting', this.floor, at) : undefined,
        );
    }
  }

  /** A conversation entered a queue, or its skills were decided again there: its place may be another. */
  #place(conversation: Conversation, at: number): void {
    let waiting: readonly Conversation[] | undefined;
    this.#listener.decide('order', conversation, (run) => {
      waiting ??= this.#open.waitingIn(conversation.queue!);
      return run.order(conversation, waiting, 'waiting', this.floor, at);
    });
    this.#headStarts.decided(conversation, this.floor, at);
  }

  #rankAgain(rankings: WaitingRankings, at: number): void {
    const due = rankings.due(at);
    if (due.size === 0) return;
    for (const conversation of this.#open.waiting(due.keys()))
      this.#rank(conversation, due.get(conversation.id)!, rankings.now);
  }

  /** @param due the runs that rank now. */
  #rank(conversation: Conversation, due: ReadonlySet<PolicyRun>, at: number): void {
    if (due.size === 0) return;
    this.#listener.decide('ranking', conversation, (run) =>
      due.has(run) ? run.ranking(conversation, this.floor, at) : undefined,
    );
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
