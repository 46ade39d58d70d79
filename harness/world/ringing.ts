import type { Kernel } from './kernel.ts';
import { drawMs, type Distribution } from './random/distribution.ts';
import { subjectOf, type RandomStreams } from './random/streams.ts';
import type { Match } from './routing/policy.ts';
import type { Staff } from './staff.ts';

/** Agents who ring for a conversation that waits for them to answer. */
export class Ringing {
  readonly #kernel: Kernel;
  readonly #streams: RandomStreams;
  readonly #staff: Staff;
  readonly #time: Distribution;
  /** By conversation, who rings for it. */
  readonly #rung = new Map<string, Match>();

  /** @param time how long agents let it ring. */
  constructor(kernel: Kernel, streams: RandomStreams, staff: Staff, time: Distribution) {
    this.#kernel = kernel;
    this.#streams = streams;
    this.#staff = staff;
    this.#time = time;
  }

  /** How many ring. */
  get size(): number {
    return this.#rung.size;
  }

  /** Whether an agent rings for the conversation. */
  has(conversation: string): boolean {
    return this.#rung.has(conversation);
  }

  /**
   * The agent is taken, and answers after a while unless the ringing stops before.
   * @param number of the conversation's customer: the draw is of the two, whenever they meet.
   */
  begin(match: Match, number: number, answer: () => void): void {
    const { conversation, agent } = match;
    this.#staff.occupy(agent);
    this.#rung.set(conversation, match);
    const time = drawMs(this.#time, this.#streams.stream('ringing', number, subjectOf(agent)));
    this.#kernel.schedule(this.#kernel.now + Math.round(time), 'answer', () => {
      if (this.#rung.get(conversation) !== match) return;
      this.#rung.delete(conversation);
      answer();
    });
  }

  /** Nobody rings for the conversation any more: who did is free again. */
  stop(conversation: string): void {
    const match = this.#rung.get(conversation);
    if (match === undefined) return;
    this.#rung.delete(conversation);
    this.#staff.spare(match.agent);
  }
}
