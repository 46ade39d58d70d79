import type { CourseState } from '../decisions/course.ts';
import type { Moments } from '../moments.ts';
import { problemError } from '../problem.ts';
import { steadyTime } from '../steadyTime.ts';
import type { JournalSpan, Snapshot, Store } from '../store.ts';
import { engineVersion } from '../version.ts';
import type { AtWorkState } from './atWork.ts';
import type { FreshnessState } from './freshness.ts';
import type { RuntimeParts } from './parts.ts';

/** All that the journal builds, as plain data. */
export interface LiveState {
  readonly moments: Moments;
  readonly course: CourseState;
  readonly policies: AtWorkState;
  readonly freshness: FreshnessState;
}

/** Of `LiveState` and all it holds. To be raised with every change that makes an older state mean something else. */
export const snapshotFormat = 3;

/** Where a run goes on from: what was built up to an entry of the journal; 0 and nothing at the beginning. */
interface Start {
  readonly after: number;
  readonly state: LiveState | undefined;
}

/** When a snapshot is due, and which one a run goes on from. docs/decisions/010-snapshots-of-the-live-state.md */
export class Snapshots {
  readonly #parts: Pick<RuntimeParts, 'clock' | 'settings' | 'problem'>;
  /** The number of the last entry of the journal. */
  #last = 0;
  /** The entry of the last snapshot, and when it was taken, in milliseconds of `steadyTime`. */
  #taken = 0;
  #takenAt: number;

  constructor(parts: Pick<RuntimeParts, 'clock' | 'settings' | 'problem'>) {
    this.#parts = parts;
    this.#takenAt = steadyTime(parts.clock);
  }

  /**
   * Finds where to go on from: the last snapshot, unless it is of other moments; then the journal is folded from as far
   * back as it goes.
   * @throws ProblemError when no snapshot can be read, and the journal does not reach back to the beginning.
   */
  async resume(store: Store): Promise<Start> {
    const [span, snapshots] = [await store.journalSpan(), await store.snapshots()];
    this.#last = span.last;
    this.#taken = snapshots[0]?.after ?? 0;
    this.#takenAt = steadyTime(this.#parts.clock);
    const readable = snapshots.filter(({ format }) => format === snapshotFormat).map(startOf);
    const fitting = readable.find((one) => this.#isOfMoments(one));
    if (fitting !== undefined) return fitting;
    if (span.gone === 0) return { after: 0, state: undefined };
    const oldest = readable.at(-1);
    if (oldest === undefined) throw unreadable(snapshots[0], span);
    this.#tellMoments();
    return oldest;
  }

  /**
   * Entries of the journal are about to be committed, in the order they were decided.
   * @param state gives what was built up to the last of them.
   * @returns what to commit with them, when it is time.
   */
  due(entries: number, state: () => LiveState): Snapshot | undefined {
    const { clock, settings } = this.#parts;
    this.#last += entries;
    const since = this.#last - this.#taken;
    const now = steadyTime(clock);
    if (since === 0) return undefined;
    if (since < settings.snapshotEntries && now - this.#takenAt < settings.snapshotMinutes * 60_000)
      return undefined;
    this.#taken = this.#last;
    this.#takenAt = now;
    return { after: this.#last, format: snapshotFormat, engineVersion, state: state() };
  }

  #isOfMoments({ state }: Start): boolean {
    return state!.moments === this.#parts.settings.moments;
  }

  #tellMoments(): void {
    this.#parts.problem({
      code: 'moments-changed',
      severity: 'warning',
      message: 'runtime.moments is another than when the store was last written',
      hint: 'those who wait already are ranked from their next event on; nothing is to be done',
    });
  }
}

function startOf({ after, state }: Snapshot): Start {
  return { after, state: state as LiveState };
}

function unreadable(snapshot: Snapshot | undefined, { gone }: JournalSpan): Error {
  const what =
    snapshot === undefined
      ? 'there is no snapshot of what it built'
      : `the snapshot is of format ${snapshot.format}, and this Signalbox (${engineVersion}) knows ${snapshotFormat}`;
  return problemError(
    'snapshot-not-read',
    `the store cannot be gone on from: the first ${gone} entries of its journal are gone, and ${what}`,
    {
      hint: `run the release that wrote it${snapshot === undefined ? '' : ` (${snapshot.engineVersion})`}, or restore a backup`,
    },
  );
}
