import type { Conversation } from '../conversation/conversation.ts';
import type { Floor } from '../conversation/floor.ts';
import type { Policy } from '../packs/policy.ts';
import type { CommandEnded, RoutingEvent } from '../conversation/events.ts';
import type { DeliveryDecision, DeliveryRuling } from './delivery/decide.ts';
import type { Deadline } from './delivery/deadlines.ts';
import { DeliveryRun, type DeliveryState, type DueDelivery } from './delivery/run.ts';
import type { HandoffDecision, HandoffRuling } from './handoff/decide.ts';
import { mostGiven, nothingGiven } from './handoff/memory.ts';
import { HandoffRun, type HandoffState } from './handoff/run.ts';
import type { OrderDecision, OrderMoment, OrderRuling } from './order/decide.ts';
import { OrderRun, type OrderState } from './order/run.ts';
import type { RankingDecision } from './ranking/decide.ts';
import type { DegradedRuling } from './ranking/degraded.ts';
import type { RankingRuling } from './ranking/ruling.ts';
import { RankingRun, type RankingState } from './ranking/run.ts';
import type { RankingBasis } from './ranking/standing.ts';
import type { Question } from './question.ts';
import type { ReactionDecision, ReactionRuling } from './reactions/decide.ts';
import type { Occurrence } from './reactions/occurrence.ts';
import { ReactionsRun, type ReactionsState } from './reactions/run.ts';
import type { NotReplayable } from './record.ts';
import { samePoints } from './same.ts';
import { Setting, type PolicyRunOptions } from './setting.ts';
import type { SkillsDecision, SkillsRuling } from './skills/decide.ts';
import { SkillsRun, type SkillsState } from './skills/run.ts';

/** The record of any decision, told apart by its `point`. */
export type Decision =
  SkillsDecision | OrderDecision | RankingDecision | HandoffDecision | DeliveryDecision | ReactionDecision;

/** Any decision as it is made, told apart by its `point`. */
export type Ruling =
  | SkillsRuling
  | OrderRuling
  | RankingRuling
  | DegradedRuling
  | HandoffRuling
  | DeliveryRuling
  | ReactionRuling;

/** What a policy makes of a question: a ruling, an honest refusal, or nothing for want of a pack. */
export type Made<R extends Ruling = Ruling> = R | NotReplayable | undefined;

/** Whether a policy decided at all. */
export function isRuling(made: Made): made is Ruling {
  return made !== undefined && !('notReplayable' in made);
}

/** What a policy remembers, as plain data, to be kept and taken up again by a run of the same hash. */
export interface PolicyRunState {
  readonly skills: readonly SkillsState[];
  readonly order: OrderState;
  readonly ranking: RankingState;
  readonly handoff: readonly HandoffState[];
  readonly delivery: readonly DeliveryState[];
  readonly reactions: readonly ReactionsState[];
}

/**
 * One policy at work on a stream of events: for each point it picks the pack that covers the conversation, puts the facts
 * its rules read in front of the pure decision, and keeps what the policy remembers. Replay and live go through here alike.
 */
export class PolicyRun {
  readonly policy: Policy;
  readonly #skills: SkillsRun;
  readonly #order: OrderRun;
  readonly #ranking: RankingRun;
  readonly #handoff: HandoffRun;
  readonly #delivery: DeliveryRun;
  readonly #reactions: ReactionsRun;

  /**
   * @param beside a run of another policy on the same events. Where the two share all that skills rest on, they share
   * what was decided there: whoever asks the one need not ask the other.
   * @param from what an earlier run of the policy left.
   */
  constructor(policy: Policy, options: PolicyRunOptions, beside?: PolicyRun, from?: PolicyRunState) {
    this.policy = policy;
    const setting = new Setting(policy, options);
    const sharesSkills = beside !== undefined && samePoints(policy, beside.policy).has('skills');
    this.#skills = sharesSkills ? beside.#skills : new SkillsRun(setting, from?.skills);
    this.#order = new OrderRun(setting, this.#skills, from?.order);
    this.#ranking = new RankingRun(setting, this.#skills, from?.ranking);
    this.#handoff = new HandoffRun(setting, from?.handoff);
    this.#delivery = new DeliveryRun(setting, from?.delivery);
    this.#reactions = new ReactionsRun(setting, this.#skills, from?.reactions);
  }

