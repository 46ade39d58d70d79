import type { Priority } from '../../engine/facts/conversation.ts';
import type { BotModel } from './botModel.ts';
import type { Phrases } from './phrases.ts';
import type { Distribution } from './random/distribution.ts';
import type { Shared } from './random/stream.ts';
import type { TimeOfDay } from './timeOfDay.ts';

/** A contact centre and its customers, as plain data. With a seed, it determines every event. */
export interface Scenario {
  readonly name: string;
  /** Local midnight of the first day, in UTC: `2026-03-02T05:00:00.000Z`. A day is 24 hours; clocks do not change. */
  readonly startsAt: string;
  readonly days: number;
  readonly arrivals: ArrivalModel;
  readonly customers: CustomerModel;
  readonly menu: MenuModel;
  /** Without one, nobody meets a bot. */
  readonly bot?: BotModel;
  readonly queues: readonly QueueModel[];
  readonly agents: readonly AgentModel[];
  /** How messages differ from calls in the hands of an agent. */
  readonly messages?: { readonly talkFactor: number; readonly patienceFactor: number };
  readonly surveys?: SurveyModel;
  /** Time between two observations of the queues; without it they are not observed. */
  readonly observationSeconds?: number;
  /** Of conversations that enter a queue with a known intent, the share whose required skills are recorded. 0 to 1. */
  readonly requiredSkillsKnown?: number;
  /** What the recorded routing adds to the time waited, by priority. */
  readonly headStartSeconds?: Partial<Record<Priority, number>>;
  /** How long it rings at an agent who was chosen, before they answer; without it, they answer at once. */
  readonly ringing?: Distribution;
}

/** A Poisson process whose rate changes every half hour, and is itself uncertain. */
export interface ArrivalModel {
  /** Expected conversations of a day. */
  readonly perDay: number;
  /** 48, from midnight, in proportion to expected arrivals. */
  readonly halfHourShares: readonly number[];
  /**
   * Over-dispersion: each half hour's rate is multiplied by a gamma draw of mean 1 and this shape, at least 1, so that
   * variance/mean of its count is 1 + mean/shape. Without it, none. Source: Jongbloed and Koole 2001.
   */
  readonly rateShape?: number;
}

export interface CustomerModel {
  /** Share of conversations that are messages and begin with the bot; the rest are calls. 0 to 1. */
  readonly messageShare: number;
  readonly languages: readonly (Shared & { readonly name: string })[];
  readonly segments: readonly SegmentModel[];
  readonly intents: readonly IntentModel[];
}

interface SegmentModel extends Shared {
  readonly name: string;
  /** Priority of its customers, where the intent has none; recorded for this share of them. */
  readonly priority?: Priority;
  readonly priorityKnown?: number;
}

/** Something customers want. */
export interface IntentModel extends Shared {
  readonly name: string;
  readonly queue: string;
  readonly requiredSkills: readonly string[];
  /** Overrides the segment's. */
  readonly priority?: Priority;
  /** Probability that a turn the bot understands settles the matter, 0 to 1. */
  readonly botSettles: number;
  readonly utterances: Phrases;
}

/** The voice menu in front of the queues. */
interface MenuModel {
  readonly time: Distribution;
  /** Share of calls whose intent the menu finds out, 0 to 1. */
  readonly intentKnown: number;
  /** Where calls with an unknown intent go. */
  readonly otherwiseQueue: string;
}

export interface QueueModel {
  readonly name: string;
  /** Percent answered within seconds: `80/20`. */
  readonly slaTarget: string;
  readonly opens: TimeOfDay;
  readonly closes: TimeOfDay;
  /** Time in conversation with an agent of pace 1. */
  readonly talk: Distribution;
  /** Work after the conversation, during which the agent is not free. */
  readonly afterCall: Distribution;
  /** How long customers wait before they leave. */
  readonly patience: Distribution;
}

export interface AgentModel {
  readonly id: string;
  readonly queues: readonly string[];
  /** 0 to 5. */
  readonly skills: Readonly<Record<string, number>>;
  /** 0 to 5. */
  readonly languages: Readonly<Record<string, number>>;
  /** What the agent's customers give on average, on the scale of the surveys: not observed. */
  readonly satisfaction?: number;
  /** Mean of the surveys answered before the scenario begins, and how many they were. */
  readonly csat?: number;
  readonly csatSurveys?: number;
  /** Multiplies talk and after-call work; 1 when absent. */
  readonly pace?: number;
  /** Every day the same. Without one, the agent is always there. */
  readonly shift?: ShiftModel;
}

export interface ShiftModel {
  readonly from: TimeOfDay;
  readonly to: TimeOfDay;
  readonly breaks: readonly { readonly at: TimeOfDay; readonly minutes: number }[];
}

/** Surveys after conversations with an agent, scored 0 to 100. */
export interface SurveyModel {
  /** Share of customers who answer, 0 to 1. */
  readonly answered: number;
  readonly delay: Distribution;
  /** Standard deviation between customers of one agent, in points. */
  readonly spread: number;
  /** Points lost for each minute waited, and the most that can be lost so. */
  readonly lostPerMinuteWaited: number;
  readonly lostByWaitingAtMost: number;
}
