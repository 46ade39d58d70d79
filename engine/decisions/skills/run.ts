import type { Conversation } from '../../conversation/conversation.ts';
import { conversationFactAt } from '../../conversation/factsAt.ts';
import type { Floor } from '../../conversation/floor.ts';
import type { FactValue, FactValues } from '../../facts/definition.ts';
import { gather, type NotReplayable } from '../record.ts';
import { queueEntry, type Setting } from '../setting.ts';
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

/** What a skill mapping can give a conversation. */
const assignable = ['requiredSkills', 'language', 'priority'];

/** The skill mappings of a policy at work, and what they have given the open conversations. */
export class SkillsRun {
  readonly #setting: Setting;
  readonly #given = new Map<string, Given>();
  readonly #ordinals = new Map<string, number>();
  readonly #nothing: Given;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#nothing = { facts: {}, lacking: setting.options.lacking };
  }

  /** The conversation entered a queue, or what is known of it changed while it waits. */
  decide(conversation: Conversation, floor: Floor, at: number): SkillsRuling | NotReplayable | undefined {
    const { id } = conversation;
    const pack = this.#setting.covering<SkillMapping>('SkillMapping', conversation);
    if (pack === undefined) {
      this.#given.delete(id);
      return undefined;
    }
    const rules = this.#setting.rulesOf(pack, () => pack.mappings);
    const queueFacts = floor.queueFacts(conversation.queue);
    const facts = gather(
      rules.reads,
      (fact) => conversationFactAt(conversation, at, fact) ?? queueFacts[fact],
    );
    const { lacking } = this.#setting.options;
    const ordinal = (this.#ordinals.get(id) ?? 0) + 1;
    this.#ordinals.set(id, ordinal);
    const context = this.#setting.context(conversation, at, ordinal, queueEntry(conversation));
    const ruling = decideSkills(pack, rules.judge(facts, lacking), facts, context);
    if ('notReplayable' in ruling) this.#given.set(id, this.#undecided(id, ruling.notReplayable));
    else this.#note(id, ruling.assigned);
    return ruling;
  }

  /** What a conversation has by now; nothing before its first decision. */
  givenTo(conversation: string): Given {
    return this.#given.get(conversation) ?? this.#nothing;
  }

  /** What rests on a skill mapping that could not decide lacks the fact that the mapping lacked. */
  blame(lacks: string, about: readonly { readonly id: string }[]): NotReplayable {
    if (!assignable.includes(lacks)) return { notReplayable: lacks };
    const undecided = about.map(({ id }) => this.#given.get(id)?.undecidedFor);
    return { notReplayable: undecided.find((fact) => fact !== undefined) ?? lacks };
  }

  /** The conversation is over. */
  forget(conversation: string): void {
    this.#given.delete(conversation);
    this.#ordinals.delete(conversation);
  }

  /** Without an assignment the conversation keeps what it has. */
  #note(conversation: string, assigned: Assignment | undefined): void {
    const before = this.#given.get(conversation);
    if (assigned === undefined && before?.undecidedFor === undefined) return;
    const facts = assigned === undefined ? before!.facts : assignedFacts(assigned);
    this.#given.set(conversation, { facts, lacking: this.#lackingBeside(facts) });
  }

  #undecided(conversation: string, fact: string): Given {
    const { facts } = this.givenTo(conversation);
    const lacking = new Set([...this.#setting.options.lacking, ...assignable]);
    return { facts, lacking, undecidedFor: fact };
  }

  #lackingBeside(given: FactValues): ReadonlySet<string> {
    const { lacking } = this.#setting.options;
    const isGiven = assignable.some((fact) => lacking.has(fact) && Object.hasOwn(given, fact));
    return isGiven ? new Set([...lacking].filter((fact) => !Object.hasOwn(given, fact))) : lacking;
  }
}

function assignedFacts({ skills, language, priority }: Assignment): FactValues {
  const facts: Record<string, FactValue> = {};
  if (skills.length > 0) facts['requiredSkills'] = skills;
  if (language !== undefined) facts['language'] = language;
  if (priority !== undefined) facts['priority'] = priority;
  return facts;
}
