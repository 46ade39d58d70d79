import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { problemError } from '../../../engine/problem.ts';
import { keepOnExit, removeOnExit } from '../unfinished.ts';
import { mergeSorted } from './merge.ts';
import { readRun, writeRun } from './runFile.ts';
import type { Sorting } from './sorting.ts';

/** Below this, in bytes, not even two runs can be merged. */
export const leastMemory = 16_384;
/** More open files than this would trouble operating systems and gain nothing. */
const mostOpenRuns = 64;
const largestBuffer = 1 << 18;

/**
 * Sorts any number of lines within a budget of memory: what does not fit waits in sorted run files, which are merged,
 * in several passes when there are many. The order does not depend on the budget.
 */
export class ExternalSorter<Line> {
  readonly #sorting: Sorting<Line>;
  readonly #budget: number;
  readonly #place: string;
  #held: Line[] = [];
  #heldBytes = 0;
  #folder: string | undefined;
  #runs: string[] = [];
  #made = 0;
  #peak = 0;

  /**
   * @param sorting what the lines are, and their order.
   * @param budget bytes of lines and buffers held at once, at least `leastMemory`; the longest line may exceed it.
   * @param place where to make the folder of the run files, should they be needed.
   * @throws ProblemError when the budget is below `leastMemory`.
   */
  constructor(sorting: Sorting<Line>, budget: number, place: string) {
    if (budget < leastMemory)
      throw problemError('too-little-memory', `the budget must be at least ${leastMemory} bytes`);
    this.#sorting = sorting;
    this.#budget = budget;
    this.#place = place;
  }

  /** Most bytes held at once so far. */
  get peakBytes(): number {
    return this.#peak;
  }

  /** Run files written so far. */
  get runs(): number {
    return this.#made;
  }

  add(line: Line): void {
    const bytes = this.#sorting.bytesHeld(line);
    if (this.#heldBytes + bytes > this.#forLines && this.#held.length > 0) this.#spill();
    this.#held.push(line);
    this.#hold(bytes);
  }

  /** Every line added, in order. To be asked once. */
  *sorted(): Generator<Line> {
    if (this.#runs.length === 0) {
      yield* this.#held.sort(this.#sorting.compare);
      return;
    }
    if (this.#held.length > 0) this.#spill();
    const width = this.#width;
    while (this.#runs.length > width) {
      // Only as many as needed for one last full merge: the rest need not be written twice.
      const batch = this.#runs.splice(0, Math.min(width, this.#runs.length - width + 1));
      this.#runs.push(this.#write(this.#merge(batch)));
      for (const run of batch) rmSync(run);
    }
    yield* this.#merge(this.#runs);
  }

  /** Removes the run files. Always to be called. */
  dispose(): void {
    this.#held = [];
    if (this.#folder !== undefined) {
      rmSync(this.#folder, { recursive: true, force: true });
      keepOnExit(this.#folder);
    }
    this.#folder = undefined;
  }

  /** An eighth is kept for the text on its way to a run file. */
  get #forLines(): number {
    return this.#budget * 0.875;
  }

  /** Characters on their way to a file: as text of two bytes each, and once more as bytes. */
  get #outBuffer(): number {
    return Math.min(largestBuffer, Math.floor(this.#budget / 32));
  }

  /** Runs merged at once, and bytes read of each at a time: they and the text on its way share the budget. */
  get #width(): number {
    return Math.max(2, Math.min(mostOpenRuns, Math.floor(this.#forLines / 16_384)));
  }

  get #inBuffer(): number {
    return Math.min(largestBuffer, Math.floor(this.#forLines / this.#width / 2));
  }

  #spill(): void {
    this.#runs.push(this.#write(this.#held.sort(this.#sorting.compare)));
    this.#held = [];
    this.#heldBytes = 0;
  }

  #write(lines: Iterable<Line>): string {
    this.#folder ??= this.#makeFolder();
    const file = join(this.#folder, `run-${this.#made++}`);
    this.#hold(this.#outBuffer * 3);
    writeRun(file, lines, this.#sorting, this.#outBuffer);
    this.#heldBytes -= this.#outBuffer * 3;
    return file;
  }

  #makeFolder(): string {
    const folder = mkdtempSync(join(this.#place, 'signalbox-sort-'));
    removeOnExit(folder);
    return folder;
  }

  *#merge(runs: readonly string[]): Generator<Line> {
    const bytes = runs.length * this.#inBuffer * 2;
    this.#hold(bytes);
    yield* mergeSorted(
      runs.map((run) => readRun(run, this.#sorting, this.#inBuffer)),
      this.#sorting,
    );
    this.#heldBytes -= bytes;
  }

  #hold(bytes: number): void {
    this.#heldBytes += bytes;
    this.#peak = Math.max(this.#peak, this.#heldBytes);
  }
}
