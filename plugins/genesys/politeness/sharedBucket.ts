import type { RequestBudget } from '../../../engine/requestBudget.ts';
import type { RateHeaders, RequestBucket } from './requestBucket.ts';
import type { Lane } from './settings.ts';
import type { TokenBucket } from './tokenBucket.ts';

/** The part of the limit that one asks for at once: so that those who ask at one time have something each. */
const portion = 0.05;

/** How long a refusal counts at most: permits may be returned before they come free by themselves. */
const refusedMilliseconds = 1_000;

/** The part of the limit that is used while the budget cannot be asked: that of one among ten who cannot. */
const awayShare = 0.1;

/** How long after a failure the budget is asked again. */
const awayMilliseconds = 5_000;

/** What a shared bucket is made of. */
export interface SharedBucketParts {
  readonly budget: RequestBudget;
  /** What this worker uses of it, and what it knows of the limit. */
  readonly own: TokenBucket;
  /** How long a request may hold its permit until it is answered, in seconds. */
  readonly heldSeconds: number;
  /** Milliseconds of the clock's `steadyTime`. */
  readonly now: () => number;
  /** Told once when the budget cannot be asked any more. */
  readonly away: (error: unknown) => void;
}

/**
 * The requests that may still be made of a budget that is shared with other workers. Every request has a permit of the
 * budget as well as a token of its own. Permits are fetched for those that wait, and what is not used at once is returned:
 * nobody has a stock. What is kept for a lane is kept in the budget, whoever asks.
 *
 * While the budget cannot be asked, a tenth of the limit is used without it, and what the platform's headers say of others
 * counts as it does for who is alone.
 */
export class SharedBucket implements RequestBucket {
  readonly #parts: SharedBucketParts;
  /** The marks of permits that nobody uses yet. */
  readonly #inHand: number[] = [];
  /** The marks of permits in use, oldest first; undefined for a request that goes without one. */
  readonly #inUse: (number | undefined)[] = [];
  /** What the budget is to be told. */
  #answered = 0;
  #returned: number[] = [];
  #heard: RateHeaders | undefined;
  /** The lane that could go, had it a permit. */
  #lacking: Lane | undefined;
  #isAsking = false;
  readonly #refusedUntil: Record<Lane, number> = { handoff: -Infinity, skills: -Infinity, bulk: -Infinity };
  /** When it is asked again; undefined while it answers. */
  #awayUntil: number | undefined;
  /** How many permits counted, and for how long that is worth saying. */
  #counted = { permits: 0, until: -Infinity };

  constructor(parts: SharedBucketParts) {
    this.#parts = parts;
  }

  limit(now: number): number {
    return this.#parts.own.limit(now);
  }

  left(now: number): number {
    const { own } = this.#parts;
    const counted = now < this.#counted.until ? this.#counted.permits : 0;
    return Math.max(0, Math.min(own.left(now), own.limit(now) - counted));
  }

  take(lane: Lane, now: number): boolean {
    const { own } = this.#parts;
    this.#lacking = undefined;
    if (this.#awayUntil !== undefined) {
      if (!own.take(lane, now, awayShare)) return false;
      this.#inUse.push(undefined);
      return true;
    }
    if (!own.take(lane, now)) return false;
    const mark = this.#inHand.shift();
    if (mark === undefined) {
      own.unused();
      this.#lacking = lane;
      return false;
    }
    this.#inUse.push(mark);
    return true;
  }

  answered(now: number): void {
    this.#parts.own.answered(now);
    if (this.#return()) this.#answered++;
  }

  unused(): void {
    this.#parts.own.unused();
    this.#return();
  }

  pause(until: number): void {
    this.#parts.own.pause(until);
  }

  learn(rate: RateHeaders, now: number): void {
    // What others use is known once the budget has said how much of it is the workers'.
    if (this.#awayUntil === undefined) this.#heard = rate;
    else this.#parts.own.learn(rate, now);
  }

  nextChange(now: number): number | undefined {
    if (this.#lacking !== undefined) return this.#isAsking ? undefined : this.#refusedUntil[this.#lacking];
    const next = this.#parts.own.nextChange(now);
    if (this.#awayUntil === undefined || this.#isAsking) return next;
    return Math.min(next ?? Infinity, this.#awayUntil);
  }

  served(waiting: number, now: number, then: () => void): void {
    if (waiting === 0) this.#lacking = undefined;
    const lane = this.#lacking;
    // Who waits cannot go, permits or not, or nobody does.
    if (lane === undefined) this.#returned.push(...this.#inHand.splice(0));
    if (this.#isAsking || now < (this.#awayUntil ?? -Infinity)) return;
    const isRefused = lane === undefined || now < this.#refusedUntil[lane];
    const wanted = isRefused ? 0 : Math.min(waiting, this.#portion(lane, now));
    const isNews = this.#returned.length > 0 || this.#awayUntil !== undefined;
    if (wanted > 0 || isNews) void this.#ask(wanted, lane ?? 'bulk', now).then(then);
  }

  async #ask(wanted: number, lane: Lane, at: number): Promise<void> {
    const { budget, own, heldSeconds, now, away } = this.#parts;
    const [answered, returned, heard] = [this.#answered, this.#returned, this.#heard];
    [this.#answered, this.#returned, this.#heard] = [0, [], undefined];
    const windowSeconds = own.windowMilliseconds / 1000;
    const terms = { limit: own.limitOf(lane, at), windowSeconds, heldSeconds };
    this.#isAsking = true;
    try {
      const { granted, mark, counted, waitMilliseconds } = await budget.take({
        ...{ wanted, answered, returned },
        ...terms,
      });
      this.#awayUntil = undefined;
      if (heard !== undefined) own.learn(heard, now(), counted);
      this.#counted = { permits: counted, until: now() + own.windowMilliseconds };
      this.#inHand.push(...Array.from({ length: granted }, () => mark));
      if (wanted > 0 && granted === 0)
        this.#refusedUntil[lane] = now() + Math.max(1, Math.min(waitMilliseconds, refusedMilliseconds));
    } catch (error) {
      // What it was to be told is not told again: that it was not is not known, and permits come free by themselves.
      if (heard !== undefined) own.learn(heard, now());
      if (this.#awayUntil === undefined) away(error);
      this.#awayUntil = now() + awayMilliseconds;
    } finally {
      this.#isAsking = false;
    }
  }

  /** @returns whether the request that is over had a permit: whichever is oldest, they are all alike. */
  #return(): boolean {
    const mark = this.#inUse.shift();
    if (mark !== undefined) this.#returned.push(mark);
    return mark !== undefined;
  }

  #portion(lane: Lane, now: number): number {
    return Math.max(1, Math.floor(this.#parts.own.limitOf(lane, now) * portion));
  }
}