  /** What it leaves, as a value. */
  state(): PolicyRunState {
    return {
      skills: this.#skills.state(),
      order: this.#order.state(),
      ranking: this.#ranking.state(),
      handoff: this.#handoff.state(),
      delivery: this.#delivery.state(),
      reactions: this.#reactions.state(),
    };
  }

  /** The conversation entered a queue, or what is known of it changed while it waits. */
  skills(conversation: Conversation, floor: Floor, at: number): Made<SkillsRuling> {
    return this.#skills.decide(conversation, floor, at);
  }

  /**
   * A conversation is answered, or begins to wait.
   * @param waiting every conversation waiting in its queue, this one included.
   */
  order(
    conversation: Conversation,
    waiting: readonly Conversation[],
    moment: OrderMoment,
    floor: Floor,
    at: number,
  ): Made<OrderRuling> {
    return this.#order.decide(conversation, waiting, moment, floor, at);
  }

  /** How a queue stands for a conversation that is answered, without anything being decided. */
  standing(
    answered: Conversation,
    waiting: readonly Conversation[],
    floor: Floor,
    at: number,
  ): Made<OrderRuling> {
    return this.#order.standing(answered, waiting, floor, at);
  }

  /**
   * What the head starts of a conversation that waits come to, in milliseconds; undefined where no event but its own can
   * change that.
   */
  shiftingHeadStartMs(conversation: Conversation, floor: Floor, at: number): number | undefined {
    return this.#order.shiftingHeadStartMs(conversation, floor, at);
  }

  /** Agents are ranked for a waiting conversation. */
  ranking(conversation: Conversation, floor: Floor, at: number): Made<RankingRuling | DegradedRuling> {
    return this.#ranking.decide(conversation, floor, at);
  }

  /** What a conversation that waits would be ranked for; undefined when no pack covers it. */
  rankingBasis(conversation: Conversation): RankingBasis | undefined {
    return this.#ranking.basis(conversation);
  }

  /** Whether rankings depend on those made before, of other conversations too. */
  get remembersRankings(): boolean {
    return this.#ranking.remembersRankings;
  }

  /** The customer said something to the bot. */
  handoff(conversation: Conversation, floor: Floor, at: number): Made<HandoffRuling> {
    return this.#handoff.decide(conversation, floor, at);
  }

  /** What customers were given by policies that were at work counts for this one too. */
  takeUpAnswers({ id }: Conversation, before: readonly PolicyRun[]): void {
    this.#handoff.takeUp(id, before.map((run) => run.#handoff.given(id)).reduce(mostGiven, nothingGiven));
  }

  /** Takes in what an event says of messages. @returns the messages that are judged anew, for `delivery`. */
  followMessages(event: RoutingEvent, after: Conversation): readonly DueDelivery[] {
    return this.#delivery.follow(event, after);
  }

  /**
   * What is known of a conversation's messages is put to the policy, which is new.
   * @param at the latest moment there was.
   * @param before the versions whose deadlines it goes on with.
   */
  takeUpMessages(conversation: Conversation, at: number, before: readonly PolicyRun[]): void {
    const { id } = conversation;
    this.#delivery.takeUp(conversation, at, (message, leg) =>
      before.some((run) => run.#delivery.isOpen({ conversation: id, message, leg })),
    );
  }

  /** A message is judged anew. */
  delivery(due: DueDelivery, conversation: Conversation, floor: Floor, at: number): Made<DeliveryRuling> {
    return this.#delivery.decide(due, conversation, floor, at);
  }

