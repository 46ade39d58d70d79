import type { PrepareRules, PreparedRules } from '../conditions/evaluator.ts';
import type { Rule } from '../conditions/condition.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { conversationFactsAt } from '../conversation/factsAt.ts';
import type { Floor } from '../conversation/floor.ts';
import type { FactValue, FactValues } from '../facts/definition.ts';
import type { Pack } from '../packs/packKind.ts';
import { packCovering, type Policy } from '../packs/policy.ts';
import { decideHandoff, type HandoffDecision } from './handoff/decide.ts';
import type { Handoff } from './handoff/handoff.ts';
import {
  countTurns,
  emptyMemory,
  feelTurn,
  handoffFacts,
  handoffLacking,
  type HandoffMemory,
} from './handoff/memory.ts';
import { decideOrder, type OrderDecision, type Waiting } from './order/decide.ts';
import type { QueueOrder } from './order/queueOrder.ts';
import { decideRanking, type RankingDecision } from './ranking/decide.ts';
import type { Requirements } from './ranking/eligibility.ts';
import type { Scoring } from './ranking/scoring.ts';
import { ShiftMemory, type ShiftStanding } from './ranking/shiftMemory.ts';
import { shiftRules, shiftWeights } from './ranking/shifts.ts';
import type { SlaPolicy } from './ranking/slaPolicy.ts';
import { factsFound, type DecisionContext, type DecisionPoint, type NotReplayable } from './record.ts';
import { decideSkills, type SkillsDecision } from './skills/decide.ts';
import type { Assignment, SkillMapping } from './skills/skillMapping.ts';

/** Any decision, told apart by its `point`. */
export type Decision = SkillsDecision | OrderDecision | RankingDecision | HandoffDecision;

/** What the policy answered; undefined when it has no pack for the conversation. */
type Answered<D extends Decision> = Promise<D | NotReplayable | undefined>;

/** How a policy is run. */
export interface PolicyRunOptions {
  /** Settles ties, the same way every time. */
  readonly seed: string;
  /** The evaluator tier. */
  readonly prepare: PrepareRules;
  /** Observed facts the source of events never carries; empty when live. */
  readonly lacking: ReadonlySet<string>;
}

/** What one policy remembers of one open conversation. */
interface ConversationMemory {
  readonly ordinals: Partial<Record<DecisionPoint, number>>;
  /** What the policy's skill mapping gave it; counts from then on, not what was recorded. */
  assigned?: Assignment;
  /** The fact for want of which the mapping could not decide, so that nobody knows what it would have given. */
  assignmentLacks?: string;
  /** By pack: the queue may change, and the pack with it. */
  readonly handoff: Map<string, HandoffMemory>;
  headStarts?: { readonly key: string; readonly waiting: Pick<Waiting, 'facts' | 'headStarts' | 'outcomes'> };
}

/** What a skill mapping can give a conversation. */
const assignable = ['requiredSkills', 'language', 'priority'];

/**
 * One policy at work on a stream of events: it picks the pack that covers a conversation, puts the facts its rules read
 * in front of the pure decision, and keeps what the policy remembers. Replay and live go through here alike.
 */
export class PolicyRun {
  readonly policy: Policy;
  readonly #options: PolicyRunOptions;
  readonly #prepared = new Map<Pack, PreparedRules>();
  readonly #conversations = new Map<string, ConversationMemory>();
  readonly #shifts = new ShiftMemory();

  constructor(policy: Policy, options: PolicyRunOptions) {
    this.policy = policy;
    this.#options = options;
  }

