import { join } from 'node:path';
import { progressBar } from '../harness/progress.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { recordWorld, type Extent, type Recording } from './works/recorded/recording.ts';
import type { RecordedId } from './works/work.ts';

/** Of the recordings that are read from file, and of the one that is decided from columns. */
export interface Extents {
  readonly entries: Extent;
  readonly days: Extent;
  readonly columns: Extent;
}

/** The recording that a work is about, where it is read from file. */
const recordingOf: { readonly [Work in RecordedId]?: keyof Extents } = {
  recording: 'entries',
  'recorded-days': 'days',
};

/** The recordings of one run, made when they are asked for and gone when the run is over. */
export class Recordings {
  readonly #extents: Extents;
  readonly #made = new Map<keyof Extents, Promise<Recording>>();
  #folder: string | undefined;

  constructor(extents: Extents) {
    this.#extents = extents;
  }

  for(work: RecordedId): Promise<Recording> {
    const which = recordingOf[work] ?? 'columns';
    let made = this.#made.get(which);
    if (made === undefined) {
      this.#folder ??= temporaryFolder();
      const bar = progressBar('recording', process.stderr, () => performance.now());
      made = recordWorld(join(this.#folder, `${which}.ndjson`), this.#extents[which], bar);
      this.#made.set(which, made);
    }
    return made;
  }
}
