import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PastConversation } from '../../engine/ports.ts';
import { problemError } from '../../engine/problem.ts';
import { LineFile } from '../recording/lineFile.ts';
import { longestLine } from '../recording/lines.ts';
import { ExternalSorter } from '../recording/sort/externalSorter.ts';
import { readRun, writeRun } from '../recording/sort/runFile.ts';
import type { Sorting } from '../recording/sort/sorting.ts';
import { keepOnExit, removeOnExit } from '../recording/unfinished.ts';
import {
  conversationLine,
  headerOf,
  SnapshotHash,
  type SnapshotHeader,
  type SnapshotSubject,
} from './format.ts';

/** Lines in order of their text. */
const textSorting: Sorting<string> = {
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  bytesHeld: (line) => 2 * line.length + 50,
  serialize: (line) => line,
  deserialize: (line) => line,
};

/** Bytes written or read at a time. */
const buffer = 1 << 18;

/** How a snapshotter works. */
export interface SnapshotterOptions {
  /** Bytes of conversations held in memory at once, at least `leastMemory`. The snapshot does not depend on it. */
  readonly memoryBytes: number;
  /** Where conversations that do not fit wait; the system's temporary folder unless said. */
  readonly temporaryFolder?: string;
}

/** Makes a snapshot of conversations told in any order, some of them perhaps more than once. */
export class Snapshotter {
  readonly #sorter: ExternalSorter<string>;
  readonly #folder: string;
  #told = 0;

  constructor({ memoryBytes, temporaryFolder = tmpdir() }: SnapshotterOptions) {
    this.#folder = temporaryFolder;
    this.#sorter = new ExternalSorter(textSorting, memoryBytes, temporaryFolder);
  }

  /** Conversations told so far, those told again among them. */
  get told(): number {
    return this.#told;
  }

  /** Most bytes held at once so far. */
  get peakBytes(): number {
    return this.#sorter.peakBytes;
  }

  /** @throws ProblemError when one could not be read again. */
  take(conversations: readonly PastConversation[]): void {
    for (const one of conversations) {
      const line = conversationLine(one);
      if (line.length > longestLine)
        throw problemError(
          'conversation-too-long',
          `what is told of ${one.conversation} takes ${line.length} characters, and at most ${longestLine} may be kept`,
          { hint: 'leave its time out of the window' },
        );
      this.#sorter.add(line);
      this.#told++;
    }
  }

  /**
   * Writes all that was told. To be called once.
   * @param file packed when its name ends in `.gz`; it appears whole or not at all.
   * @throws ProblemError when a conversation was told in two ways, or it cannot be written.
   */
  async write(
    file: string,
    subject: SnapshotSubject,
    onProgress: (fraction: number) => void,
  ): Promise<SnapshotHeader> {
    const unhashed = (conversations: number) => headerOf(subject, conversations);
    const hash = new SnapshotHash();
    let conversations = 0;
    const counted = function* (lines: Iterable<string>, all: number): Generator<string> {
      for (const line of lines) {
        hash.line(line);
        yield line;
        if (++conversations % 1024 === 0) onProgress(conversations / all / 2);
      }
    };
    // What stands in the first line is known after the last one: so the lines go elsewhere first.
    const folder = mkdtempSync(join(this.#folder, 'signalbox-snapshot-'));
    removeOnExit(folder);
    try {
      const body = join(folder, 'lines');
      writeRun(body, counted(distinct(this.#sorter.sorted()), this.#told), textSorting, buffer);
      const header = { ...unhashed(conversations), sha256: hash.end(unhashed(conversations)) };
      await writeWhole(file, header, readRun(body, textSorting, buffer), (written) =>
        onProgress(0.5 + written / conversations / 2),
      );
      onProgress(1);
      return header;
    } finally {
      rmSync(folder, { recursive: true, force: true });
      keepOnExit(folder);
    }
  }

  /** Removes what waits in files. Always to be called. */
  dispose(): void {
    this.#sorter.dispose();
  }
}

/** @throws ProblemError where one conversation has two lines: it is not known which of them is so. */
function* distinct(lines: Iterable<string>): Generator<string> {
  let [last, lastNamed] = ['', ''];
  for (const line of lines) {
    if (line === last) continue;
    const named = line.slice(0, line.indexOf(',"details":'));
    if (named === lastNamed) {
      const { conversation } = JSON.parse(line) as PastConversation;
      throw problemError('told-in-two-ways', `${conversation} was told twice, and not alike`, {
        hint: 'take the snapshot again, of a window that is further back',
      });
    }
    yield line;
    [last, lastNamed] = [line, named];
  }
}

async function writeWhole(
  file: string,
  header: SnapshotHeader,
  lines: Iterable<string>,
  written: (lines: number) => void,
): Promise<void> {
  const out = new LineFile(file);
  try {
    await out.write(JSON.stringify(header));
    let count = 0;
    for (const line of lines) {
      await out.write(line);
      if (++count % 1024 === 0) written(count);
    }
    await out.commit();
  } catch (error) {
    await out.discard();
    throw error;
  }
}