  /** The first deadline of a message that nothing has decided on; undefined when none is open. */
  get nextDeadline(): Deadline | undefined {
    return this.#delivery.nextDeadline;
  }

  /** Takes the next deadline away: it is being decided on. */
  takeDeadline(): void {
    this.#delivery.takeDeadline();
  }

  /** Whether a deadline of a conversation, which may be over, is still open. */
  awaits(conversation: string): boolean {
    return this.#delivery.awaits(conversation);
  }

  /** What a decision comes to that is reacted to. To be told of each, once. */
  occurrencesOf(ruling: Ruling, conversation: Conversation): readonly Occurrence[] {
    return this.#reactions.occurrencesOf(ruling, conversation);
  }

  /** Whether anything is to be decided when this comes about in a conversation. */
  reactsTo(on: string, conversation: Conversation): boolean {
    return this.#reactions.reactsTo(on, conversation);
  }

  /** The queue that a decision wanted a conversation transferred to; undefined when it wanted none. */
  transferOf(decision: string, conversation: string): string | undefined {
    return this.#reactions.transferOf(decision, conversation);
  }

  /** Something came about that is reacted to. */
  reaction(
    occurrence: Occurrence,
    conversation: Conversation,
    floor: Floor,
    at: number,
  ): Made<ReactionRuling> {
    return this.#reactions.decide(occurrence, conversation, floor, at);
  }

  /** Whether the policy reacts to anything. */
  get reacts(): boolean {
    return this.#reactions.isAtWork;
  }

  /** Whether the policy reacts to how a command ended, which must then be told. */
  hears(ended: CommandEnded): boolean {
    return this.#reactions.hears(ended);
  }

  /** Whether what becomes of a conversation counts even when it is over. */
  get followsOver(): boolean {
    return this.#delivery.isAtWork || this.#reactions.isAtWork;
  }

  /** What `reaction` will ask, of occurrences that may come about. */
  questionsOfReactions(
    occurrences: readonly Pick<Occurrence, 'on' | 'facts'>[],
    conversation: Conversation,
    floor: Floor,
    at: number,
  ): readonly Question[] {
    return this.#reactions.questions(occurrences, conversation, floor, at);
  }

  /** What `handoff` will ask. */
  questionsOfTurn(conversation: Conversation, floor: Floor, at: number): readonly Question[] {
    return present(this.#handoff.question(conversation, floor, at));
  }

  /** What `skills` and `order` will ask. */
  questionsOfEntry(conversation: Conversation, floor: Floor, at: number): readonly Question[] {
    return present(
      this.#skills.question(conversation, floor, at),
      this.#order.question(conversation, floor, at),
    );
  }

  /** What `order` and `ranking` will ask about a conversation that waits. */
  questionsOfAnswer(conversation: Conversation, floor: Floor, at: number): readonly Question[] {
    return present(
      this.#order.question(conversation, floor, at),
      this.#ranking.question(conversation, floor),
    );
  }

  /** What `ranking` will ask. */
  questionsOfRanking(conversation: Conversation, floor: Floor): readonly Question[] {
    return present(this.#ranking.question(conversation, floor));
  }

  /**
   * What is known of a queue changed: shifts begin or end now, whether or not a decision is due.
   * @returns whether rankings for it may come out otherwise now.
   */
  observeQueue(queue: string, floor: Floor): boolean {
    return this.#ranking.observeQueue(queue, floor);
  }

  /** The conversation is over; what was remembered of it for its routing can go. */
  close(conversation: string): void {
    this.#order.forget(conversation);
    this.#ranking.forget(conversation);
    this.#handoff.forget(conversation);
  }

  /** Nothing more is expected of the conversation: all that was remembered of it can go. */
  forget(conversation: string): void {
    this.close(conversation);
    this.#skills.forget(conversation);
    this.#delivery.forget(conversation);
    this.#reactions.forget(conversation);
  }
}

function present(...questions: readonly (Question | undefined)[]): readonly Question[] {
  return questions.filter((one) => one !== undefined);
}
