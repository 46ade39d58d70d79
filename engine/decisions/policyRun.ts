import type { PrepareRules, PreparedRules } from '../conditions/evaluator.ts';
import { factsRead, type MissingDefaults, type Rule } from '../conditions/condition.ts';
import type { RuleOutcome } from '../conditions/outcome.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { conversationFactsAt } from '../conversation/factsAt.ts';
import type { Floor } from '../conversation/floor.ts';
import type { FactValue, FactValues } from '../facts/definition.ts';
import type { Pack } from '../packs/packKind.ts';
import { packCovering, type Policy } from '../packs/policy.ts';
import { decideHandoff, type HandoffDecision } from './handoff/decide.ts';
import type { Handoff } from './handoff/handoff.ts';
import { countTurns, emptyMemory, feelTurn, handoffFacts, type HandoffMemory } from './handoff/memory.ts';
import { decideOrder, type OrderDecision, type Waiting } from './order/decide.ts';
import type { QueueOrder } from './order/queueOrder.ts';
import { decideRanking, type RankingDecision } from './ranking/decide.ts';
import type { Requirements } from './ranking/eligibility.ts';
import type { Scoring } from './ranking/scoring.ts';
import { activeShifts, shiftRules, shiftWeights, type ActiveShifts } from './ranking/shifts.ts';
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
  assigned?: Assignment;
  handoff?: HandoffMemory;
  headStarts?: {
    readonly key: string;
    readonly outcomes: readonly RuleOutcome[];
    readonly facts: FactValues;
  };
}

/**
 * One policy at work on a stream of events: it picks the pack that covers a conversation, puts the facts its rules read
 * in front of the pure decision, and keeps what the policy remembers. Replay and live go through here alike.
 */
export class PolicyRun {
  readonly policy: Policy;
  readonly #options: PolicyRunOptions;
  readonly #prepared = new Map<Pack, PreparedRules>();
  readonly #conversations = new Map<string, ConversationMemory>();
  readonly #shifts = new Map<
    string,
    { active: ActiveShifts; outcomes: readonly RuleOutcome[]; facts: FactValues }
  >();

  constructor(policy: Policy, options: PolicyRunOptions) {
    this.policy = policy;
    this.#options = options;
  }