  /** The conversation entered a queue, or what is known of it changed while it waits. */
  async skills(conversation: Conversation, floor: Floor, at: number): Answered<SkillsDecision> {
    const pack = this.#covering<SkillMapping>('SkillMapping', conversation);
    const memory = this.#memory(conversation.id);
    if (pack === undefined) {
      delete memory.assigned;
      return undefined;
    }
    const rules = this.#rules(pack, pack.mappings);
    const facts = { ...floor.queueFacts(conversation.queue), ...conversationFactsAt(conversation, at) };
    const outcomes = await rules.evaluate(facts, this.#options.lacking);
    const context = this.#context(conversation, 'skills', at, `queue entry ${conversation.queueEntries}`);
    const decision = decideSkills(pack, outcomes, factsFound(facts, rules.reads), context);
    delete memory.assignmentLacks;
    if ('notReplayable' in decision) memory.assignmentLacks = decision.notReplayable;
    else if (decision.assigned !== undefined) memory.assigned = decision.assigned;
    return decision;
  }

  /** An agent becomes free for this queue. @param waiting every conversation waiting in it, the answered one included. */
  async order(
    answered: Conversation,
    waiting: readonly Conversation[],
    floor: Floor,
    at: number,
  ): Answered<OrderDecision> {
    const pack = this.#covering<QueueOrder>('QueueOrder', answered);
    if (pack === undefined) return undefined;
    const places = await Promise.all(waiting.map((one) => this.#waiting(one, floor, at)));
    const context = this.#context(answered, 'order', at, `queue entry ${answered.queueEntries}`);
    return this.#blame(decideOrder(pack.name, answered.queue!, places, context), waiting);
  }

  /** Agents are ranked for a waiting conversation. */
  async ranking(conversation: Conversation, floor: Floor, at: number): Answered<RankingDecision> {
    const pack = this.#covering<Scoring>('Scoring', conversation);
    if (pack === undefined) return undefined;
    const memory = this.#memory(conversation.id);
    const facts = { ...conversation.facts, ...assignedFacts(memory.assigned) };
    const input = {
      requirements: requirementsOf(facts, conversation.queue),
      agents: floor.agents(),
      lacking: this.#lackingOf(memory),
      ...(await this.#weights(pack, conversation, floor)),
    };
    const context = this.#context(conversation, 'ranking', at, `queue entry ${conversation.queueEntries}`);
    return this.#blame(decideRanking(pack, input, context), [conversation]);
  }

  /** The customer said something to the bot. */
  async handoff(conversation: Conversation, floor: Floor, at: number): Answered<HandoffDecision> {
    const pack = this.#covering<Handoff>('Handoff', conversation);
    if (pack === undefined) return undefined;
    const memories = this.#memory(conversation.id).handoff;
    const felt = feelTurn(
      pack,
      memories.get(pack.name) ?? emptyMemory(pack),
      conversation.facts['sentiment'],
    );
    const rules = this.#rules(pack, [...pack.triggers, ...pack.guards]);
    const facts = {
      ...floor.queueFacts(pack.target.queue),
      ...conversationFactsAt(conversation, at),
      ...handoffFacts(pack, conversation, felt),
    };
    const lacking = handoffLacking(pack, this.#options.lacking);
    const outcomes = await rules.evaluate(facts, lacking);
    const counted = countTurns(felt, outcomes.slice(0, pack.triggers.length));
    const context = this.#context(conversation, 'handoff', at, `bot session, answer ${counted.answers + 1}`);
    const read = factsFound(facts, [...new Set([...rules.reads, 'botTurns', 'askedForPerson'])].sort());
    const decided = decideHandoff(pack, outcomes, read, lacking, counted, context);
    memories.set(pack.name, decided.memory);
    return decided.decision;
  }

  /** What is known of a queue changed: shifts begin or end now, whether or not a decision is due. */
  async observeQueue(queue: string, floor: Floor): Promise<void> {
    for (const pack of this.policy.packs.filter((one): one is SlaPolicy => one.kind === 'SlaPolicy')) {
      if (pack.appliesTo.queues?.includes(queue) === false) continue;
      await this.#observeShifts(pack, queue, floor);
    }
  }

  /** The conversation is over; what was remembered of it can go. */
  forget(conversation: string): void {
    this.#conversations.delete(conversation);
  }

  async #weights(pack: Scoring, conversation: Conversation, floor: Floor) {
    const sla = this.#covering<SlaPolicy>('SlaPolicy', conversation);
    if (sla === undefined) return { weightsBp: pack.weightsBp, shifts: [], outcomes: [], facts: {} };
    const queue = conversation.queue ?? '';
    const { active, outcomes, facts } =
      this.#shifts.standing(sla, queue) ?? (await this.#observeShifts(sla, queue, floor));
    return { ...shiftWeights(sla, pack.weightsBp, active), outcomes, facts };
  }

  #observeShifts(pack: SlaPolicy, queue: string, floor: Floor): Promise<ShiftStanding> {
    const rules = this.#rules(pack, shiftRules(pack));
    return this.#shifts.observe(pack, queue, rules, floor.queueFacts(queue), this.#options.lacking);
  }

  async #waiting(conversation: Conversation, floor: Floor, at: number): Promise<Waiting> {
    const own = { conversation: conversation.id, queuedAt: conversation.queuedAt! };
    const pack = this.#covering<QueueOrder>('QueueOrder', conversation);
    if (pack === undefined) return { ...own, facts: {}, headStarts: [], outcomes: [] };
    const rules = this.#rules(pack, pack.headStarts);
    const memory = this.#memory(conversation.id);
    const time = rules.reads.includes('waitSeconds') ? at : 0;
    const key = `${pack.name} ${conversation.factsVersion} ${floor.queueVersion(conversation.queue)} ${time}`;
    if (memory.headStarts?.key !== key) {
      const facts = {
        ...floor.queueFacts(conversation.queue),
        ...conversationFactsAt(conversation, at),
        ...assignedFacts(memory.assigned),
      };
      const outcomes = await rules.evaluate(facts, this.#lackingOf(memory));
      const waiting = { facts: factsFound(facts, rules.reads), headStarts: pack.headStarts, outcomes };
      memory.headStarts = { key, waiting };
    }
    return { ...own, ...memory.headStarts.waiting };
  }

  /** What nobody can know of this conversation: less by what the policy gave it, more by what it could not decide. */
  #lackingOf({ assigned, assignmentLacks }: ConversationMemory): ReadonlySet<string> {
    const { lacking } = this.#options;
    if (assignmentLacks !== undefined) return new Set([...lacking, ...assignable]);
    const given = assignedFacts(assigned);
    const isGiven = assignable.some((fact) => lacking.has(fact) && Object.hasOwn(given, fact));
    return isGiven ? new Set([...lacking].filter((fact) => !Object.hasOwn(given, fact))) : lacking;
  }

  /** What rests on a skill mapping that could not decide lacks the fact that the mapping lacked. */
  #blame<D extends Decision>(made: D | NotReplayable, about: readonly Conversation[]): D | NotReplayable {
    if (!('notReplayable' in made) || !assignable.includes(made.notReplayable)) return made;
    const lacks = about.map(({ id }) => this.#conversations.get(id)?.assignmentLacks);
    return { notReplayable: lacks.find((fact) => fact !== undefined) ?? made.notReplayable };
  }

  #covering<P extends Pack>(kind: P['kind'], conversation: Conversation): P | undefined {
    const mediaType = conversation.facts['mediaType'] as string | undefined;
    const queue = conversation.queue ?? (conversation.facts['queue'] as string | undefined);
    return packCovering(this.policy, kind, queue, mediaType) as P | undefined;
  }

  #rules(pack: Pack, rules: readonly Rule[]): PreparedRules {
    let prepared = this.#prepared.get(pack);
    if (prepared === undefined) {
      prepared = this.#options.prepare(rules, pack.missing);
      this.#prepared.set(pack, prepared);
    }
    return prepared;
  }

