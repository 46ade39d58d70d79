import type { FactValues } from '../../engine/facts/definition.ts';
import { parseServiceLevelTarget } from '../../engine/facts/serviceLevelTarget.ts';
import type { Kernel } from './kernel.ts';
import type { QueueModel, Scenario } from './scenario.ts';
import type { Staff } from './staff.ts';
import { DAY_MS, sinceMidnightMs } from './timeOfDay.ts';
import { TrailingShare } from './trailing.ts';

const WINDOW_MS = 1_800_000;

interface Observed {
  readonly model: QueueModel;
  readonly targetMs: number;
  readonly withinTarget: TrailingShare;
  waiting: number;
  /** Smoothed time an agent is taken by one conversation. */
  handleMs: number | undefined;
  wasObserved: boolean;
}

/** Watches the queues and now and then records what a supervisor's screen would show. */
export class QueueObserver {
  readonly #kernel: Kernel;
  readonly #startsAt: number;
  readonly #queues: ReadonlyMap<string, Observed>;

  constructor(kernel: Kernel, scenario: Scenario) {
    this.#kernel = kernel;
    this.#startsAt = kernel.now;
    this.#queues = new Map(scenario.queues.map((model) => [model.name, newObserved(model)]));
  }

  /** Puts the observations on the clock, to the end of the scenario's last day. */
  watch(staff: Staff, observationSeconds: number, days: number): void {
    const end = this.#startsAt + days * DAY_MS;
    const observeAll = (): void => {
      for (const queue of this.#queues.values()) this.#observe(queue, staff);
      const next = this.#kernel.now + observationSeconds * 1000;
      if (next < end) this.#kernel.schedule(next, 'observation', observeAll);
    };
    this.#kernel.schedule(this.#startsAt, 'observation', observeAll);
  }

  entered(queue: string): void {
    this.#queues.get(queue)!.waiting++;
  }

  answered(queue: string, waitMs: number): void {
    const observed = this.#queues.get(queue)!;
    observed.waiting--;
    observed.withinTarget.add(this.#kernel.now, waitMs <= observed.targetMs);
  }

  /** Counts as not answered within the target, however soon the customer left. */
  abandoned(queue: string): void {
    const observed = this.#queues.get(queue)!;
    observed.waiting--;
    observed.withinTarget.add(this.#kernel.now, false);
  }

  /** Left the queue for another: neither answered nor lost. */
  withdrawn(queue: string): void {
    this.#queues.get(queue)!.waiting--;
  }

  handled(queue: string, handleMs: number): void {
    const observed = this.#queues.get(queue)!;
    observed.handleMs =
      observed.handleMs === undefined ? handleMs : 0.95 * observed.handleMs + 0.05 * handleMs;
  }

  /** What a supervisor's screen shows of a queue now. */
  facts(queue: string, staff: Staff): FactValues {
    return this.#facts(this.#queues.get(queue)!, staff);
  }

  #observe(queue: Observed, staff: Staff): void {
    const facts = this.#facts(queue, staff);
    const isWatched = facts['queueOpen'] === true || queue.waiting > 0;
    // One observation after the last: so that the record says that the queue has closed.
    if (!isWatched && !queue.wasObserved) return;
    queue.wasObserved = isWatched;
    this.#kernel.emit({ at: this.#kernel.now, type: 'queue.observed', queue: queue.model.name, facts });
  }

  #facts(queue: Observed, staff: Staff): FactValues {
    const { model, waiting } = queue;
    const timeOfDay = (this.#kernel.now - this.#startsAt) % DAY_MS;
    const queueOpen = timeOfDay >= sinceMidnightMs(model.opens) && timeOfDay < sinceMidnightMs(model.closes);
    const { onQueue, idle } = staff.onQueue(model.name);
    const serviceLevel = queue.withinTarget.share(this.#kernel.now);
    const estimatedWait = estimatedWaitSeconds(queue, onQueue, idle);
    return {
      slaTarget: model.slaTarget,
      ...(serviceLevel === undefined ? {} : { serviceLevel: Math.round(serviceLevel * 10_000) / 10_000 }),
      ...(estimatedWait === undefined ? {} : { estimatedWaitSeconds: estimatedWait }),
      queueOpen,
      agentsOnQueue: onQueue,
      agentsIdle: idle,
      conversationsWaiting: waiting,
    };
  }
}

/**
 * (waiting + 1) × mean handle time / agents on queue, and nothing while an agent is idle. Agents shared with other
 * queues count in full, so it is low when those are busy.
 * Source: the queue-length estimator of Ibrahim and Whitt 2009, "Real-time delay estimation based on delay history".
 */
function estimatedWaitSeconds(queue: Observed, onQueue: number, idle: number): number | undefined {
  if (idle > 0) return 0;
  if (onQueue === 0 || queue.handleMs === undefined) return undefined;
  return Math.round(((queue.waiting + 1) * queue.handleMs) / onQueue / 1000);
}

function newObserved(model: QueueModel): Observed {
  const target = parseServiceLevelTarget(model.slaTarget);
  if (target === undefined) throw new RangeError(`${model.slaTarget} is not a target such as 80/20`);
  return {
    model,
    targetMs: target.seconds * 1000,
    withinTarget: new TrailingShare(WINDOW_MS),
    waiting: 0,
    handleMs: undefined,
    wasObserved: false,
  };
}
