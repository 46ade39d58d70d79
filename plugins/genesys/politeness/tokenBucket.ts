import type { RateHeaders, RequestBucket } from './requestBucket.ts';
import { lanes, type Lane, type PolitenessSettings } from './settings.ts';

const minuteMilliseconds = 60_000;

/** The longest window that is believed. */
const longestWindowMilliseconds = 2 * minuteMilliseconds;

/**
 * The requests that may still be made. A request takes one token, and the token comes back a window after its answer:
 * by then the platform, which saw the request before it was answered, counts it no more, whatever its windows begin
 * with. So no window of any sort ever has more requests than the limit, however long answers travel.
 *
 * The window is a minute, or a little more where the platform's headers say so. Times are milliseconds from any beginning:
 * those of a clock that is set forward would give tokens back too early (engine/steadyTime.ts).
 */
export class TokenBucket implements RequestBucket {
  readonly #most: number;
  readonly #reserve: PolitenessSettings['reserve'];
  #allowed = Infinity;
  #windowMilliseconds = minuteMilliseconds;
  #underWay = 0;
  /** When requests of the last window were answered, oldest first. */
  readonly #answered: number[] = [];
  /** Requests of other programs on the same limit, and when they no longer count. */
  #others = { count: 0, until: -Infinity };
  #pausedUntil = -Infinity;
  /** The latest moment it was asked at. */
  #latest = -Infinity;

  constructor({ requestsPerMinute, reserve }: Pick<PolitenessSettings, 'requestsPerMinute' | 'reserve'>) {
    this.#most = requestsPerMinute;
    this.#reserve = reserve;
  }

  /** For how long a request counts after its answer. */
  get windowMilliseconds(): number {
    return this.#windowMilliseconds;
  }

  limit(now: number): number {
    const others = now < this.#others.until ? this.#others.count : 0;
    return Math.max(0, Math.min(this.#most, this.#allowed - others));
  }

  /** A lane may not use what is kept for those before it, but always one request when nothing is under way. */
  limitOf(lane: Lane, now: number, share = 1): number {
    const limit = Math.floor(this.limit(now) * share);
    const before = lanes.slice(0, lanes.indexOf(lane)) as readonly (keyof PolitenessSettings['reserve'])[];
    const kept = before.reduce((sum, one) => sum + this.#reserve[one], 0);
    return Math.min(this.limit(now), Math.max(1, limit - Math.floor(limit * kept)));
  }

  left(now: number): number {
    this.#forget(now);
    return Math.max(0, this.limit(now) - this.#taken());
  }

  /** @param share of the limit that may be used, 0 to 1; left out, all of it. */
  take(lane: Lane, now: number, share = 1): boolean {
    this.#forget(now);
    if (now < this.#pausedUntil || this.#taken() >= this.limitOf(lane, now, share)) return false;
    this.#underWay++;
    return true;
  }

  answered(now: number): void {
    this.#underWay--;
    this.#answered.push(now);
  }

  unused(): void {
    this.#underWay--;
  }

  pause(until: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }

  /** @param ours how many of those that the platform counts may be ours; left out, those taken here. */
  learn({ allowed, count, resetMilliseconds }: RateHeaders, now: number, ours?: number): void {
    this.#forget(now);
    this.#allowed = allowed;
    const until = now + Math.min(resetMilliseconds, longestWindowMilliseconds);
    this.#others = { count: Math.max(0, count - (ours ?? this.#taken())), until };
    // A longer one is of a limit of another sort, and would slow everything down.
    if (resetMilliseconds <= longestWindowMilliseconds) {
      this.#windowMilliseconds = Math.max(this.#windowMilliseconds, resetMilliseconds);
    }
  }

  nextChange(now: number): number | undefined {
    if (now < this.#pausedUntil) return this.#pausedUntil;
    const [oldest = Infinity] = this.#answered;
    const others = now < this.#others.until && this.#others.count > 0 ? this.#others.until : Infinity;
    const next = Math.min(oldest + this.#windowMilliseconds, others);
    return next === Infinity ? undefined : next;
  }

  /** The clock was set back: all that is to come is as far away as it was before. */
  #setBack(milliseconds: number): void {
    this.#answered.forEach((at, index) => (this.#answered[index] = at - milliseconds));
    this.#others = { ...this.#others, until: this.#others.until - milliseconds };
    this.#pausedUntil -= milliseconds;
  }

  #taken(): number {
    return this.#underWay + this.#answered.length;
  }

  #forget(now: number): void {
    if (now < this.#latest) this.#setBack(this.#latest - now);
    this.#latest = now;
    const kept = this.#answered.findIndex((at) => at + this.#windowMilliseconds > now);
    this.#answered.splice(0, kept === -1 ? this.#answered.length : kept);
  }
}
