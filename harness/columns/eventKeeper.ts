import type { RecordingSummary } from '../recording/course.ts';
import { EventFileWriter } from './eventFile.ts';
import { orNothing, type RecordingCache } from './recordingCache.ts';
import type { Segment } from './segment.ts';

/** Keeps the events of a recording in a file while they are read, if it can; the file is there when all have been. */
export class EventKeeper {
  readonly #cache: RecordingCache;
  /** Undefined when the events cannot be kept. */
  #writer: EventFileWriter | undefined;

  private constructor(cache: RecordingCache, writer: EventFileWriter | undefined) {
    this.#cache = cache;
    this.#writer = writer;
  }

  static async begin(cache: RecordingCache): Promise<EventKeeper> {
    const writer = await orNothing(async () => {
      await cache.makeFolder();
      return EventFileWriter.begin(cache.folder);
    });
    return new EventKeeper(cache, writer);
  }

  /** Whether the events can be kept, as far as is known. */
  get isKeeping(): boolean {
    return this.#writer !== undefined;
  }

  /** @param segments the next ones. */
  async append(segments: readonly Segment[]): Promise<void> {
    for (const segment of segments) await this.#write((writer) => writer.append(segment));
  }

  /** To be called when all segments have been appended. */
  async keep(summary: RecordingSummary): Promise<void> {
    await this.#write(async (writer) => {
      await writer.commit(this.#cache.fileOf('events', summary.hash), summary);
      this.#writer = undefined;
    });
    await this.#cache.noteHash(summary.hash);
  }

  /** Leaves nothing behind of what was not kept. */
  async discard(): Promise<void> {
    const writer = this.#writer;
    this.#writer = undefined;
    if (writer !== undefined) await orNothing(() => writer.discard());
  }

  async #write(work: (writer: EventFileWriter) => Promise<void>): Promise<void> {
    const writer = this.#writer;
    if (writer === undefined) return;
    const isWritten = await orNothing(() => work(writer).then(() => true));
    if (isWritten !== true) await this.discard();
  }
}
