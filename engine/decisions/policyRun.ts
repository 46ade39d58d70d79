import type { Conversation } from '../conversation/conversation.ts';
import type { Floor } from '../conversation/floor.ts';
import type { Policy } from '../packs/policy.ts';
import type { HandoffDecision, HandoffRuling } from './handoff/decide.ts';
import { HandoffRun } from './handoff/run.ts';
import type { OrderDecision, OrderMoment, OrderRuling } from './order/decide.ts';
import { OrderRun } from './order/run.ts';
import type { RankingDecision } from './ranking/decide.ts';
import type { DegradedRuling } from './ranking/degraded.ts';
import type { RankingRuling } from './ranking/ruling.ts';
import { RankingRun } from './ranking/run.ts';
import type { RankingBasis } from './ranking/standing.ts';
import type { Question } from './question.ts';
import type { NotReplayable } from './record.ts';
import { samePoints } from './same.ts';
import { Setting, type PolicyRunOptions } from './setting.ts';
import type { SkillsDecision, SkillsRuling } from './skills/decide.ts';
import { SkillsRun } from './skills/run.ts';

/** The record of any decision, told apart by its `point`. */
export type Decision = SkillsDecision | OrderDecision | RankingDecision | HandoffDecision;

/** Any decision as it is made, told apart by its `point`. */
export type Ruling = SkillsRuling | OrderRuling | RankingRuling | DegradedRuling | HandoffRuling;

/** What a policy makes of a question: a ruling, an honest refusal, or nothing for want of a pack. */
export type Made<R extends Ruling = Ruling> = R | NotReplayable | undefined;

/** Whether a policy decided at all. */
export function isRuling(made: Made): made is Ruling {
  return made !== undefined && !('notReplayable' in made);
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

  /**
   * @param beside a run of another policy on the same events. Where the two share all that skills rest on, they share
   * what was decided there: whoever asks the one need not ask the other.
   */
  constructor(policy: Policy, options: PolicyRunOptions, beside?: PolicyRun) {
    this.policy = policy;
    const setting = new Setting(policy, options);
    const sharesSkills = beside !== undefined && samePoints(policy, beside.policy).has('skills');
    this.#skills = sharesSkills ? beside.#skills : new SkillsRun(setting);
    this.#order = new OrderRun(setting, this.#skills);
    this.#ranking = new RankingRun(setting, this.#skills);
    this.#handoff = new HandoffRun(setting);
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

  /** The conversation is over; what was remembered of it can go. */
  forget(conversation: string): void {
    this.#skills.forget(conversation);
    this.#order.forget(conversation);
    this.#ranking.forget(conversation);
    this.#handoff.forget(conversation);
  }
}

function present(...questions: readonly (Question | undefined)[]): readonly Question[] {
  return questions.filter((one) => one !== undefined);
}
