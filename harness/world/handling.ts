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

/** A conversation with an agent. */
interface Talk {
  readonly taken: Waiting;
  readonly agent: string;
  readonly answeredAt: number;
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
  readonly #talks = new Map<string, Talk>();
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

  /** The agent, who is occupied, has answered; the rest follows by the clock. */
  begin(taken: Waiting, agent: string): void {
    const { talkMs, afterCallMs } = this.#handleTime(taken, agent);
    const talk = { taken, agent, answeredAt: this.#kernel.now, afterCallMs };
    this.#talks.set(taken.id, talk);
    this.#kernel.schedule(talk.answeredAt + talkMs, 'talkEnds', () => {
      // It may have been cut short, and the customer be with somebody else by now.
      if (this.#talks.get(taken.id) === talk) this.end(taken.id);
    });
  }

  /** Whether an agent talks with the customer. */
  has(conversation: string): boolean {
    return this.#talks.has(conversation);
  }

  /** The conversation is over: by the clock, or because somebody disconnects it. */
  end(conversation: string): void {
    const { taken, agent, answeredAt } = this.#talks.get(conversation)!;
    this.#ledger.move('withAgent', 'ended');
    this.#kernel.emit({ at: this.#kernel.now, type: 'conversation.ended', conversation });
    this.#surveys.ask(taken, agent, answeredAt - taken.queuedAt);
    this.#leave(conversation);
  }

  /** The agent passes the customer on. @returns the conversation as the agent took it. */
  passOn(conversation: string): Waiting {
    const { taken } = this.#talks.get(conversation)!;
    this.#ledger.move('withAgent', 'onItsWay');
    this.#leave(conversation);
    return taken;
  }

  /** The agent is done with the customer and does the work after it. */
  #leave(conversation: string): void {
    const { taken, agent, answeredAt, afterCallMs } = this.#talks.get(conversation)!;
    this.#talks.delete(conversation);
    this.#observer.handled(taken.queue, this.#kernel.now - answeredAt + afterCallMs);
    if (afterCallMs === 0) {
      this.#staff.release(agent);
      return;
    }
    this.#afterCalls++;
    this.#kernel.schedule(this.#kernel.now + afterCallMs, 'afterCallEnds', () => {
      this.#afterCalls--;
      this.#staff.release(agent);
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
