import { readEntry, beforeTheFirst, type Entry } from '../entry.ts';
import type { LogFile } from '../files.ts';
import { linesOf } from '../lines.ts';
import type { Faults } from './faults.ts';
import type { Extent } from './snapshot.ts';

/** An entry, and where it stands. */
interface Placed {
  readonly entry: Entry;
  readonly place: { readonly file: string; readonly line: number };
}

/** Whether each entry of a log is as it was written, and follows the one before. Files are read in their order. */
export class Chain {
  readonly #faults: Faults;
  #seq: number;
  /** Undefined after an entry of which it is not known. */
  #hash: string | undefined;
  #last: Entry | undefined;
  #entries = 0;
  #checkpoints = 0;

  /** @param from the first entry there must be. */
  constructor(faults: Faults, from: number) {
    this.#faults = faults;
    this.#seq = from - 1;
    this.#hash = from === 1 ? beforeTheFirst : undefined;
  }

  /** The number of the last entry, as far as is known. */
  get seq(): number {
    return this.#seq;
  }

  /** How many entries were as they were written. */
  get entries(): number {
    return this.#entries;
  }

  /** How many checkpoints it tells of. */
  get checkpoints(): number {
    return this.#checkpoints;
  }

  /** The last that was as it was written. */
  get last(): Pick<Entry, 'seq' | 'at' | 'hash'> | undefined {
    if (this.#last === undefined) return undefined;
    const { seq, at, hash } = this.#last;
    return { seq, at, hash };
  }

  /** Yields the entries of a file that are as they were written. */
  async *read({ file, bytes: to }: Extent<LogFile>): AsyncGenerator<Placed> {
    let line = 0;
    for await (const { bytes, isWhole } of linesOf(file.path, 0, to)) {
      const place = { file: file.path, line: ++line };
      if (!isWhole) {
        const message = `${bytes.length} bytes at the end are no whole entry: a crash left them, or the rest was cut off`;
        this.#faults.add('audit-torn', message, { ...place, hint: afterCrash });
        break;
      }
      const entry = readEntry(bytes);
      if (entry === undefined) {
        this.#faults.add('audit-altered', `entry ${this.#seq + 1} is not as it was written`, place);
        this.#seq++;
        this.#hash = undefined;
        continue;
      }
      this.#look(entry, place, file);
      yield { entry, place };
    }
    if (line === 0)
      this.#faults.add('audit-torn', 'the file is empty', { file: file.path, hint: afterCrash });
  }

  #look(entry: Entry, place: Placed['place'], file: LogFile): void {
    const fault = this.#faultOf(entry) ?? fileFaultOf(entry, place, file);
    if (fault !== undefined) this.#faults.add(...fault, place);
    this.#entries++;
    this.#seq = entry.seq;
    this.#hash = entry.hash;
    this.#last = entry;
    if ('checkpoint' in entry) this.#checkpoints = entry.checkpoint;
    if ('begins' in entry) this.#checkpoints = entry.begins.checkpoints;
  }

  #faultOf({ seq, previous }: Entry): Fault | undefined {
    const expected = this.#seq + 1;
    if (seq > expected) {
      const missing = seq === expected + 1 ? `entry ${expected} is` : `entries ${expected} to ${seq - 1} are`;
      return ['audit-missing', `${missing} missing before entry ${seq}`];
    }
    if (seq < expected) return ['audit-misplaced', `entry ${seq} stands after entry ${expected - 1}`];
    if (this.#hash === undefined || previous === this.#hash) return undefined;
    return ['audit-broken', `entry ${seq} does not follow from the one before: one of the two was replaced`];
  }
}

const afterCrash = 'a run that was killed mends it when it is started again';

type Fault = readonly [code: string, message: string];

/** A file begins with an entry that says so, and is named after it. */
function fileFaultOf(entry: Entry, { line }: Placed['place'], file: LogFile): Fault | undefined {
  const isFirst = line === 1;
  if (isFirst && entry.seq !== file.first)
    return ['audit-misplaced', `this file begins with entry ${entry.seq}, and is named after another`];
  if (isFirst === 'begins' in entry) return undefined;
  return ['audit-misplaced', `entry ${entry.seq} ${isFirst ? 'begins no file' : 'begins a file of its own'}`];
}
