import type { Problem } from '../../../engine/problem.ts';
import type { Clock } from '../../../engine/ports.ts';
import { backoffMilliseconds } from '../../../engine/backoff.ts';
import type { ListeningSettings } from '../settings.ts';
import { asWarning } from './source.ts';

/**
 * Why something is to be read: nothing was told yet; nothing was told since before a restart; it may have been missed; or
 * only to be sure that it was not.
 */
export type GapKind = 'start' | 'restart' | 'missed' | 'check';

/** A time of which not all may be known. */
export interface Gap {
  readonly kind: GapKind;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** What gaps are closed with. */
export interface GapsOptions {
  readonly clock: Clock;
  readonly settings: ListeningSettings;
  /** Evenly spread over 0 to 1. */
  readonly random: () => number;
  readonly problem: (problem: Problem) => void;
  /** Reads and tells all that may have been missed. What it throws is told, and it is asked again. */
  readonly close: (gap: Gap, signal: AbortSignal) => Promise<void>;
  /** Told when what is told begins to be incomplete, and when it is complete again; in milliseconds since 1970. */
  readonly sight: (type: 'platform.unseen' | 'platform.seen', at: number) => void;
}

/** Which of two gaps the other goes into. */
const order: readonly GapKind[] = ['check', 'missed', 'restart', 'start'];

/** The gaps in what was told: closes them, one reading at a time, however often it takes. */
export class Gaps {
  readonly #options: GapsOptions;
  readonly #signal: AbortSignal;
  #open: Gap | undefined;
  #closing: Gap | undefined;
  #work: Promise<void> | undefined;
  /** What is not heard at the moment, and since when. */
  readonly #silent = new Map<unknown, number>();
  #isUnseen = false;

  /** @param signal once it aborts nothing more is read. */
  constructor(options: GapsOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  /**
   * Up to when all that happened is told, in milliseconds since 1970; but for what was lost unnoticed within
   * `reconcileSeconds` before, which the next check finds.
   */
  get toldUntil(): number {
    const { clock, settings } = this.#options;
    const gaps = [this.#open, this.#closing].filter((gap) => gap !== undefined);
    const since = gaps.map(
      (gap) => gap.since + (gap.kind === 'check' ? settings.reconcileSeconds * 1000 : 0),
    );
    return Math.min(clock.now(), ...since, ...this.#silent.values());
  }

  /** A channel is not heard yet. @param channel any value that stands for it. */
  awaited(channel: unknown, since: number): void {
    this.#silent.set(channel, since);
  }

  /** A channel is not heard any more. @param channel any value that stands for it. */
  lost(channel: unknown, since: number): void {
    this.#silent.set(channel, Math.min(this.#silent.get(channel) ?? since, since));
    this.#unseen(since);
  }

  /** A channel is heard, for the first time or again. @param gap what may have been missed there. */
  heard(channel: unknown, gap: Gap): void {
    this.#silent.delete(channel);
    this.add(gap);
  }

  /** Has a gap closed; those that open meanwhile are closed together. */
  add(gap: Gap): void {
    this.#open = joined(this.#open, gap);
    if (gap.kind === 'missed' || gap.kind === 'restart') this.#unseen(gap.since);
    this.#work ??= this.#closeAll().finally(() => (this.#work = undefined));
  }

  /** Has all that is open read from time to time, until the signal aborts. */
  async checkFromTimeToTime(): Promise<void> {
    const { clock, settings } = this.#options;
    for (let since = clock.now(); !this.#signal.aborted; since = clock.now()) {
      await clock.sleep(settings.reconcileSeconds * 1000, this.#signal).catch(() => undefined);
      if (!this.#signal.aborted) this.add({ kind: 'check', since });
    }
  }

  /** Resolves once nothing is being read. */
  async idle(): Promise<void> {
    await this.#work;
  }

  #unseen(since: number): void {
    if (this.#isUnseen) return;
    this.#isUnseen = true;
    this.#options.sight('platform.unseen', since);
  }

  #seen(): void {
    if (!this.#isUnseen || this.#silent.size > 0 || (this.#open ?? { kind: 'check' }).kind !== 'check')
      return;
    this.#isUnseen = false;
    this.#options.sight('platform.seen', this.#options.clock.now());
  }

  async #closeAll(): Promise<void> {
    const { clock, settings, random, problem, close } = this.#options;
    for (let failures = 0; this.#open !== undefined && !this.#signal.aborted;) {
      const gap = this.#open;
      this.#open = undefined;
      this.#closing = gap;
      try {
        await close(gap, this.#signal);
        failures = 0;
        this.#closing = undefined;
        this.#seen();
      } catch (error) {
        this.#closing = undefined;
        this.#open = joined(this.#open, gap);
        if (this.#signal.aborted) return;
        problem(asWarning(error, 'what was missed could not be read'));
        const pause = backoffMilliseconds(++failures, settings, random);
        await clock.sleep(pause, this.#signal).catch(() => undefined);
      }
    }
  }
}

function joined(one: Gap | undefined, other: Gap): Gap {
  if (one === undefined) return other;
  const kind = order[Math.max(order.indexOf(one.kind), order.indexOf(other.kind))]!;
  return { kind, since: Math.min(one.since, other.since) };
}
