import type { FactFinder } from '../../conditions/evaluator.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import { conversationFactAt } from '../../conversation/factsAt.ts';
import type { Floor } from '../../conversation/floor.ts';
import type { FactValues } from '../../facts/definition.ts';
import { gather } from '../../facts/gather.ts';
import type { Question } from '../question.ts';
import type { NotReplayable } from '../record.ts';
import { Covering, type Setting } from '../setting.ts';
import type { Given, SkillsRun } from '../skills/run.ts';
import { decideOrder, headStartMs, type OrderRuling, type Waiting } from './decide.ts';
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

/** The queue orders of a policy at work. */
export class OrderRun {
  readonly #setting: Setting;
  readonly #skills: SkillsRun;
  readonly #covering: Covering<QueueOrder>;
  readonly #kept = new Map<string, Kept>();
  readonly #ordinals = new Map<string, number>();

  constructor(setting: Setting, skills: SkillsRun) {
    this.#setting = setting;
    this.#covering = new Covering(setting.policy, 'QueueOrder');
    this.#skills = skills;
  }

  /** An agent becomes free for this queue. @param waiting every conversation waiting in it, the answered one included. */
  decide(
    answered: Conversation,
    waiting: readonly Conversation[],
    floor: Floor,
    at: number,
  ): OrderRuling | NotReplayable | undefined {
    const pack = this.#covering.pack(answered);
    if (pack === undefined) return undefined;
    const all = waiting.map((one) => this.#waiting(one, floor, at));
    const ordinal = (this.#ordinals.get(answered.id) ?? 0) + 1;
    this.#ordinals.set(answered.id, ordinal);
    const context = this.#setting.inQueue(answered, at, ordinal);
    const ruling = decideOrder(pack.name, answered.queue!, all, context);
    return 'notReplayable' in ruling ? this.#skills.blame(ruling.notReplayable, waiting) : ruling;
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

  #rules(pack: QueueOrder) {
    return this.#setting.rulesOf(pack, () => pack.headStarts);
  }
}

function finder(conversation: Conversation, given: Given, floor: Floor, at: number): FactFinder {
  const queueFacts = floor.queueFacts(conversation.queue);
  return (fact) => given.facts[fact] ?? conversationFactAt(conversation, at, fact) ?? queueFacts[fact];
}
