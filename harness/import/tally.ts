import type { Problem } from '../../engine/problem.ts';
import type { ExcludedRow } from './excludedRow.ts';

/** Kinds of things an import notices but lets pass. */
const notices = {
  'ambiguous-time':
    'local times came twice, as the clocks were set back; the earlier was taken unless it contradicts its row',
  'skipped-time':
    'local times never were, as the clocks were set forward; they were read with the offset before the change',
  'moved-start': 'rows had a first time after a later one; within toleranceSeconds, it was moved back',
  'moved-moment':
    'rows had a time before one that precedes it; within toleranceSeconds, it was moved forward',
} as const;

type Notice = keyof typeof notices;
export type Note = (notice: Notice) => void;

/** Counts what becomes of every row. */
export class Tally {
  readonly #excluded = new Map<string, number>();
  readonly #noticed = new Map<Notice, number>();
  rows = 0;
  imported = 0;

  /** @param rows how many rows stand behind this one: more than one when they cannot be told apart. */
  exclude({ reason }: ExcludedRow, rows = 1): void {
    this.#excluded.set(reason, (this.#excluded.get(reason) ?? 0) + rows);
  }

  readonly note: Note = (notice) => {
    this.#noticed.set(notice, (this.#noticed.get(notice) ?? 0) + 1);
  };

  /** Rows left out, by reason, in the order of the reasons' names. */
  excluded(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#excluded].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  warnings(file: string): readonly Problem[] {
    return [...this.#noticed].map(([code, count]) => ({
      code,
      severity: 'warning',
      message: `${count} ${notices[code]}`,
      file,
    }));
  }
}
