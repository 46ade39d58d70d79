import { wilson } from '../statistics/binomial.ts';

/** Conversations named of each kind of mistake; the rest is counted. */
const mostExamples = 5;

/** Where something came about in a conversation with a bot. */
export interface TurnMoment {
  /** The customer's turns so far, that one included. */
  readonly turn: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What came of one conversation. */
export interface JudgedConversation {
  readonly conversation: string;
  /** Where the record has a person take over; undefined when it never does. */
  readonly recorded: TurnMoment | undefined;
  /** Where the policy hands over first; undefined when it never does. */
  readonly decided: TurnMoment | undefined;
  /** Whether the policy wanted to, and a guard kept it from doing so. */
  readonly wasHeldBack: boolean;
}

/** A share, with what it is a share of. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  /** count / of; null where there is nothing to be a share of. */
  readonly rate: number | null;
  /** The 95 % score interval; null the same. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** How much later than the record a policy hands over: below 0 is earlier. Over the conversations both hand over. */
export interface Lag {
  readonly earlier: number;
  readonly atTheSameTurn: number;
  readonly later: number;
  /** Customer's turns; null without such conversations. */
  readonly medianTurns: number | null;
  readonly meanTurns: number | null;
  readonly medianSeconds: number | null;
}

/** How a policy's handoffs stand to those of the record. */
export interface HandoffScore {
  readonly conversations: number;
  /** Conversations the record has a person take over. */
  readonly recorded: number;
  /** Conversations the policy hands over. */
  readonly decided: number;
  readonly both: number;
  /** Of those the policy hands over, the record has a person take over. */
  readonly precision: Rate;
  /** Of those the record has a person take over, the policy hands over. */
  readonly recall: Rate;
  /** Harmonic mean of the two; null where either is. */
  readonly f1: number | null;
  /** Of those the record leaves with the bot, the policy hands over. */
  readonly falseHandoffs: Rate;
  /** Of those the record has a person take over, the policy leaves with the bot to the end of the record. */
  readonly stuck: Rate;
  /** Of the stuck, those the policy wanted to hand over, and a guard held back. */
  readonly heldBack: number;
  readonly lag: Lag;
  /** The first of each kind of mistake. */
  readonly falseHandoffExamples: readonly string[];
  readonly stuckExamples: readonly string[];
}

/** Counts conversations as they end. */
export class ScoreCount {
  #conversations = 0;
  #recorded = 0;
  #decided = 0;
  #heldBack = 0;
  readonly #lagTurns: number[] = [];
  readonly #lagSeconds: number[] = [];
  readonly #false: string[] = [];
  readonly #stuck: string[] = [];

  add({ conversation, recorded, decided, wasHeldBack }: JudgedConversation): void {
    this.#conversations++;
    if (recorded !== undefined) this.#recorded++;
    if (decided !== undefined) this.#decided++;
    if (recorded !== undefined && decided !== undefined) {
      this.#lagTurns.push(decided.turn - recorded.turn);
      this.#lagSeconds.push((decided.at - recorded.at) / 1000);
    } else if (recorded !== undefined) {
      if (wasHeldBack) this.#heldBack++;
      if (this.#stuck.length < mostExamples) this.#stuck.push(conversation);
    } else if (decided !== undefined && this.#false.length < mostExamples) this.#false.push(conversation);
  }

  result(): HandoffScore {
    const both = this.#lagTurns.length;
    const [precision, recall] = [rateOf(both, this.#decided), rateOf(both, this.#recorded)];
    return {
      conversations: this.#conversations,
      recorded: this.#recorded,
      decided: this.#decided,
      both,
      precision,
      recall,
      f1:
        precision.rate === null || recall.rate === null
          ? null
          : (2 * both) / (this.#decided + this.#recorded),
      falseHandoffs: rateOf(this.#decided - both, this.#conversations - this.#recorded),
      stuck: rateOf(this.#recorded - both, this.#recorded),
      heldBack: this.#heldBack,
      lag: {
        earlier: this.#lagTurns.filter((turns) => turns < 0).length,
        atTheSameTurn: this.#lagTurns.filter((turns) => turns === 0).length,
        later: this.#lagTurns.filter((turns) => turns > 0).length,
        medianTurns: median(this.#lagTurns),
        meanTurns: both === 0 ? null : this.#lagTurns.reduce((sum, turns) => sum + turns, 0) / both,
        medianSeconds: median(this.#lagSeconds),
      },
      falseHandoffExamples: this.#false,
      stuckExamples: this.#stuck,
    };
  }
}

function rateOf(count: number, of: number): Rate {
  if (of === 0) return { count, of, rate: null, interval: null };
  const { low, high } = wilson(count, of);
  return { count, of, rate: count / of, interval: [low, high] };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
