import type { DecidingRules, FactFinder } from '../../conditions/evaluator.ts';
import type { Rule } from '../../conditions/condition.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import type { CommandEnded } from '../../conversation/events.ts';
import { conversationFactAt } from '../../conversation/factsAt.ts';
import type { Floor } from '../../conversation/floor.ts';
import { gather } from '../../facts/gather.ts';
import type { Question } from '../question.ts';
import { decisionId, type NotReplayable } from '../record.ts';
import { Covering, type Setting } from '../setting.ts';
import type { SkillsRun } from '../skills/run.ts';
import { staleIn } from '../stale.ts';
import { factsOf } from './action.ts';
import { decideReaction, type ReactionRuling } from './decide.ts';
import { commandOccurrenceNames, type Occurrence } from './occurrence.ts';
import { occurrencesOf, transferOf, type Ruled } from './ofRuling.ts';
import type { Reaction, Reactions } from './reactions.ts';

/** What is worked out once for a pack and a name of what it reacts to. */
interface Prepared {
  readonly reactions: readonly Reaction[];
  /** Those with a condition, in their order. */
  readonly conditional: readonly Rule[];
  readonly rules: DecidingRules;
  /** What the rules read, and what goes out. */
  readonly reads: readonly string[];
}

/** What is remembered of one conversation. */
interface Remembered {
  /** Decisions so far. */
  ordinal: number;
  /** Ids of one-shot commands that were wanted. */
  readonly done: Set<string>;
  /** What was reacted to of what may be told again. */
  readonly seen: Set<string>;
  /** By decision that wanted a transfer, the queue. */
  readonly transfers: Map<string, string>;
}

/** What is remembered of one conversation, as plain data. */
export interface ReactionsState {
  readonly conversation: string;
  readonly ordinal: number;
  readonly done: readonly string[];
  readonly seen: readonly string[];
  readonly transfers: readonly (readonly [decision: string, queue: string])[];
}

/** The reactions of a policy at work. */
export class ReactionsRun {
  readonly #setting: Setting;
  readonly #skills: SkillsRun;
  readonly #covering: Covering<Reactions>;
  readonly #prepared = new Map<Reactions, Map<string, Prepared>>();
  readonly #conversations = new Map<string, Remembered>();
  /** Everything that some pack reacts to. */
  readonly #names: ReadonlySet<string>;

  /** @param from what an earlier run of the policy left. */
  constructor(setting: Setting, skills: SkillsRun, from: readonly ReactionsState[] = []) {
    this.#setting = setting;
    this.#skills = skills;
    this.#covering = new Covering(setting.policy, 'Reactions');
    const packs = setting.policy.packs.filter((pack): pack is Reactions => pack.kind === 'Reactions');
    this.#names = new Set(packs.flatMap(({ reactions }) => reactions.map(({ on }) => on)));
    for (const { conversation, ordinal, done, seen, transfers } of from) {
      const sets = { done: new Set(done), seen: new Set(seen) };
      this.#conversations.set(conversation, { ordinal, ...sets, transfers: new Map(transfers) });
    }
  }

