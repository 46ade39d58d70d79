import type { FactFinder } from '../../conditions/evaluator.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import { conversationFactAt } from '../../conversation/factsAt.ts';
import type { Floor } from '../../conversation/floor.ts';
import { factCatalogue } from '../../facts/catalogue.ts';
import type { FactValues } from '../../facts/definition.ts';
import { gather } from '../../facts/gather.ts';
import type { Question } from '../question.ts';
import type { NotReplayable } from '../record.ts';
import { Covering, type Setting } from '../setting.ts';
import type { Given, SkillsRun } from '../skills/run.ts';
import { staleIn, type Stale } from '../stale.ts';
import { decideOrder, headStartMs, type OrderMoment, type OrderRuling, type Waiting } from './decide.ts';
import type { QueueOrder } from './queueOrder.ts';

/** The head starts of a waiting conversation, and what they were worked out from. */
interface Kept {
  readonly pack: QueueOrder | undefined;
  readonly factsVersion: number;
  readonly queueVersion: number;
  readonly given: Given;
  /** The moment, where the rules read how long it waits. */
  readonly at: number | undefined;
  readonly waiting: Waiting;
}

/** How many decisions each open conversation has had, as plain data. */
export type OrderState = readonly (readonly [conversation: string, ordinal: number])[];

/** The queue orders of a policy at work. */
export class OrderRun {
  readonly #setting: Setting;
  readonly #skills: SkillsRun;
  readonly #covering: Covering<QueueOrder>;
  readonly #kept = new Map<string, Kept>();
  readonly #ordinals: Map<string, number>;

  /** @param from what an earlier run of the policy left. */
  constructor(setting: Setting, skills: SkillsRun, from?: OrderState) {
    this.#setting = setting;
    this.#covering = new Covering(setting.policy, 'QueueOrder');
    this.#skills = skills;
    this.#ordinals = new Map(from);
  }

  /** What it leaves, as a value. Head starts that are kept are worked out again. */
  state(): OrderState {
    return [...this.#ordinals];
  }

  /**
   * A conversation is answered, or begins to wait.
   * @param waiting every conversation waiting in its queue, this one included.
   */
  decide(
    conversation: Conversation,
    waiting: readonly Conversation[],
    moment: OrderMoment,
    floor: Floor,
    at: number,
  ): OrderRuling | NotReplayable | undefined {
    const ordinal = (this.#ordinals.get(conversation.id) ?? 0) + 1;
    const made = this.#order(conversation, waiting, moment, floor, at, ordinal);
    if (made !== undefined) this.#ordinals.set(conversation.id, ordinal);
    return made;
  }

  /** How a queue stands, without anything being decided. */
  standing(
    conversation: Conversation,
    waiting: readonly Conversation[],
    floor: Floor,
    at: number,
  ): OrderRuling | NotReplayable | undefined {
    return this.#order(conversation, waiting, 'answered', floor, at, 0);
  }

  #order(
    conversation: Conversation,
    waiting: readonly Conversation[],
    moment: OrderMoment,
    floor: Floor,
    at: number,
    ordinal: number,
  ): OrderRuling | NotReplayable | undefined {
    const pack = this.#covering.pack(conversation);
    if (pack === undefined) return undefined;
    const all = waiting.map((one) => this.#waiting(one, floor, at));
    const queue = conversation.queue!;
    const stale = pack.maxAgeSeconds === undefined ? undefined : this.#stale(pack, queue, floor, at);
    const context = this.#setting.inQueue(conversation, at, ordinal, stale);
    const ruling = decideOrder(pack.name, queue, all, moment, context);
    return 'notReplayable' in ruling ? this.#skills.blame(ruling.notReplayable, waiting) : ruling;
  }

  /**
   * What the head starts of a conversation that waits come to, in milliseconds; undefined where no event but its own can
   * change that: they read neither its queue nor how long it waits.
   */
  shiftingHeadStartMs(conversation: Conversation, floor: Floor, at: number): number | undefined {
    const pack = this.#covering.pack(conversation);
    const shifts = pack !== undefined && this.#rules(pack).reads.some(isShifting);
    return shifts ? this.#waiting(conversation, floor, at).headStartMs : undefined;
  }

  /** What will be asked about the conversation when its queue is ordered; undefined when no pack covers it. */
  question(conversation: Conversation, floor: Floor, at: number): Question | undefined {
    const pack = this.#covering.pack(conversation);
    if (pack === undefined) return undefined;
    const { headStarts: rules, missing } = pack;
    const find = finder(conversation, this.#skills.givenTo(conversation.id), floor, at);
    return { rules, missing, find, queue: conversation.queue, settledBy: 'all' };
  }

  /** The conversation is over. */
  forget(conversation: string): void {
    this.#kept.delete(conversation);
    this.#ordinals.delete(conversation);
  }

  #waiting(conversation: Conversation, floor: Floor, at: number): Waiting {
    const { id, factsVersion, queue } = conversation;
    const pack = this.#covering.pack(conversation);
    const given = this.#skills.givenTo(id);
    const kept = this.#kept.get(id);
    const isCurrent =
      kept !== undefined &&
      kept.pack === pack &&
      kept.factsVersion === factsVersion &&
      kept.given === given &&
      kept.queueVersion === floor.queueVersion(queue) &&
      (kept.at === undefined || kept.at === at) &&
      kept.waiting.queuedAt === conversation.queuedAt;
    if (isCurrent) return kept.waiting;
    const waiting = this.#ask(conversation, pack, given, floor, at);
    const readsWait = pack !== undefined && this.#rules(pack).reads.includes('waitSeconds');
    const queueVersion = floor.queueVersion(queue);
    this.#kept.set(id, { pack, factsVersion, queueVersion, given, at: readsWait ? at : undefined, waiting });
    return waiting;
  }

  #ask(
    conversation: Conversation,
    pack: QueueOrder | undefined,
    given: Given,
    floor: Floor,
    at: number,
  ): Waiting {
    const own = { conversation: conversation.id, queuedAt: conversation.queuedAt! };
    if (pack === undefined)
      return { ...own, facts: () => ({}), headStarts: [], outcomes: undefined, headStartMs: 0 };
    const rules = this.#rules(pack);
    const find = finder(conversation, given, floor, at);
    const outcomes = rules.judge(find, given.lacking);
    const facts = (): FactValues => gather(rules.reads, find);
    const { headStarts } = pack;
    return { ...own, facts, headStarts, outcomes, headStartMs: headStartMs(headStarts, outcomes) };
  }

  #stale(pack: QueueOrder, queue: string, floor: Floor, at: number): readonly Stale[] | undefined {
    return staleIn(pack, { told: 'conversations', facts: this.#rules(pack).reads, queue }, floor, at);
  }

  #rules(pack: QueueOrder) {
    return this.#setting.rulesOf(pack, () => pack.headStarts);
  }
}

function isShifting(fact: string): boolean {
  return fact === 'waitSeconds' || factCatalogue.get(fact)!.subject === 'queue';
}

function finder(conversation: Conversation, given: Given, floor: Floor, at: number): FactFinder {
  const queueFacts = floor.queueFacts(conversation.queue);
  return (fact) => given.facts[fact] ?? conversationFactAt(conversation, at, fact) ?? queueFacts[fact];
}
