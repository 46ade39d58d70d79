import type { PermitsGranted, PermitsWanted, RequestBudget } from '../../../../engine/requestBudget.ts';
import type { VirtualClock } from '../../../../harness/lockStep/virtualClock.ts';

/** A budget by a clock that stands still: a database's goes on by its own. */
export class BudgetInMemory implements RequestBudget {
  readonly #clock: VirtualClock;
  #freeAt: number[] = [];
  /** What it rejects with while it is away. */
  away: Error | undefined;
  /** How long an answer takes, in milliseconds. */
  readonly answerMs: number;
  asked = 0;

  constructor(clock: VirtualClock, answerMs = 0) {
    this.#clock = clock;
    this.answerMs = answerMs;
  }

  async take(wanted: PermitsWanted): Promise<PermitsGranted> {
    this.asked++;
    if (this.answerMs > 0) await this.#clock.sleep(this.answerMs);
    if (this.away !== undefined) throw this.away;
    const now = this.#clock.now();
    const [windowMs, heldMs] = [wanted.windowSeconds * 1000, wanted.heldSeconds * 1000];
    for (const mark of wanted.returned) {
      const at = this.#freeAt.indexOf(mark);
      if (at >= 0) this.#freeAt.splice(at, 1);
    }
    this.#freeAt = this.#freeAt.filter((at) => at > now);
    this.#freeAt.push(...Array<number>(wanted.answered).fill(now + windowMs));
    const granted = Math.max(0, Math.min(wanted.wanted, wanted.limit - this.#freeAt.length));
    const mark = now + windowMs + heldMs;
    this.#freeAt.push(...Array<number>(granted).fill(mark));
    const counted = this.#freeAt.length;
    const [next = now + windowMs] = this.#freeAt
      .toSorted((a, b) => a - b)
      .slice(Math.max(0, counted - wanted.limit));
    const isWaiting = granted === 0 && wanted.wanted > 0;
    return { granted, mark, counted, waitMilliseconds: isWaiting ? next - now : 0 };
  }
}