  /** What it leaves, as a value. */
  state(): readonly ReactionsState[] {
    return [...this.#conversations].map(([conversation, { ordinal, done, seen, transfers }]) => ({
      conversation,
      ordinal,
      done: [...done],
      seen: [...seen],
      transfers: [...transfers],
    }));
  }

  /** Whether the policy reacts to anything. */
  get isAtWork(): boolean {
    return this.#names.size > 0;
  }

  /** Whether anything reacts to how a command ended, in whatever conversation. */
  hears(ended: CommandEnded): boolean {
    return commandOccurrenceNames(ended).some((on) => this.#names.has(on));
  }

  /** What a decision comes to that is reacted to. To be told of each, once. */
  occurrencesOf(ruling: Ruled, conversation: Conversation): readonly Occurrence[] {
    if (!this.isAtWork) return [];
    const queue = transferOf(ruling);
    if (queue !== undefined)
      this.#remember(conversation.id).transfers.set(decisionId(ruling.point, ruling.context), queue);
    return occurrencesOf(ruling).filter(({ on }) => this.reactsTo(on, conversation));
  }

  /** The queue that a decision wanted a conversation transferred to; undefined when it wanted none. */
  transferOf(decision: string, conversation: string): string | undefined {
    return this.#conversations.get(conversation)?.transfers.get(decision);
  }

  /** Whether anything is to be decided when this comes about in a conversation. */
  reactsTo(on: string, conversation: Conversation): boolean {
    return this.#names.has(on) && this.#prepare(on, conversation) !== undefined;
  }

  /** Something came about. Undefined when no pack reacts to it, or it was told before. */
  decide(
    occurrence: Occurrence,
    conversation: Conversation,
    floor: Floor,
    at: number,
  ): ReactionRuling | NotReplayable | undefined {
    const { on, occasion, occasionNumber } = occurrence;
    const prepared = this.#prepare(on, conversation);
    if (prepared === undefined) return undefined;
    const pack = this.#covering.pack(conversation)!;
    const remembered = this.#remember(conversation.id);
    if (occurrence.mayBeRetold === true && !isNew(remembered.seen, `${on} ${occasion}`)) return undefined;
    const { reactions, rules, reads } = prepared;
    const { lacking } = this.#skills.givenTo(conversation.id);
    const find = this.#finder(occurrence, conversation, floor, at);
    const outcomes = rules.judge(find, lacking);
    const read = { told: 'conversation', facts: reads, queue: conversation.queue } as const;
    const stale = pack.maxAgeSeconds === undefined ? undefined : staleIn(pack, read, floor, at);
    const named = `${on}, ${occasion}`;
    const ordinal = ++remembered.ordinal;
    const context = this.#setting.context(conversation.id, at, ordinal, named, occasionNumber, stale);
    const { done } = remembered;
    const facts = () => gather(reads, find);
    const made = decideReaction({ pack: pack.name, on, reactions, outcomes, find, facts, done }, context);
    if ('notReplayable' in made) return this.#skills.blame(made.notReplayable, [conversation]);
    for (const command of made.commands) if ('id' in command) done.add(command.id);
    return made;
  }

  /** What `decide` will ask, of occurrences that may come about. */
  questions(
    occurrences: readonly Pick<Occurrence, 'on' | 'facts'>[],
    conversation: Conversation,
    floor: Floor,
    at: number,
  ): readonly Question[] {
    if (!this.isAtWork) return [];
    return occurrences.flatMap((occurrence): readonly Question[] => {
      const prepared = this.#prepare(occurrence.on, conversation);
      if (prepared === undefined) return [];
      const { missing } = this.#covering.pack(conversation)!;
      const find = this.#finder(occurrence, conversation, floor, at);
      const { queue } = conversation;
      return [{ rules: prepared.conditional, missing, find, queue, settledBy: 'all' }];
    });
  }

  /** Nothing more is expected of the conversation. */
  forget(conversation: string): void {
    this.#conversations.delete(conversation);
  }

  #finder(
    { facts }: Pick<Occurrence, 'facts'>,
    conversation: Conversation,
    floor: Floor,
    at: number,
  ): FactFinder {
    const given = this.#skills.givenTo(conversation.id);
    const queueFacts = floor.queueFacts(conversation.queue);
    return (fact) => {
      if (fact === 'conversationId') return conversation.id;
      if (fact === 'happenedAt') return new Date(at).toISOString();
      return (
        facts[fact] ?? given.facts[fact] ?? conversationFactAt(conversation, at, fact) ?? queueFacts[fact]
      );
    };
  }

  #prepare(on: string, conversation: Conversation): Prepared | undefined {
    const pack = this.#covering.pack(conversation);
    if (pack === undefined) return undefined;
    let byName = this.#prepared.get(pack);
    if (byName === undefined) {
      byName = this.#prepareAll(pack);
      this.#prepared.set(pack, byName);
    }
    return byName.get(on);
  }

  #prepareAll(pack: Reactions): Map<string, Prepared> {
    const byName = Map.groupBy(pack.reactions, ({ on }) => on);
    return new Map(
      [...byName].map(([on, reactions]) => {
        const conditional = reactions.flatMap(({ name, when }) =>
          when === undefined ? [] : [{ name, when }],
        );
        const rules = this.#setting.options.prepare(conditional, pack.missing);
        const sent = reactions.flatMap((reaction) => reaction.do.flatMap(factsOf));
        const reads = [...new Set([...rules.reads, ...sent])].sort();
        return [on, { reactions, conditional, rules, reads }];
      }),
    );
  }

  #remember(conversation: string): Remembered {
    let remembered = this.#conversations.get(conversation);
    if (remembered === undefined) {
      remembered = { ordinal: 0, done: new Set(), seen: new Set(), transfers: new Map() };
      this.#conversations.set(conversation, remembered);
    }
    return remembered;
  }
}

function isNew(seen: Set<string>, occasion: string): boolean {
  if (seen.has(occasion)) return false;
  seen.add(occasion);
  return true;
}
