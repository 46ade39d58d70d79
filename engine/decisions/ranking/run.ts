import type { DecidingRules } from '../../conditions/evaluator.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import type { Floor } from '../../conversation/floor.ts';
import type { FactValue, FactValues } from '../../facts/definition.ts';
import type { Question } from '../question.ts';
import type { NotReplayable } from '../record.ts';
import { Covering, type Setting } from '../setting.ts';
import type { SkillsRun } from '../skills/run.ts';
import type { RankingInput } from './decide.ts';
import type { Requirements } from './eligibility.ts';
import { Ranker, type RankingRuling } from './ruling.ts';
import type { Scoring } from './scoring.ts';
import { ShiftMemory, type ShiftStanding } from './shiftMemory.ts';
import { shiftRules, shiftWeights, type ActiveShifts } from './shifts.ts';
import type { SlaPolicy } from './slaPolicy.ts';

/** The weights that count while certain shifts are in force, and the ranker that has them folded in. */
interface Weighing extends Pick<RankingInput, 'weightsBp' | 'shifts'> {
  readonly pack: Scoring;
  readonly sla: SlaPolicy | undefined;
  readonly active: ActiveShifts;
  readonly ranker: Ranker;
}

/** The scorings of a policy at work, with the SLA policies that shift their weights. */
export class RankingRun {
  readonly #setting: Setting;
  readonly #skills: SkillsRun;
  readonly #scorings: Covering<Scoring>;
  readonly #slaPolicies: Covering<SlaPolicy>;
  readonly #shifts = new ShiftMemory();
  readonly #weighings: Weighing[] = [];
  readonly #ordinals = new Map<string, number>();

  constructor(setting: Setting, skills: SkillsRun) {
    this.#setting = setting;
    this.#skills = skills;
    this.#scorings = new Covering(setting.policy, 'Scoring');
    this.#slaPolicies = new Covering(setting.policy, 'SlaPolicy');
  }

  /** Agents are ranked for a waiting conversation. */
  decide(conversation: Conversation, floor: Floor, at: number): RankingRuling | NotReplayable | undefined {
    const pack = this.#scorings.pack(conversation);
    if (pack === undefined) return undefined;
    const { id, queue } = conversation;
    const given = this.#skills.givenTo(id);
    const sla = this.#slaPolicies.pack(conversation);
    const standing = sla && this.#standing(sla, queue ?? '');
    const { weightsBp, shifts, ranker } = this.#weighing(pack, sla, standing?.active ?? []);
    const input: RankingInput = {
      requirements: requirementsOf((fact) => given.facts[fact] ?? conversation.facts[fact], queue),
      agents: floor.agents(),
      weightsBp,
      shifts,
      outcomes: standing?.outcomes,
      facts: standing?.facts ?? nothing,
      lacking: given.lacking,
    };
    const ordinal = (this.#ordinals.get(id) ?? 0) + 1;
    this.#ordinals.set(id, ordinal);
    const context = this.#setting.inQueue(conversation, at, ordinal);
    const ruling = ranker.rank(input, context);
    return 'notReplayable' in ruling ? this.#skills.blame(ruling.notReplayable, [conversation]) : ruling;
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

  /** What is known of a queue changed: shifts begin or end now, whether or not a decision is due. */
  observeQueue(queue: string, floor: Floor): void {
    for (const pack of this.#setting.policy.packs) {
      if (pack.kind !== 'SlaPolicy' || pack.appliesTo.queues?.includes(queue) === false) continue;
      this.#observe(pack as SlaPolicy, queue, floor);
    }
  }

  /** The conversation is over. */
  forget(conversation: string): void {
    this.#ordinals.delete(conversation);
  }

  #standing(sla: SlaPolicy, queue: string): ShiftStanding {
    const standing = this.#shifts.standing(sla, queue);
    return standing ?? this.#shifts.unobserved(sla, this.#rules(sla), this.#setting.options.lacking);
  }

  #observe(sla: SlaPolicy, queue: string, floor: Floor): void {
    const { lacking } = this.#setting.options;
    this.#shifts.observe(sla, queue, this.#rules(sla), floor.queueFacts(queue), lacking);
  }

  #rules(sla: SlaPolicy): DecidingRules {
    return this.#setting.rulesOf(sla, () => shiftRules(sla));
  }

  /** A policy has few packs and few shifts are in force at once, so the list stays short. */
  #weighing(pack: Scoring, sla: SlaPolicy | undefined, active: ActiveShifts): Weighing {
    const isSame = (one: Weighing): boolean =>
      one.pack === pack &&
      one.sla === sla &&
      one.active.length === active.length &&
      one.active.every((name, index) => name === active[index]);
    let weighing = this.#weighings.find(isSame);
    if (weighing === undefined) {
      const { weightsBp, shifts } =
        sla === undefined
          ? { weightsBp: pack.weightsBp, shifts: [] }
          : shiftWeights(sla, pack.weightsBp, active);
      weighing = { pack, sla, active, weightsBp, shifts, ranker: new Ranker(pack) };
      this.#weighings.push(weighing);
    }
    return weighing;
  }
}

const nothing = (): FactValues => ({});

function requirementsOf(
  find: (fact: string) => FactValue | undefined,
  queue: string | undefined,
): Requirements {
  const language = find('language') as string | undefined;
  const skills = (find('requiredSkills') as readonly string[] | undefined) ?? [];
  return {
    ...(queue === undefined ? {} : { queue }),
    skills: skills.length < 2 ? skills : skills.toSorted(),
    ...(language === undefined ? {} : { language }),
  };
}
