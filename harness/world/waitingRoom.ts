import type { FactValues } from '../../engine/facts/definition.ts';
import type { Customer } from './customer.ts';
import type { Kernel } from './kernel.ts';
import type { Ledger } from './ledger.ts';
import type { QueueObserver } from './queueObserver.ts';
import { drawSeconds } from './random/distribution.ts';
import type { RandomStreams } from './random/streams.ts';
import type { WaitingConversation } from './routing/policy.ts';
import type { QueueModel, Scenario } from './scenario.ts';

/** A conversation in a queue, with what only the world knows of it. */
export interface Waiting extends WaitingConversation {
  readonly customer: Customer;
}

/** All queues: who waits in which, until an agent answers or patience ends. */
export class WaitingRoom {
  readonly #kernel: Kernel;
  readonly #ledger: Ledger;
  readonly #streams: RandomStreams;
  readonly #observer: QueueObserver;
  readonly #queues: ReadonlyMap<string, QueueModel>;
  readonly #messagePatience: number;
  readonly #waiting = new Map<string, Waiting>();
  readonly #onFloorChange: () => void;
  readonly #onLeave: (id: string) => void;

  /**
   * @param onFloorChange told whenever a conversation begins to wait.
   * @param onLeave told whenever one ceases to.
   */
  constructor(
    kernel: Kernel,
    ledger: Ledger,
    streams: RandomStreams,
    observer: QueueObserver,
    scenario: Scenario,
    onFloorChange: () => void,
    onLeave: (id: string) => void,
  ) {
    this.#kernel = kernel;
    this.#ledger = ledger;
    this.#streams = streams;
    this.#observer = observer;
    this.#queues = new Map(scenario.queues.map((queue) => [queue.name, queue]));
    this.#messagePatience = scenario.messages?.patienceFactor ?? 1;
    this.#onFloorChange = onFloorChange;
    this.#onLeave = onLeave;
  }

  /** By id, the longest waiting first. */
  get waiting(): ReadonlyMap<string, Waiting> {
    return this.#waiting;
  }

  /**
   * @param known facts recorded of the conversation before it came here.
   * @param learnt facts recorded as it enters.
   */
  enter(customer: Customer, queue: string, known: FactValues, learnt: FactValues): void {
    const { conversation: id, number, mediaType } = customer;
    const now = this.#kernel.now;
    this.#ledger.move('onItsWay', 'waiting');
    const entered = { id, customer, queue, queuedAt: now, facts: { ...known, queue, ...learnt } };
    this.#waiting.set(id, entered);
    const facts = Object.keys(learnt).length === 0 ? {} : { facts: learnt };
    this.#kernel.emit({ at: now, type: 'conversation.queued', conversation: id, queue, ...facts });
    this.#observer.entered(queue);
    const factor = mediaType === 'callback' ? Infinity : mediaType === 'message' ? this.#messagePatience : 1;
    const patience = this.#queues.get(queue)!.patience;
    const seconds = drawSeconds(patience, this.#streams.stream('patience', number)) * factor;
    this.#kernel.schedule(now + Math.round(seconds * 1000), 'patienceEnds', () => {
      // Whoever was transferred meanwhile has a patience of their own in the other queue.
      if (this.#waiting.get(id) === entered) this.abandon(id);
    });
    this.#onFloorChange();
  }

  /**
   * Takes a conversation out of its queue, answered.
   * @throws Error when it does not wait.
   */
  take(id: string, agent: string): Waiting {
    const taken = this.#remove(id);
    const now = this.#kernel.now;
    this.#ledger.move('waiting', 'withAgent');
    this.#kernel.emit({ at: now, type: 'conversation.answered', conversation: id, agent });
    this.#observer.answered(taken.queue, now - taken.queuedAt);
    return taken;
  }

  /**
   * Takes a conversation out of its queue, on its way to another.
   * @throws Error when it does not wait.
   */
  withdraw(id: string): Waiting {
    const taken = this.#remove(id);
    this.#ledger.move('waiting', 'onItsWay');
    this.#observer.withdrawn(taken.queue);
    return taken;
  }

  /**
   * The customer leaves, unanswered.
   * @throws Error when the conversation does not wait.
   */
  abandon(id: string): void {
    const left = this.#remove(id);
    this.#ledger.move('waiting', 'abandoned');
    this.#kernel.emit({ at: this.#kernel.now, type: 'conversation.abandoned', conversation: id });
    this.#observer.abandoned(left.queue);
  }

  #remove(id: string): Waiting {
    const found = this.#waiting.get(id);
    if (found === undefined) throw new Error(`${id} cannot leave the queue: it does not wait`);
    this.#waiting.delete(id);
    this.#onLeave(id);
    return found;
  }
}
