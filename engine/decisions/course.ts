import { foldConversation, newIn, type Conversation } from '../conversation/conversation.ts';
import type { MessageDue, RoutingEvent } from '../conversation/events.ts';
import { Floor, type Agent, type FloorState } from '../conversation/floor.ts';
import {
  OpenConversations,
  type KeepingOver,
  type OpenConversationsState,
} from '../conversation/openConversations.ts';
import { newlyRefused } from '../conversation/participants.ts';
import type { Moments } from '../moments.ts';
import type { Ask, CourseListener } from './courseListener.ts';
import { byMoment, dueEvent, type Deadline } from './delivery/deadlines.ts';
import type { PolicyRun } from './policyRun.ts';
import type { Question } from './question.ts';
import { Reacting } from './reacting.ts';
import { possibleOccurrences } from './reactions/foreseen.ts';
import type { DecisionPoint } from './record.ts';
import { WaitingHeadStarts, type WaitingHeadStartsState } from './waitingHeadStarts.ts';
import { WaitingRankings, type WaitingRankingsState } from './waitingRankings.ts';

/** What a course of events leaves, as plain data, to be kept and taken up again. What policies remember is not in it. */
export interface CourseState {
  readonly floor: FloorState;
  readonly open: OpenConversationsState;
  /** Absent where nothing is decided while conversations wait. */
  readonly rankings?: WaitingRankingsState;
  readonly headStarts: WaitingHeadStartsState;
  /** The latest moment there was, in milliseconds; absent before the first. */
  readonly now?: number;
}

/** A course that is kept, and goes on: live. */
export interface KeptCourse {
  /** What an earlier course left; undefined when it begins. */
  readonly from: CourseState | undefined;
}

/**
 * The course of events: what they leave of conversations, agents and queues, and at which of them which decision is due.
 * Replay and live go through here alike, so that both decide at the same moments from the same state.
 */
export class Course {
  readonly floor: Floor;
  readonly #open: OpenConversations;
  #runs: readonly PolicyRun[];
  readonly #listener: CourseListener;
  /** Undefined where nothing is decided while conversations wait. */
  readonly #rankings: WaitingRankings | undefined;
  readonly #headStarts: WaitingHeadStarts;
  /** Whether what becomes of conversations counts even when they are over. */
  #followsOver: boolean;
  readonly #reacting: Reacting;
  /** Whether what is decided now is decided anew, nothing having happened. */
  #isRenewing = false;
  /** The latest moment there was. */
  #now: number;

  /**
   * @param runs the policies at work on these events: they are told what happens to queues, and what to forget.
   * @param kept given where it is kept: then all is, whatever policy may read it later.
   */
  constructor(runs: readonly PolicyRun[], listener: CourseListener, moments: Moments, kept?: KeptCourse) {
    const from = kept?.from;
    this.#runs = runs;
    this.#listener = listener;
    this.#now = from?.now ?? -Infinity;
    const rankings = moments === 'whileWaiting' ? new WaitingRankings(runs, from?.rankings) : undefined;
    this.#rankings = rankings;
    this.#headStarts = new WaitingHeadStarts(runs, from?.headStarts);
    this.#followsOver = runs.some((run) => run.followsOver);
    const keepingOver: KeepingOver = {
      isKept: () => this.#followsOver,
      isAwaited: (conversation) => this.#runs.some((run) => run.awaits(conversation)),
      forgotten: (conversation) => this.#forget(conversation),
    };
    this.#open = new OpenConversations(from?.open, keepingOver);
    const keepsAges =
      kept !== undefined ||
      runs.some(({ policy }) => policy.packs.some((pack) => pack.maxAgeSeconds !== undefined));
    const changed = rankings && ((before: Agent, after: Agent) => rankings.agentChanged(before, after));
    this.floor = new Floor({ changed, keepsAges }, from?.floor);
    this.#reacting = new Reacting(runs, listener, this.floor);
  }

