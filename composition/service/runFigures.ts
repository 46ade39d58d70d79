import { ChoiceAgreement, type Agreement } from '../../engine/decisions/ranking/choiceAgreement.ts';
import type { Metric } from '../../engine/metrics.ts';
import type { Clock } from '../../engine/ports.ts';
import { logName } from '../../engine/runtime/sharing/logSource.ts';
import type { ObservedEvent } from '../../engine/exchange.ts';
import type { Changes, Store } from '../../engine/store.ts';
import { Counts, Durations, type MetricRegistry } from './metricRegistry.ts';

/** Seconds. */
const lagBounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const latencyBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** A store that is worked on here, and what waits in it. */
interface StoreAtWork {
  readonly store: Store;
  /** When entries of the inbox were received, oldest first. */
  readonly inbox: Map<number, number>;
  readonly agreement: ChoiceAgreement;
}

/** What a run takes in, decides and has yet to do, in figures; from what is written to the stores it works on. */
export class RunFigures {
  readonly #clock: Clock;
  readonly #stores = new Set<StoreAtWork>();
  /** Of stores that are no longer worked on here. */
  readonly #agreedBefore: Agreement[] = [];
  readonly #events = new Counts();
  readonly #decisions = new Counts();
  readonly #undecided = new Counts();
  readonly #outcomes = new Counts();
  readonly #lag = new Durations(
    'signalbox_decision_lag_seconds',
    'From the event, by the platform’s clock, to its decision, by ours.',
    lagBounds,
  );
  readonly #latency = new Durations(
    'signalbox_decision_seconds',
    'From taking an event in to its decisions being safe, of events that brought some.',
    latencyBounds,
  );

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#undecided.add({}, 0);
  }

  /**
   * Takes up what is in a store. To be called before anything is decided there.
   * @returns what takes in what is written there together, and what ends that.
   */
  async watch(
    store: Store,
  ): Promise<{ readonly committed: (changes: Changes) => void; readonly ended: () => void }> {
    const atWork: StoreAtWork = { store, inbox: new Map(), agreement: new ChoiceAgreement() };
    for (const { position, receivedAt } of await store.inbox()) atWork.inbox.set(position, receivedAt);
    this.#stores.add(atWork);
    return {
      committed: (changes) => this.#committed(changes, atWork),
      ended: () => {
        if (this.#stores.delete(atWork)) this.#agreedBefore.push(atWork.agreement.result());
      },
    };
  }

  /** Takes in what a plugin told, once it is safe. */
  told(plugin: string, events: readonly ObservedEvent[]): void {
    for (const { source } of events) this.#events.add({ plugin, source });
  }

  #committed(changes: Changes, { inbox, agreement }: StoreAtWork): void {
    const { accepted = [], journal = [], decisions = [], ended = [] } = changes;
    for (const { position, receivedAt, from, observed } of accepted) {
      inbox.set(position, receivedAt);
      // What several share was counted when it was written to the log.
      if (from !== logName) this.told(from, [observed]);
    }
    const decided = new Set<string>();
    for (const { record } of decisions) {
      const { body, envelope } = record;
      this.#decisions.add({ point: body.point, stage: envelope.stage });
      // Where nothing happened, there is no event to have been late for.
      if (envelope.withheld !== undefined) continue;
      this.#lag.took(((envelope.decidedAt ?? NaN) - Date.parse(body.at)) / 1000);
      decided.add(body.conversation);
    }
    for (const { position, events, undecided = [], policies } of journal) {
      this.#undecided.add({}, undecided.length);
      if (policies !== undefined) continue;
      const receivedAt = inbox.get(position);
      inbox.delete(position);
      const brought = events.some((event) => 'conversation' in event && decided.has(event.conversation));
      if (brought && receivedAt !== undefined) this.#latency.took((this.#clock.now() - receivedAt) / 1000);
    }
    agreement.written(changes);
    for (const { ended: end } of ended) this.#outcomes.add({ status: end.outcome.status });
  }

  #agreed(of: keyof Agreement): number {
    const now = [...this.#stores].map(({ agreement }) => agreement.result());
    return total([...this.#agreedBefore, ...now].map((one) => one[of]));
  }

  /** Has the figures written. */
  addTo(registry: MetricRegistry): void {
    const counter = (name: string, help: string, read: Metric['read']): void =>
      registry.add({ name: `signalbox_${name}`, type: 'counter', help, read });
    counter('events_total', 'Events taken in, by plugin and how they became known.', () =>
      this.#events.samples(),
    );
    counter('decisions_total', 'Decisions, by point and stage.', () => this.#decisions.samples());
    counter('undecided_total', 'Decisions that could not be made, for a fault in the code.', () =>
      this.#undecided.samples(),
    );
    counter('commands_total', 'Commands that ended, by what became of them.', () => this.#outcomes.samples());
    counter('ranking_compared_total', 'Answered waits for which an agent had been ranked first.', () => [
      { value: this.#agreed('compared') },
    ]);
    counter('ranking_agreed_total', 'Those of them that the agent ranked first answered.', () => [
      { value: this.#agreed('agreed') },
    ]);
    registry.add(this.#lag);
    registry.add(this.#latency);
    const gauge = (name: string, help: string, read: () => number | Promise<number>): void =>
      registry.add({
        ...{ name: `signalbox_${name}`, type: 'gauge', help },
        read: async () => [{ value: await read() }],
      });
    gauge(
      'stores',
      'Stores that are worked on here: one, or the shards this run has.',
      () => this.#stores.size,
    );
    gauge('inbox_entries', 'Events taken in and not decided on.', () =>
      this.#sum(({ inbox }) => Promise.resolve(inbox.size)),
    );
    gauge('inbox_oldest_seconds', 'Since the oldest of them was received; 0 for none.', () =>
      this.#ageSeconds(({ inbox }) => Promise.resolve([...inbox.values()][0])),
    );
    gauge('outbox_entries', 'Commands not done yet.', () =>
      this.#sum(async ({ store }) => (await store.depths()).outbox),
    );
    gauge('outbox_oldest_seconds', 'Since the oldest of them was decided; 0 for none.', () =>
      this.#ageSeconds(async ({ store }) => (await store.outbox(0, 1))[0]?.decidedAt),
    );
    gauge('dead_commands', 'Commands that failed or were refused, or may not have been done.', () =>
      this.#sum(async ({ store }) => (await store.depths()).dead),
    );
    gauge('dead_oldest_seconds', 'Since the oldest of them was decided; 0 for none.', () =>
      this.#ageSeconds(async ({ store }) => (await store.dead(0, 1))[0]?.ended.decidedAt),
    );
  }

  async #sum(figure: (store: StoreAtWork) => Promise<number>): Promise<number> {
    return total(await Promise.all([...this.#stores].map(figure)));
  }

  /** @param since of the oldest in a store. */
  async #ageSeconds(since: (store: StoreAtWork) => Promise<number | undefined>): Promise<number> {
    const each = await Promise.all([...this.#stores].map(since));
    const oldest = Math.min(...each.map((one) => one ?? Infinity));
    return Math.max(0, (this.#clock.now() - oldest) / 1000);
  }
}

function total(figures: readonly number[]): number {
  return figures.reduce((sum, one) => sum + one, 0);
}
