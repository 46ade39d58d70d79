import type { DecidingRules } from '../../conditions/evaluator.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import type { Floor } from '../../conversation/floor.ts';
import type { FactValue, FactValues } from '../../facts/definition.ts';
import { packNamed } from '../../packs/policy.ts';
import type { Question } from '../question.ts';
import type { DecisionContext, NotReplayable } from '../record.ts';
import { Covering, type Setting } from '../setting.ts';
import type { Given, SkillsRun } from '../skills/run.ts';
import { staleIn, type Stale } from '../stale.ts';
import { rankingLacks, type RankingInput } from './decide.ts';
import { DegradedRankings, type DegradedRuling, type DegradedState } from './degraded.ts';
import type { Requirements } from './eligibility.ts';
import { Ranker, RankingRuling } from './ruling.ts';
import type { Scoring } from './scoring.ts';
import { ShiftMemory, type ShiftMemoryState, type ShiftStanding } from './shiftMemory.ts';
import { areSameShifts, shiftRules, shiftWeights, type ActiveShifts } from './shifts.ts';
import type { SlaPolicy } from './slaPolicy.ts';
import type { RankingBasis } from './standing.ts';

/** The weights that count while certain shifts are in force, and the rankers that have them folded in. */
interface Weighing extends Pick<RankingInput, 'weightsBp' | 'shifts'> {
  readonly pack: Scoring;
  readonly sla: SlaPolicy | undefined;
  readonly active: ActiveShifts;
  /** By queue: each has its own agents. */
  readonly rankers: Map<string | undefined, Ranker>;
}

/** What a policy's rankings rest on beside what is known now, as plain data. */
export interface RankingState {
  readonly shifts: readonly ShiftMemoryState[];
  /** How many decisions each open conversation has had. */
  readonly ordinals: readonly (readonly [conversation: string, ordinal: number])[];
  readonly degraded: DegradedState;
  readonly staleQueues: readonly string[];
}

/** The scorings of a policy at work, with the SLA policies that shift their weights. */
export class RankingRun {
  readonly #setting: Setting;
  readonly #skills: SkillsRun;
  readonly #scorings: Covering<Scoring>;
  readonly #slaPolicies: Covering<SlaPolicy>;
  readonly #shifts = new ShiftMemory();
  readonly #weighings: Weighing[] = [];
  readonly #ordinals: Map<string, number>;
  readonly #degraded: DegradedRankings;
  /** Queues that were ranked for since what shifts go by was too old. */
  readonly #staleQueues: Set<string>;
  /** Whether rankings depend on those made before, of other conversations too. */
  readonly remembersRankings: boolean;

  /** @param from what an earlier run of the policy left. */
  constructor(setting: Setting, skills: SkillsRun, from?: RankingState) {
    this.#setting = setting;
    this.#skills = skills;
    this.#scorings = new Covering(setting.policy, 'Scoring');
    this.#slaPolicies = new Covering(setting.policy, 'SlaPolicy');
    this.remembersRankings = setting.policy.packs.some(
      ({ kind, maxAgeSeconds }) =>
        maxAgeSeconds !== undefined && (kind === 'Scoring' || kind === 'SlaPolicy'),
    );
    this.#ordinals = new Map(from?.ordinals);
    this.#degraded = new DegradedRankings(from?.degraded);
    this.#staleQueues = new Set(from?.staleQueues);
    for (const stood of from?.shifts ?? []) {
      const sla = packNamed<SlaPolicy>(setting.policy, 'SlaPolicy', stood.pack);
      this.#shifts.stood(sla, stood, this.#rules(sla), setting.options.lacking);
    }
  }