  /** The conversation entered a queue, or what is known of it changed while it waits. */
  async skills(conversation: Conversation, floor: Floor, at: number): Answered<SkillsDecision> {
    const pack = this.#covering<SkillMapping>('SkillMapping', conversation);
    if (pack === undefined) return undefined;
    const rules = this.#rules(pack, pack.mappings);
    const facts = { ...floor.queueFacts(conversation.queue), ...conversationFactsAt(conversation, at) };
    const outcomes = await rules.evaluate(facts, this.#options.lacking);
    const context = this.#context(conversation, 'skills', at, `queue entry ${conversation.queueEntries}`);
    const decision = decideSkills(pack, outcomes, factsFound(facts, rules.reads), context);
    if ('assigned' in decision) this.#memory(conversation.id).assigned = decision.assigned;
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
    const places = await Promise.all(waiting.map((one) => this.#waiting(pack, one, floor, at)));
    const context = this.#context(answered, 'order', at, `queue entry ${answered.queueEntries}`);
    return decideOrder(pack, answered.queue!, places, context);
  }

  /** Agents are ranked for a waiting conversation. */
  ranking(conversation: Conversation, floor: Floor, at: number): RankingDecision | NotReplayable | undefined {
    const pack = this.#covering<Scoring>('Scoring', conversation);
    if (pack === undefined) return undefined;
    const assigned = this.#conversations.get(conversation.id)?.assigned;
    const given = assignedFacts(assigned);
    const lacking = new Set([...this.#options.lacking].filter((fact) => !Object.hasOwn(given, fact)));
    const input = {
      requirements: requirementsOf({ ...conversation.facts, ...given }, conversation.queue),
      agents: floor.agents(),
      lacking,
      ...this.#shifted(pack, conversation),
    };
    const context = this.#context(conversation, 'ranking', at, `queue entry ${conversation.queueEntries}`);
    return decideRanking(pack, input, context);
  }

  /** The customer said something to the bot. */
  async handoff(conversation: Conversation, floor: Floor, at: number): Answered<HandoffDecision> {
    const pack = this.#covering<Handoff>('Handoff', conversation);
    if (pack === undefined) return undefined;
    const memory = this.#memory(conversation.id);
    const felt = feelTurn(pack, memory.handoff ?? emptyMemory(pack), conversation.facts['sentiment']);
    const rules = this.#rules(pack, [...pack.triggers, ...pack.guards]);
    const facts = {
      ...floor.queueFacts(pack.target.queue),
      ...conversationFactsAt(conversation, at),
      ...handoffFacts(pack, conversation, felt),
    };
    const outcomes = await rules.evaluate(facts, this.#options.lacking);
    const counted = countTurns(felt, outcomes.slice(0, pack.triggers.length));
    const context = this.#context(conversation, 'handoff', at, `bot session, answer ${counted.answers + 1}`);
    const read = factsFound(facts, [...new Set([...rules.reads, 'botTurns', 'askedForPerson'])].sort());
    const decided = decideHandoff(pack, outcomes, read, counted, context);
    memory.handoff = decided.memory;
    return decided.decision;
  }

  /** What is known of a queue changed: shifts begin or end now, whether or not a decision is due. */
  async observeQueue(queue: string, floor: Floor): Promise<void> {
    for (const pack of this.policy.packs.filter((one): one is SlaPolicy => one.kind === 'SlaPolicy')) {
      if (pack.appliesTo.queues?.includes(queue) === false) continue;
      const rules = this.#rules(pack, shiftRules(pack));
      const facts = floor.queueFacts(queue);
      const outcomes = await rules.evaluate(facts, this.#options.lacking);
      const key = shiftKey(pack, queue);
      const active = activeShifts(pack, outcomes, this.#shifts.get(key)?.active ?? []);
      this.#shifts.set(key, { active, outcomes, facts: factsFound(facts, rules.reads) });
    }
  }

  /** The conversation is over; what was remembered of it can go. */
  forget(conversation: string): void {
    this.#conversations.delete(conversation);
  }

  #shifted(pack: Scoring, conversation: Conversation) {
    const sla = this.#covering<SlaPolicy>('SlaPolicy', conversation);
    if (sla === undefined) return { weightsBp: pack.weightsBp, shifts: [], outcomes: [], facts: {} };
    const observed = this.#shifts.get(shiftKey(sla, conversation.queue ?? ''));
    const { active, outcomes, facts } = observed ?? {
      active: [],
      outcomes: this.#unknowable(sla),
      facts: {},
    };
    return { ...shiftWeights(sla, pack.weightsBp, active), outcomes, facts };
  }

  /** A queue of which nothing was ever observed has no shift in force, unless the recording could not have told. */
  #unknowable(sla: SlaPolicy): readonly RuleOutcome[] {
    return shiftRules(sla).flatMap(({ name, when }) => {
      const unknowable = factsRead([when]).find((fact) => this.#options.lacking.has(fact));
      return unknowable === undefined ? [] : [{ rule: name, holds: false, unknowable }];
    });
  }

  async #waiting(pack: QueueOrder, conversation: Conversation, floor: Floor, at: number): Promise<Waiting> {
    const rules = this.#rules(pack, pack.headStarts);
    const memory = this.#memory(conversation.id);
    const time = rules.reads.includes('waitSeconds') ? at : 0;
    const assigned = memory.assigned?.priority ?? '';
    const key = `${conversation.factsVersion} ${floor.queueVersion(conversation.queue)} ${time} ${assigned}`;
    if (memory.headStarts?.key !== key) {
      const given = assignedFacts(memory.assigned);
      const facts = {
        ...floor.queueFacts(conversation.queue),
        ...conversationFactsAt(conversation, at),
        ...given,
      };
      const lacking = new Set([...this.#options.lacking].filter((fact) => !Object.hasOwn(given, fact)));
      memory.headStarts = {
        key,
        outcomes: await rules.evaluate(facts, lacking),
        facts: factsFound(facts, rules.reads),
      };
    }
    const { outcomes, facts } = memory.headStarts;
    return { conversation: conversation.id, queuedAt: conversation.queuedAt!, facts, outcomes };
  }

  #covering<P extends Pack>(kind: P['kind'], conversation: Conversation): P | undefined {
    const mediaType = conversation.facts['mediaType'] as string | undefined;
    const queue = conversation.queue ?? (conversation.facts['queue'] as string | undefined);
    return packCovering(this.policy, kind, queue, mediaType) as P | undefined;
  }

  #rules(pack: Pack & { readonly missing: MissingDefaults }, rules: readonly Rule[]): PreparedRules {
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
      memory = { ordinals: {} };
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

function shiftKey(pack: SlaPolicy, queue: string): string {
  return `${pack.name}\0${queue}`;
}

/** What the policy's own skill mapping says of the conversation counts from then on, not what was recorded. */
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
