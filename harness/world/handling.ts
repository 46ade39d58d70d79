import type { Kernel } from './kernel.ts';
import type { Ledger } from './ledger.ts';
import type { QueueObserver } from './queueObserver.ts';
import { drawMs } from './random/distribution.ts';
import { subjectOf, type RandomStreams } from './random/streams.ts';
import type { QueueModel, Scenario } from './scenario.ts';
import type { Staff } from './staff.ts';
import type { Surveys } from './surveys.ts';
import type { Waiting } from './waitingRoom.ts';

/** How long one agent is taken by one conversation, in whole milliseconds. */
interface HandleTime {
  /** At least 1. */
  readonly talkMs: number;
  readonly afterCallMs: number;
}

/** Conversations with agents, from the answer to the end of the work after it. */
export class Handling {
  readonly #kernel: Kernel;
  readonly #ledger: Ledger;
  readonly #streams: RandomStreams;
  readonly #staff: Staff;
  readonly #observer: QueueObserver;
  readonly #surveys: Surveys;
  readonly #queues: ReadonlyMap<string, QueueModel>;
  readonly #subjects: ReadonlyMap<string, number>;
  readonly #messageTalk: number;
  #afterCalls = 0;

  constructor(
    kernel: Kernel,
    ledger: Ledger,
    streams: RandomStreams,
    staff: Staff,
    observer: QueueObserver,
    surveys: Surveys,
    scenario: Scenario,
  ) {
    this.#kernel = kernel;
    this.#ledger = ledger;
    this.#streams = streams;
    this.#staff = staff;
    this.#observer = observer;
    this.#surveys = surveys;
    this.#queues = new Map(scenario.queues.map((queue) => [queue.name, queue]));
    this.#subjects = new Map(scenario.agents.map(({ id }) => [id, subjectOf(id)]));
    this.#messageTalk = scenario.messages?.talkFactor ?? 1;
  }

  /** Agents who work after a conversation that is already over. */
  get afterCalls(): number {
    return this.#afterCalls;
  }

  /** The agent has answered; the rest follows by the clock. */
  begin(taken: Waiting, agent: string): void {
    this.#staff.occupy(agent);
    const answeredAt = this.#kernel.now;
    const { talkMs, afterCallMs } = this.#handleTime(taken, agent);
    this.#kernel.schedule(answeredAt + talkMs, 'talkEnds', () => {
      const at = this.#kernel.now;
      this.#ledger.move('withAgent', 'ended');
      this.#kernel.emit({ at, type: 'conversation.ended', conversation: taken.id });
      this.#observer.handled(taken.queue, talkMs + afterCallMs);
      this.#surveys.ask(taken, agent, answeredAt - taken.queuedAt);
      if (afterCallMs === 0) {
        this.#staff.release(agent);
        return;
      }
      this.#afterCalls++;
      this.#kernel.schedule(at + afterCallMs, 'afterCallEnds', () => {
        this.#afterCalls--;
        this.#staff.release(agent);
      });
    });
  }

  /** Drawn by conversation and agent, so that it is the same whenever and however they meet. */
  #handleTime({ customer, queue }: Waiting, agent: string): HandleTime {
    const { talk, afterCall } = this.#queues.get(queue)!;
    const subject = [customer.number, this.#subjects.get(agent)!];
    const pace = this.#staff.model(agent).pace ?? 1;
    const talkPace = pace * (customer.mediaType === 'message' ? this.#messageTalk : 1);
    return {
      talkMs: Math.max(1, Math.round(drawMs(talk, this.#streams.stream('talk', ...subject)) * talkPace)),
      afterCallMs: Math.round(drawMs(afterCall, this.#streams.stream('afterCall', ...subject)) * pace),
    };
  }
}