  /** What it leaves, as a value. */
  state(): RankingState {
    return {
      shifts: this.#shifts.state(),
      ordinals: [...this.#ordinals],
      degraded: this.#degraded.state(),
      staleQueues: [...this.#staleQueues],
    };
  }

  /** Agents are ranked for a waiting conversation. */
  decide(
    conversation: Conversation,
    floor: Floor,
    at: number,
  ): RankingRuling | DegradedRuling | NotReplayable | undefined {
    const pack = this.#scorings.pack(conversation);
    if (pack === undefined) return undefined;
    const { id, queue } = conversation;
    if (!this.remembersRankings && this.#setting.options.ranks?.(id) === false) return undefined;
    const given = this.#skills.givenTo(id);
    const sla = this.#slaPolicies.pack(conversation);
    const standing = sla && this.#standing(sla, queue ?? '');
    const weighing = this.#weighing(pack, sla, standing?.active ?? []);
    const { weightsBp, shifts } = weighing;
    const agents = queue === undefined ? floor.agents() : floor.agentsOf(queue);
    const input: RankingInput = {
      requirements: requirementsOf(conversation, given),
      agents,
      elsewhere: floor.agentCount - agents.length,
      weightsBp,
      shifts,
      outcomes: standing?.outcomes,
      facts: standing?.facts ?? nothing,
      lacking: given.lacking,
    };
    const ordinal = (this.#ordinals.get(id) ?? 0) + 1;
    this.#ordinals.set(id, ordinal);
    const stale = this.remembersRankings ? this.#stale(pack, sla, queue, floor, at) : undefined;
    const context = this.#setting.inQueue(conversation, at, ordinal, stale);
    const ruling =
      stale === undefined
        ? rankerOf(weighing, queue).rank(input, context)
        : this.#degrade(pack, input, context);
    if ('notReplayable' in ruling) return this.#skills.blame(ruling.notReplayable, [conversation]);
    if (this.remembersRankings && ruling instanceof RankingRuling)
      this.#degraded.wasGood(ruling, input.requirements);
    return ruling;
  }

  /** What a conversation would be ranked for; undefined when no pack covers it. */
  basis(conversation: Conversation): RankingBasis | undefined {
    const pack = this.#scorings.pack(conversation);
    if (pack === undefined) return undefined;
    return { pack, requirements: requirementsOf(conversation, this.#skills.givenTo(conversation.id)) };
  }

  /** What will be asked of the conversation's queue; undefined when no pack shifts weights there. */
  question(conversation: Conversation, floor: Floor): Question | undefined {
    const sla = this.#slaPolicies.pack(conversation);
    if (sla === undefined || this.#scorings.pack(conversation) === undefined) return undefined;
    const { queue } = conversation;
    const queueFacts = floor.queueFacts(queue);
    const find = (fact: string): FactValue | undefined => queueFacts[fact];
    return { rules: shiftRules(sla), missing: sla.missing, find, queue, settledBy: 'all' };
  }

  /**
   * What is known of a queue changed: shifts begin or end now, whether or not a decision is due.
   * @returns whether rankings for it may come out otherwise now.
   */
  observeQueue(queue: string, floor: Floor): boolean {
    let isOther = this.#staleQueues.delete(queue);
    for (const pack of this.#setting.policy.packs) {
      if (pack.kind !== 'SlaPolicy' || pack.appliesTo.queues?.includes(queue) === false) continue;
      if (this.#observe(pack as SlaPolicy, queue, floor)) isOther = true;
    }
    return isOther;
  }

  /** The conversation is over. */
  forget(conversation: string): void {
    this.#ordinals.delete(conversation);
  }

  #standing(sla: SlaPolicy, queue: string): ShiftStanding {
    const standing = this.#shifts.standing(sla, queue);
    return standing ?? this.#shifts.unobserved(sla, this.#rules(sla), this.#setting.options.lacking);
  }

  #observe(sla: SlaPolicy, queue: string, floor: Floor): boolean {
    const { lacking } = this.#setting.options;
    return this.#shifts.observe(sla, queue, this.#rules(sla), floor.queueFacts(queue), lacking);
  }

  #stale(
    pack: Scoring,
    sla: SlaPolicy | undefined,
    queue: string | undefined,
    floor: Floor,
    at: number,
  ): readonly Stale[] | undefined {
    const agents = staleIn(pack, { told: 'agents', facts: [], queue: undefined }, floor, at);
    const read = { told: undefined, facts: sla === undefined ? [] : this.#rules(sla).reads, queue };
    const shifts = sla && staleIn(sla, read, floor, at);
    if (shifts !== undefined) this.#staleQueues.add(queue!);
    return agents === undefined ? shifts : [...agents, ...(shifts ?? [])];
  }

  #degrade(pack: Scoring, input: RankingInput, context: DecisionContext): DegradedRuling | NotReplayable {
    const lacks = rankingLacks(pack, input);
    return lacks === undefined ? this.#degraded.rank(pack, input, context) : { notReplayable: lacks };
  }

  #rules(sla: SlaPolicy): DecidingRules {
    return this.#setting.rulesOf(sla, () => shiftRules(sla));
  }

  /** A policy has few packs and few shifts are in force at once, so the list stays short. */
  #weighing(pack: Scoring, sla: SlaPolicy | undefined, active: ActiveShifts): Weighing {
    let weighing = this.#weighings.find(
      (one) => one.pack === pack && one.sla === sla && areSameShifts(one.active, active),
    );
    if (weighing === undefined) {
      const { weightsBp, shifts } =
        sla === undefined
          ? { weightsBp: pack.weightsBp, shifts: [] }
          : shiftWeights(sla, pack.weightsBp, active);
      weighing = { pack, sla, active, weightsBp, shifts, rankers: new Map() };
      this.#weighings.push(weighing);
    }
    return weighing;
  }
}

/** Queues whose ranker is kept at most. */
const mostRankers = 10_000;

function rankerOf({ rankers, pack }: Weighing, queue: string | undefined): Ranker {
  let ranker = rankers.get(queue);
  if (ranker === undefined) {
    if (rankers.size >= mostRankers) rankers.clear();
    rankers.set(queue, (ranker = new Ranker(pack)));
  }
  return ranker;
}

const nothing = (): FactValues => ({});

function requirementsOf({ queue, facts }: Conversation, given: Given): Requirements {
  const find = (fact: string): FactValue | undefined => given.facts[fact] ?? facts[fact];
  const language = find('language') as string | undefined;
  const skills = (find('requiredSkills') as readonly string[] | undefined) ?? [];
  return {
    ...(queue === undefined ? {} : { queue }),
    skills: skills.length < 2 ? skills : skills.toSorted(),
    ...(language === undefined ? {} : { language }),
  };
}