  #memory(conversation: string): ConversationMemory {
    let memory = this.#conversations.get(conversation);
    if (memory === undefined) {
      memory = { ordinals: {}, handoff: new Map() };
      this.#conversations.set(conversation, memory);
    }
    return memory;
  }

  #context(conversation: Conversation, point: DecisionPoint, at: number, occasion: string): DecisionContext {
    const { ordinals } = this.#memory(conversation.id);
    const ordinal = (ordinals[point] ?? 0) + 1;
    ordinals[point] = ordinal;
    return {
      conversation: conversation.id,
      at,
      policy: this.policy,
      ordinal,
      occasion,
      seed: this.#options.seed,
    };
  }
}

function assignedFacts(assigned: Assignment | undefined): FactValues {
  if (assigned === undefined) return {};
  const facts: Record<string, FactValue> = {};
  if (assigned.skills.length > 0) facts['requiredSkills'] = assigned.skills;
  if (assigned.language !== undefined) facts['language'] = assigned.language;
  if (assigned.priority !== undefined) facts['priority'] = assigned.priority;
  return facts;
}

function requirementsOf(facts: FactValues, queue: string | undefined): Requirements {
  const language = facts['language'] as string | undefined;
  return {
    ...(queue === undefined ? {} : { queue }),
    skills: [...((facts['requiredSkills'] as readonly string[] | undefined) ?? [])].sort(),
    ...(language === undefined ? {} : { language }),
  };
}
