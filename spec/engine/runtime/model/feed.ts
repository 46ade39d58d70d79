import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import type { Clock, EventSource } from '../../../../engine/ports.ts';
import { batchOf } from '../running.ts';

/** What happens outside. Whoever listens hears all of it from where it stood, however often it was away. */
export class Feed {
  readonly log: RoutingEvent[] = [];
  #waiting: (() => void)[] = [];

  tell(...events: readonly RoutingEvent[]): void {
    this.log.push(...events);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** As one instance hears it. @param gate lets it go on. */
  source(clock: Clock, gate: () => Promise<void>): EventSource {
    const { log } = this;
    return {
      listen: async (take, signal, cursor) => {
        const wake = (): void => this.tell();
        signal.addEventListener('abort', wake, { once: true });
        for (let next = Number(cursor ?? 0); !signal.aborted;) {
          await gate();
          if (signal.aborted) return;
          const part = log.slice(next, next + 3);
          next += part.length;
          if (part.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
          else {
            const { events } = batchOf(part);
            const observedAt = clock.now();
            await take({ events: events.map((one) => ({ ...one, observedAt })), cursor: String(next) });
          }
        }
      },
    };
  }
}
