import type { Rule } from '../../conditions/condition.ts';
import type { DecidingRules, FactFinder } from '../../conditions/evaluator.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import { conversationFactAt } from '../../conversation/factsAt.ts';
import type { Floor } from '../../conversation/floor.ts';
import { gather } from '../../facts/gather.ts';
import { packNamed } from '../../packs/policy.ts';
import type { Question } from '../question.ts';
import type { NotReplayable } from '../record.ts';
import { Covering, type Setting } from '../setting.ts';
import { staleIn } from '../stale.ts';
import { decideHandoff, type HandoffRuling } from './decide.ts';
import type { Handoff } from './handoff.ts';
import {
  countTurns,
  emptyMemory,
  feelTurn,
  handoffFact,
  handoffLacking,
  mostGiven,
  nothingGiven,
  personRequestRule,
  type Given,
  type HandoffMemory,
} from './memory.ts';

/** What is worked out once for a pack. */
interface Prepared {
  readonly rules: DecidingRules;
  /** What the rules read, and what a decision about a turn always shows. */
  readonly reads: readonly string[];
  readonly lacking: ReadonlySet<string>;
  readonly asksForPerson: (find: FactFinder) => boolean;
}

/** A turn as the rules see it. */
interface Turn {
  /** The memory with this turn's sentiment taken in. */
  readonly felt: HandoffMemory;
  readonly asked: () => boolean;
  readonly find: FactFinder;
}

/** What is remembered of one conversation. */
interface Remembered {
  ordinal: number;
  /** What policies gave that were at work when others came to be. */
  given: Given;
  /** By pack: the queue may change, and the pack with it. */
  readonly byPack: Map<Handoff, HandoffMemory>;
}

/** What is remembered of one conversation, as plain data. */
export interface HandoffState {
  readonly conversation: string;
  readonly ordinal: number;
  readonly given: Given;
  /** By the pack's name. */
  readonly byPack: readonly (readonly [pack: string, memory: HandoffMemory])[];
}

/** The handoff packs of a policy at work. */
export class HandoffRun {
  readonly #setting: Setting;
  readonly #covering: Covering<Handoff>;
  readonly #prepared = new Map<Handoff, Prepared>();
  readonly #conversations = new Map<string, Remembered>();

  /** @param from what an earlier run of the policy left. */
  constructor(setting: Setting, from: readonly HandoffState[] = []) {
    this.#setting = setting;
    this.#covering = new Covering(setting.policy, 'Handoff');
    for (const { conversation, ordinal, given, byPack } of from) {
      const memories = byPack.map(
        ([pack, memory]) => [packNamed<Handoff>(setting.policy, 'Handoff', pack), memory] as const,
      );
      this.#conversations.set(conversation, { ordinal, given, byPack: new Map(memories) });
    }
  }

  /** What it leaves, as a value. */
  state(): readonly HandoffState[] {
    return [...this.#conversations].map(([conversation, { ordinal, given, byPack }]) => ({
      conversation,
      ordinal,
      given,
      byPack: [...byPack].map(([{ name }, memory]) => [name, memory] as const),
    }));
  }

  /** What a conversation's customer was given. */
  given(conversation: string): Given {
    const { given = nothingGiven, byPack = new Map<Handoff, HandoffMemory>() } =
      this.#conversations.get(conversation) ?? {};
    return [...byPack.values()].reduce<Given>(mostGiven, given);
  }

  /**
   * Other policies are at work from now on: what any has given counts for all, so that the next answer is another than any
   * before, and none follows at once.
   */
  takeUp(conversation: string, given: Given): void {
    if (given.answers === 0) return;
    const remembered = this.#remembered(conversation);
    remembered.given = mostGiven(remembered.given, given);
    for (const [pack, { answers, ...memory }] of remembered.byPack)
      remembered.byPack.set(pack, { ...memory, answers: Math.max(answers, given.answers) });
  }

  /** The customer said something to the bot. */
  decide(conversation: Conversation, floor: Floor, at: number): HandoffRuling | NotReplayable | undefined {
    const pack = this.#covering.pack(conversation);
    if (pack === undefined) return undefined;
    const { rules, reads, lacking } = this.#prepare(pack);
    const remembered = this.#remembered(conversation.id);
    const { felt, asked, find } = this.#turn(pack, conversation, floor, at);
    const outcomes = rules.judge(find, lacking);
    const counted = countTurns(felt, pack.triggers.length, outcomes);
    const { id } = conversation;
    const answer = counted.answers + 1;
    const read = { told: 'conversation', facts: rules.reads, queue: pack.target.queue } as const;
    const stale = pack.maxAgeSeconds === undefined ? undefined : staleIn(pack, read, floor, at);
    const occasion = 'bot session, answer';
    const context = this.#setting.context(id, at, ++remembered.ordinal, occasion, answer, stale);
    const turn = { insists: asked, facts: () => gather(reads, find) };
    const { ruling, memory } = decideHandoff(pack, outcomes, turn, lacking, counted, context);
    remembered.byPack.set(pack, memory);
    return ruling;
  }

  /** What `decide` will ask; undefined when no pack covers the conversation. */
  question(conversation: Conversation, floor: Floor, at: number): Question | undefined {
    const pack = this.#covering.pack(conversation);
    if (pack === undefined) return undefined;
    const { find } = this.#turn(pack, conversation, floor, at);
    const common = { missing: pack.missing, find, queue: pack.target.queue, settledBy: 'all' } as const;
    return { ...common, rules: pack.triggers, then: { ...common, rules: pack.guards } };
  }

  /** The conversation is over. */
  forget(conversation: string): void {
    this.#conversations.delete(conversation);
  }

  #turn(pack: Handoff, conversation: Conversation, floor: Floor, at: number): Turn {
    const { asksForPerson } = this.#prepare(pack);
    const remembered = this.#conversations.get(conversation.id);
    const before = remembered?.byPack.get(pack) ?? emptyMemory(pack, remembered?.given);
    const felt = feelTurn(pack, before, conversation.facts['sentiment']);
    const queueFacts = floor.queueFacts(pack.target.queue);
    let isAsked: boolean | undefined;
    const asked = (): boolean => (isAsked ??= asksForPerson((fact) => conversation.facts[fact]));
    const find: FactFinder = (fact) =>
      handoffFact(asked, conversation, felt, fact) ??
      conversationFactAt(conversation, at, fact) ??
      queueFacts[fact];
    return { felt, asked, find };
  }

  #prepare(pack: Handoff): Prepared {
    let prepared = this.#prepared.get(pack);
    if (prepared === undefined) {
      const rules = this.#setting.rulesOf(pack, (): readonly Rule[] => [...pack.triggers, ...pack.guards]);
      const reads = [...new Set([...rules.reads, 'botTurns', 'askedForPerson'])].sort();
      const lacking = handoffLacking(pack, this.#setting.options.lacking);
      prepared = { rules, reads, lacking, asksForPerson: this.#personRequest(pack) };
      this.#prepared.set(pack, prepared);
    }
    return prepared;
  }

  #personRequest(pack: Handoff): (find: FactFinder) => boolean {
    const rule = personRequestRule(pack);
    if (rule === undefined) return () => false;
    const rules = this.#setting.options.prepare([rule], {});
    const nothing: ReadonlySet<string> = new Set();
    return (find) => rules.judge(find, nothing).holds(0);
  }

  #remembered(conversation: string): Remembered {
    let remembered = this.#conversations.get(conversation);
    if (remembered === undefined) {
      remembered = { ordinal: 0, given: nothingGiven, byPack: new Map() };
      this.#conversations.set(conversation, remembered);
    }
    return remembered;
  }
}
