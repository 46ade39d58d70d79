import { ChoiceAgreement } from '../../engine/decisions/ranking/choiceAgreement.ts';
import type { Metric } from '../../engine/metrics.ts';
import type { Clock } from '../../engine/ports.ts';
import type { Changes, Store } from '../../engine/store.ts';
import { Counts, Durations, type MetricRegistry } from './metricRegistry.ts';

/** Seconds. */
const lagBounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const latencyBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What a run takes in, decides and has yet to do, in figures; from what is written to its store. */
export class RunFigures {
  readonly #clock: Clock;
  readonly #store: Store;
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
  readonly #agreement = new ChoiceAgreement();
  /** When entries of the inbox were received, oldest first. */
  readonly #inbox = new Map<number, number>();
  /** Sources that say that they may have missed something. */
  readonly #unseen = new Set<string>();

  constructor(clock: Clock, store: Store) {
    this.#clock = clock;
    this.#store = store;
    this.#undecided.add({}, 0);
  }

  /** Plugins whose source says that it may have missed something, by name. */
  get unseen(): ReadonlySet<string> {
    return this.#unseen;
  }

  /** Takes up what is in the store. To be called before anything is decided. */
  async resume(): Promise<void> {
    for (const { position, receivedAt } of await this.#store.inbox()) this.#inbox.set(position, receivedAt);
  }

  /** Takes in what was written together. */
  committed({ accepted = [], journal = [], decisions = [], ended = [] }: Changes): void {
    for (const { position, receivedAt, from, observed } of accepted) {
      this.#inbox.set(position, receivedAt);
      this.#events.add({ plugin: from, source: observed.source });
      if (observed.event.type === 'platform.unseen') this.#unseen.add(from);
      if (observed.event.type === 'platform.seen') this.#unseen.delete(from);
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
      const receivedAt = this.#inbox.get(position);
      this.#inbox.delete(position);
      const brought = events.some((event) => 'conversation' in event && decided.has(event.conversation));
      if (brought && receivedAt !== undefined) this.#latency.took((this.#clock.now() - receivedAt) / 1000);
    }
    this.#agreement.written({ decisions, journal });
    for (const { ended: end } of ended) this.#outcomes.add({ status: end.outcome.status });
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
      { value: this.#agreement.result().compared },
    ]);
    counter('ranking_agreed_total', 'Those of them that the agent ranked first answered.', () => [
      { value: this.#agreement.result().agreed },
    ]);
    registry.add(this.#lag);
    registry.add(this.#latency);
    const gauge = (name: string, help: string, read: () => number | Promise<number>): void =>
      registry.add({
        ...{ name: `signalbox_${name}`, type: 'gauge', help },
        read: async () => [{ value: await read() }],
      });
    gauge('inbox_entries', 'Events taken in and not decided on.', () => this.#inbox.size);
    gauge('inbox_oldest_seconds', 'Since the oldest of them was received; 0 for none.', () => {
      const [oldest] = this.#inbox.values();
      return this.#ageSeconds(oldest);
    });
    gauge('outbox_entries', 'Commands not done yet.', async () => (await this.#store.depths()).outbox);
    gauge('outbox_oldest_seconds', 'Since the oldest of them was decided; 0 for none.', async () => {
      const [oldest] = await this.#store.outbox(0, 1);
      return this.#ageSeconds(oldest?.decidedAt);
    });
    gauge('dead_commands', 'Commands that failed or were refused, or may not have been done.', async () => {
      const { dead } = await this.#store.depths();
      return dead;
    });
    gauge('dead_oldest_seconds', 'Since the oldest of them was decided; 0 for none.', async () => {
      const [oldest] = await this.#store.dead(0, 1);
      return this.#ageSeconds(oldest?.ended.decidedAt);
    });
  }

  #ageSeconds(since: number | undefined): number {
    return since === undefined ? 0 : Math.max(0, (this.#clock.now() - since) / 1000);
  }
}
