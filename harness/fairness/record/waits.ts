import { kaplanMeier, survivalQuantile, type TimeCount } from '../../statistics/kaplanMeier.ts';
import { logRank, type LogRankTest } from '../../statistics/logRank.ts';

/** Segments beyond these are put together. */
const mostSegments = 100;
const otherSegment = '(others)';

/** How a wait ended. */
export type WaitEnd = 'answered' | 'abandoned' | 'unknown';

/** Waits in the record, of all or of one segment. */
export interface Waits {
  /** Entries into a queue. */
  readonly waits: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Ended otherwise: still waiting when the record ends, sent elsewhere, or closed without a word of why. */
  readonly unknown: number;
  readonly answeredWithin: number;
  /** Wait for an answer by which half, and nine tenths, would have been answered had nobody left; null: never so many. */
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  readonly longestSeconds: number;
}

export interface SegmentWaits extends Waits {
  readonly segment: string;
}

/** Waits of segments compared. */
export interface WaitComparison {
  /** Whether the answer comes at the same rate in every segment; null where nothing can be compared. */
  readonly logRank: LogRankTest | null;
  /** Longest median by the shortest; null where one is not known or zero. */
  readonly ratioOfMedians: number | null;
  /** The same of the waits of nine tenths. */
  readonly ratioOfP90: number | null;
}

/** Counts waits by whole seconds, so that memory does not grow with their number. */
class WaitTally {
  readonly #bySecond = new Map<number, { events: number; censored: number }>();
  readonly #ends = { answered: 0, abandoned: 0, unknown: 0 };
  #within = 0;
  #longestMs = 0;

  add(waitMs: number, end: WaitEnd, withinMs: number): void {
    const second = Math.floor(waitMs / 1000);
    let count = this.#bySecond.get(second);
    if (count === undefined) {
      count = { events: 0, censored: 0 };
      this.#bySecond.set(second, count);
    }
    if (end === 'answered') count.events++;
    else count.censored++;
    this.#ends[end]++;
    if (end === 'answered' && waitMs <= withinMs) this.#within++;
    this.#longestMs = Math.max(this.#longestMs, waitMs);
  }

  counts(): readonly TimeCount[] {
    return [...this.#bySecond].map(([time, count]) => ({ time, ...count })).sort((a, b) => a.time - b.time);
  }

  result(): Waits {
    const curve = kaplanMeier(this.counts());
    const { answered, abandoned, unknown } = this.#ends;
    return {
      waits: answered + abandoned + unknown,
      answered,
      abandoned,
      unknown,
      answeredWithin: this.#within,
      medianSeconds: survivalQuantile(curve, 0.5),
      p90Seconds: survivalQuantile(curve, 0.9),
      longestSeconds: this.#longestMs / 1000,
    };
  }
}

/** Waits in the record, together and by segment. */
export class SegmentedWaits {
  readonly #withinMs: number;
  readonly #all = new WaitTally();
  readonly #segments = new Map<string, WaitTally>();

  /** @param withinSeconds an answer within which is counted apart. */
  constructor(withinSeconds: number) {
    this.#withinMs = withinSeconds * 1000;
  }

  add(segment: string, waitMs: number, end: WaitEnd): void {
    const kept = this.#segments.size < mostSegments || this.#segments.has(segment) ? segment : otherSegment;
    let tally = this.#segments.get(kept);
    if (tally === undefined) {
      tally = new WaitTally();
      this.#segments.set(kept, tally);
    }
    tally.add(waitMs, end, this.#withinMs);
    this.#all.add(waitMs, end, this.#withinMs);
  }

  all(): Waits {
    return this.#all.result();
  }

  segments(): SegmentWaits[] {
    return [...this.#segments]
      .map(([segment, tally]) => ({ segment, ...tally.result() }))
      .sort((a, b) => b.waits - a.waits || (a.segment < b.segment ? -1 : 1));
  }

  comparison(): WaitComparison {
    const segments = this.segments();
    return {
      logRank: logRank([...this.#segments.values()].map((tally) => tally.counts())),
      ratioOfMedians: spread(segments.map(({ medianSeconds }) => medianSeconds)),
      ratioOfP90: spread(segments.map(({ p90Seconds }) => p90Seconds)),
    };
  }
}

function spread(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  const least = Math.min(...known);
  return known.length < Math.max(2, values.length) || least === 0 ? null : Math.max(...known) / least;
}
