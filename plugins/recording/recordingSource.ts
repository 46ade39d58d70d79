import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Clock, EventBatch, EventSource, RecordedEvents } from '../../engine/ports.ts';

/** Plays a recording's events in order of time. Its cursor is how many of them were taken in. */
export class RecordingSource implements EventSource {
  readonly #events: RecordedEvents;
  readonly #clock: Clock;
  readonly #timesFaster: number | undefined;
  /** As every recording's. */
  readonly givesPseudonyms = true;
  readonly isOfThePast = true;
  #carries: readonly string[] | undefined;

  /** @param timesFaster than it happened; undefined plays it as fast as can be. */
  constructor(events: RecordedEvents, clock: Clock, timesFaster?: number) {
    this.#events = events;
    this.#clock = clock;
    this.#timesFaster = timesFaster;
  }

  get carries(): readonly string[] {
    return this.#carries ?? [];
  }

  /** @throws ProblemError when it is not a recording. */
  async open(): Promise<void> {
    this.#carries = await this.#events.facts();
  }

  async listen(
    take: (batch: EventBatch) => Promise<void>,
    signal: AbortSignal,
    cursor: string | undefined,
  ): Promise<void> {
    const taken = Number(cursor ?? 0);
    let played = 0;
    let begun: { readonly at: number; readonly now: number } | undefined;
    for await (const batch of this.#events.batches()) {
      const events = batch.slice(Math.max(0, taken - played));
      played += batch.length - events.length;
      for (const part of this.#parts(events)) {
        const [{ at }] = part as readonly [RoutingEvent];
        begun ??= { at, now: this.#clock.now() };
        if (!(await this.#waitUntil(at, begun, signal))) return;
        const observedAt = this.#clock.now();
        played += part.length;
        await take({
          events: part.map((event) => ({ event, observedAt, source: 'recording' })),
          cursor: String(played),
        });
      }
    }
  }

  /** Events that are told together: those of one moment, or all when nobody waits. */
  #parts(events: readonly RoutingEvent[]): readonly (readonly RoutingEvent[])[] {
    if (events.length === 0) return [];
    if (this.#timesFaster === undefined) return [events];
    return [...Map.groupBy(events, ({ at }) => at).values()];
  }

  /** @returns false when the signal was aborted first. */
  async #waitUntil(
    at: number,
    begun: { readonly at: number; readonly now: number },
    signal: AbortSignal,
  ): Promise<boolean> {
    if (this.#timesFaster !== undefined) {
      const due = begun.now + (at - begun.at) / this.#timesFaster;
      const left = due - this.#clock.now();
      if (left > 0) await this.#clock.sleep(left, signal).catch(() => undefined);
    }
    return !signal.aborted;
  }
}
