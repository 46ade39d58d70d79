import { join } from 'node:path';
import { progressBar } from '../harness/progress.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { recordWorld, type Extent, type Recording } from './works/recorded/recording.ts';
import type { RecordedId } from './works/work.ts';

/** Of the recording that is read from file, and of the one that is decided from columns. */
export interface Extents {
  readonly file: Extent;
  readonly columns: Extent;
}

/** The recordings of one run, made when they are asked for and gone when the run is over. */
export class Recordings {
  readonly #extents: Extents;
  readonly #made = new Map<keyof Extents, Promise<Recording>>();
  #folder: string | undefined;

  constructor(extents: Extents) {
    this.#extents = extents;
  }

  for(work: RecordedId): Promise<Recording> {
    const which = work === 'recording' ? 'file' : 'columns';
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
