import type { Clock } from '../../../engine/ports.ts';
import { steadyTime } from '../../../engine/steadyTime.ts';
import type { RateHeaders, RequestBucket } from './requestBucket.ts';
import { lanes, type Lane } from './settings.ts';

/**
 * Calls waiting for a token: first by lane, then first come, first served. A lane waits for ever only while the lanes
 * before it take every token that it may use.
 */
export class RequestLanes {
  readonly #clock: Clock;
  readonly #bucket: RequestBucket;
  readonly #waiting: Record<Lane, (() => void)[]> = { handoff: [], skills: [], bulk: [] };
  #alarm: { readonly at: number; readonly off: AbortController } | undefined;

  constructor(clock: Clock, bucket: RequestBucket) {
    this.#clock = clock;
    this.#bucket = bucket;
  }

  /** Waits for a token: exactly one `leave` must follow. Rejects with the signal's reason when it aborts first. */
  enter(lane: Lane, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const queue = this.#waiting[lane];
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        queue.splice(queue.indexOf(go), 1);
        reject(signal.reason as Error);
        this.#serve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      queue.push(go);
      this.#serve();
    });
  }

  /** @param sent whether the request was made. */
  leave(sent: boolean): void {
    if (sent) this.#bucket.answered(steadyTime(this.#clock));
    else this.#bucket.unused();
    this.#serve();
  }

  /** Takes over what a response says of the rate limit; before its `leave`. */
  learn(rate: RateHeaders): void {
    this.#bucket.learn(rate, steadyTime(this.#clock));
  }

  /** Holds everybody back for this long. */
  pause(milliseconds: number): void {
    this.#bucket.pause(steadyTime(this.#clock) + milliseconds);
    this.#serve();
  }

  #serve(): void {
    const now = steadyTime(this.#clock);
    for (const lane of lanes) {
      const queue = this.#waiting[lane];
      while (queue.length > 0) {
        // Lanes after this one may use less, so there is nothing for them either.
        if (!this.#bucket.take(lane, now)) return this.#served(queue.length, now);
        queue.shift()!();
      }
    }
    this.#served(0, now);
  }

  #served(waiting: number, now: number): void {
    this.#bucket.served?.(waiting, now, () => this.#serve());
    this.#serveAt(waiting === 0 ? undefined : this.#bucket.nextChange(now));
  }

  #serveAt(at: number | undefined): void {
    if (at === this.#alarm?.at) return;
    this.#alarm?.off.abort();
    this.#alarm = undefined;
    if (at === undefined) return;
    const alarm = { at, off: new AbortController() };
    this.#alarm = alarm;
    this.#clock.sleep(at - steadyTime(this.#clock), alarm.off.signal).then(
      () => {
        if (this.#alarm !== alarm) return;
        this.#alarm = undefined;
        this.#serve();
      },
      () => undefined,
    );
  }
}