  /** What it leaves, as a value. */
  state(): CourseState {
    return {
      floor: this.floor.state(),
      open: this.#open.state(),
      ...(this.#rankings === undefined ? {} : { rankings: this.#rankings.state() }),
      headStarts: this.#headStarts.state(),
      ...(this.#now === -Infinity ? {} : { now: this.#now }),
    };
  }

  /** The policies at work. */
  get runs(): readonly PolicyRun[] {
    return this.#runs;
  }

  /**
   * From now on these policies are at work. What is known of queues and messages is put to those that are new; then
   * conversations that wait are decided anew, at the latest moment there was. Nothing happened, so there is no reaction.
   * @param isDue whether a policy decides anew about a conversation.
   */
  work(runs: readonly PolicyRun[], isDue: (run: PolicyRun, conversation: Conversation) => boolean): void {
    const before = this.#runs;
    this.#runs = runs;
    this.#rankings?.work(runs);
    this.#headStarts.work(runs);
    this.#reacting.work(runs);
    this.#followsOver = runs.some((run) => run.followsOver);
    for (const run of runs) {
      for (const conversation of this.#open.all()) run.takeUpAnswers(conversation, before);
      if (before.includes(run)) continue;
      for (const queue of this.floor.queues()) run.observeQueue(queue, this.floor);
      const former = before.filter(({ policy }) => policy.name === run.policy.name);
      for (const conversation of this.#open.all())
        run.takeUpMessages(conversation, this.#now, former.length > 0 ? former : before);
    }
    this.#isRenewing = true;
    try {
      for (const conversation of this.#open.allWaiting()) {
        const due = new Set(runs.filter((run) => isDue(run, conversation)));
        if (due.size > 0) this.#renew(conversation, due);
      }
    } finally {
      this.#isRenewing = false;
    }
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
    const after = foldConversation(before, event);
    const reactions = run.reacts
      ? run.questionsOfReactions(possibleOccurrences(event, before, after), after, this.floor, at)
      : [];
    return [...this.#questions(run, event, before, after), ...reactions];
  }

  #questions(
    run: PolicyRun,
    event: RoutingEvent,
    before: Conversation,
    after: Conversation,
  ): readonly Question[] {
    const { at } = event;
    const isWhileWaiting = this.#rankings !== undefined;
    if (event.type === 'conversation.answered')
      return before.phase === 'waiting' && !isWhileWaiting
        ? run.questionsOfAnswer(before, this.floor, at)
        : [];
    if (asksForHandoff(event, after)) return run.questionsOfTurn(after, this.floor, at);
    if (!asksForSkills(event, after)) return [];
    const ofEntry = run.questionsOfEntry(after, this.floor, at);
    return isWhileWaiting ? [...ofEntry, ...run.questionsOfRanking(after, this.floor)] : ofEntry;
  }

  /** When the first deadline is that nothing has decided on, in milliseconds since 1970; undefined when none is open. */
  get nextDueAt(): number | undefined {
    return this.#nextDeadline()?.at;
  }

  /**
   * The first deadline that has passed, as the event that it is, which must then be taken in; undefined when none has.
   * @param before a moment; a deadline at that very moment has not passed.
   */
  takeDue(before: number): MessageDue | undefined {
    const first = this.#nextDeadline();
    if (first === undefined || first.at >= before) return undefined;
    for (const run of this.#runs) {
      const next = run.nextDeadline;
      if (next !== undefined && byMoment(next, first) === 0) run.takeDeadline();
    }
    return dueEvent(first);
  }

  take(told: RoutingEvent): void {
    const { at } = told;
    this.#now = Math.max(this.#now, at);
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
    if (event.type === 'participant.changed')
      for (const refused of newlyRefused(before.participants, after.participants, event))
        this.#listener.refused?.(refused);
    if (event.type === 'conversation.queued') this.#listener.left?.(after.id);
    if (this.#rankings !== undefined && after.phase !== 'waiting') {
      this.#rankings.left(after.id);
      this.#headStarts.left(after.id);
    }
    if (asksForHandoff(event, after))
      this.#decide('handoff', after, at, (run) => run.handoff(after, this.floor, at));
    const isForSkills = asksForSkills(event, after);
    if (isForSkills) this.#decide('skills', after, at, (run) => run.skills(after, this.floor, at));
    if (this.#rankings !== undefined && after.phase === 'waiting') {
      if (isForSkills) this.#place(after, at);
      const isEntry = after.queueEntries > before.queueEntries;
      this.#rank(after, this.#rankings.entered(after, isEntry, at), at);
    }
    if (this.#followsOver) this.#judgeMessages(event, after);
    this.#reacting.toEvent(event, before, after);
    if (after.phase === 'over' && before.phase !== 'over') {
      if (this.#followsOver) for (const run of this.#runs) run.close(after.id);
      else this.#forget(after.id);
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
    this.#decide('order', conversation, at, (run) => {
      waiting ??= this.#open.waitingIn(conversation.queue!);
      return run.order(conversation, waiting, 'answered', this.floor, at);
    });
    this.#decide('ranking', conversation, at, (run) => run.ranking(conversation, this.floor, at));
  }

  #observed(queue: string, at: number): void {
    for (const run of this.#runs)
      if (run.observeQueue(queue, this.floor)) this.#rankings?.weightsChanged(run, queue);
    if (this.#rankings === undefined) return;
    const waiting = this.#open.waitingIn(queue);
    for (const conversation of waiting) {
      const due = this.#headStarts.takeDue(conversation, this.floor, at);
      if (due.size > 0)
        this.#decide('order', conversation, at, (run) =>
          due.has(run) ? run.order(conversation, waiting, 'waiting', this.floor, at) : undefined,
        );
    }
  }

  /**
   * A conversation entered a queue, or its skills were decided again there: its place may be another.
   * @param due the policies that decide; all, unless told.
   */
  #place(conversation: Conversation, at: number, due?: ReadonlySet<PolicyRun>): void {
    let waiting: readonly Conversation[] | undefined;
    this.#decide('order', conversation, at, (run) => {
      if (due?.has(run) === false) return undefined;
      waiting ??= this.#open.waitingIn(conversation.queue!);
      return run.order(conversation, waiting, 'waiting', this.floor, at);
    });
    this.#headStarts.decided(conversation, this.floor, at, due);
  }

  /** What was decided about a conversation that waits is decided anew, nothing having happened. */
  #renew(conversation: Conversation, due: ReadonlySet<PolicyRun>): void {
    const at = this.#now;
    this.#decide('skills', conversation, at, (run) =>
      due.has(run) ? run.skills(conversation, this.floor, at) : undefined,
    );
    if (this.#rankings === undefined) return;
    this.#place(conversation, at, due);
    this.#rank(conversation, this.#rankings.renewed(conversation, due), at);
  }

  #rankAgain(rankings: WaitingRankings, at: number): void {
    const due = rankings.due(at);
    if (due.size === 0) return;
    for (const conversation of this.#open.waiting(due.keys()))
      this.#rank(conversation, due.get(conversation.id)!, rankings.now);
  }

  #judgeMessages(event: RoutingEvent, after: Conversation): void {
    const due = this.#runs.map((run) => [run, run.followMessages(event, after)] as const);
    const messages = new Set(due.flatMap(([, all]) => all.map((one) => one.after.message.id)));
    for (const message of messages)
      this.#decide('delivery', after, event.at, (run) => {
        const [, all = []] = due.find(([of]) => of === run) ?? [];
        const one = all.find((judged) => judged.after.message.id === message);
        return one === undefined ? undefined : run.delivery(one, after, this.floor, event.at);
      });
  }

  /** Has a decision made, and reacted to where it is about something that happened. */
  #decide(point: DecisionPoint, conversation: Conversation, at: number, ask: Ask): void {
    const decided = this.#listener.decide(point, conversation, ask, false);
    if (!this.#isRenewing) this.#reacting.toDecisions(decided, conversation, at);
  }

  #nextDeadline(): Deadline | undefined {
    let first: Deadline | undefined;
    for (const { nextDeadline } of this.#runs)
      if (nextDeadline !== undefined && (first === undefined || byMoment(nextDeadline, first) < 0))
        first = nextDeadline;
    return first;
  }

  /** Nothing more is expected of the conversation. */
  #forget(conversation: string): void {
    for (const run of this.#runs) run.forget(conversation);
  }

  /** @param due the runs that rank now. */
  #rank(conversation: Conversation, due: ReadonlySet<PolicyRun>, at: number): void {
    if (due.size === 0) return;
    this.#decide('ranking', conversation, at, (run) =>
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
