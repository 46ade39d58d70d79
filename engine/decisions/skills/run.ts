import type { FactFinder } from '../../conditions/evaluator.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import { conversationFactAt } from '../../conversation/factsAt.ts';
import type { Floor } from '../../conversation/floor.ts';
import type { FactValue, FactValues } from '../../facts/definition.ts';
import { gather } from '../../facts/gather.ts';
import type { Question } from '../question.ts';
import type { NotReplayable } from '../record.ts';
import { Covering, type Setting } from '../setting.ts';
import { staleIn } from '../stale.ts';
import { decideSkills, type SkillsRuling } from './decide.ts';
import type { Assignment, SkillMapping } from './skillMapping.ts';

/** What a conversation has from the policy's skill mapping. */
export interface Given {
  /** Facts that count from then on, not what was recorded. */
  readonly facts: FactValues;
  /** Facts nobody can know of the conversation: fewer by what it was given, more by what could not be decided. */
  readonly lacking: ReadonlySet<string>;
  /** The fact for want of which the mapping could not decide, so that nobody knows what it would have given. */
  readonly undecidedFor?: string;
}

/** What is remembered of an open conversation. */
interface Remembered {
  given: Given;
  /** Decisions so far. */
  ordinal: number;
}

/** What is remembered of an open conversation, as plain data. */
export interface SkillsState {
  readonly conversation: string;
  /** The facts it was given. */
  readonly facts: FactValues;
  readonly undecidedFor?: string;
  readonly ordinal: number;
}

/** What a skill mapping can give a conversation. */
const assignable = ['requiredSkills', 'language', 'priority'];

/** The skill mappings of a policy at work, and what they have given the open conversations. */
export class SkillsRun {
  readonly #setting: Setting;
  readonly #covering: Covering<SkillMapping>;
  readonly #remembered = new Map<string, Remembered>();
  readonly #nothing: Given;

  /** @param from what an earlier run of the policy left. */
  constructor(setting: Setting, from: readonly SkillsState[] = []) {
    this.#setting = setting;
    this.#covering = new Covering(setting.policy, 'SkillMapping');
    this.#nothing = { facts: {}, lacking: setting.options.lacking };
    for (const { conversation, facts, undecidedFor, ordinal } of from) {
      const given =
        undecidedFor === undefined
          ? { facts, lacking: this.#lackingBeside(facts) }
          : this.#undecided({ facts }, undecidedFor);
      this.#remembered.set(conversation, { given, ordinal });
    }
  }

  /** What it leaves, as a value. */
  state(): readonly SkillsState[] {
    return [...this.#remembered].map(
      ([
        conversation,
        {
          given: { facts, undecidedFor },
          ordinal,
        },
      ]) => ({
        ...{ conversation, facts, ordinal },
        ...(undecidedFor === undefined ? {} : { undecidedFor }),
      }),
    );
  }

  /** The conversation entered a queue, or what is known of it changed while it waits. */
  decide(conversation: Conversation, floor: Floor, at: number): SkillsRuling | NotReplayable | undefined {
    const pack = this.#covering.pack(conversation);
    const remembered = this.#remember(conversation.id);
    if (pack === undefined) {
      remembered.given = this.#nothing;
      return undefined;
    }
    const rules = this.#setting.rulesOf(pack, () => pack.mappings);
    const find = finder(conversation, floor, at);
    const outcomes = rules.judge(find, this.#setting.options.lacking);
    const read = { told: 'conversation', facts: rules.reads, queue: conversation.queue } as const;
    const stale = pack.maxAgeSeconds === undefined ? undefined : staleIn(pack, read, floor, at);
    const context = this.#setting.inQueue(conversation, at, ++remembered.ordinal, stale);
    const ruling = decideSkills(pack, outcomes, () => gather(rules.reads, find), context);
    if ('notReplayable' in ruling) remembered.given = this.#undecided(remembered.given, ruling.notReplayable);
    else remembered.given = this.#after(remembered.given, ruling.assigned);
    return ruling;
  }

  /** What `decide` will ask; undefined when no pack covers the conversation. */
  question(conversation: Conversation, floor: Floor, at: number): Question | undefined {
    const pack = this.#covering.pack(conversation);
    if (pack === undefined) return undefined;
    const { mappings: rules, missing } = pack;
    const find = finder(conversation, floor, at);
    return { rules, missing, find, queue: conversation.queue, settledBy: 'first' };
  }

  /** What a conversation has by now; nothing before its first decision. */
  givenTo(conversation: string): Given {
    return this.#remembered.get(conversation)?.given ?? this.#nothing;
  }

  /** What rests on a skill mapping that could not decide lacks the fact that the mapping lacked. */
  blame(lacks: string, about: readonly { readonly id: string }[]): NotReplayable {
    if (!assignable.includes(lacks)) return { notReplayable: lacks };
    const undecided = about.map(({ id }) => this.givenTo(id).undecidedFor);
    return { notReplayable: undecided.find((fact) => fact !== undefined) ?? lacks };
  }

  /** The conversation is over. */
  forget(conversation: string): void {
    this.#remembered.delete(conversation);
  }

  #remember(conversation: string): Remembered {
    let remembered = this.#remembered.get(conversation);
    if (remembered === undefined) {
      remembered = { given: this.#nothing, ordinal: 0 };
      this.#remembered.set(conversation, remembered);
    }
    return remembered;
  }

  /** Without an assignment the conversation keeps what it has. */
  #after(before: Given, assigned: Assignment | undefined): Given {
    if (assigned === undefined) return before;
    const facts = assignedFacts(assigned);
    return { facts, lacking: this.#lackingBeside(facts) };
  }

  #undecided({ facts }: Pick<Given, 'facts'>, fact: string): Given {
    const lacking = new Set([...this.#setting.options.lacking, ...assignable]);
    return { facts, lacking, undecidedFor: fact };
  }

  #lackingBeside(given: FactValues): ReadonlySet<string> {
    const { lacking } = this.#setting.options;
    const isGiven = assignable.some((fact) => lacking.has(fact) && Object.hasOwn(given, fact));
    return isGiven ? new Set([...lacking].filter((fact) => !Object.hasOwn(given, fact))) : lacking;
  }
}

function finder(conversation: Conversation, floor: Floor, at: number): FactFinder {
  const queueFacts = floor.queueFacts(conversation.queue);
  return (fact) => conversationFactAt(conversation, at, fact) ?? queueFacts[fact];
}

function assignedFacts({ skills, language, priority }: Assignment): FactValues {
  const facts: Record<string, FactValue> = {};
  if (skills.length > 0) facts['requiredSkills'] = skills;
  if (language !== undefined) facts['language'] = language;
  if (priority !== undefined) facts['priority'] = priority;
  return facts;
}
