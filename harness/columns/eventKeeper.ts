import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { RecordingSummary } from '../recording/read.ts';
import { EventFileWriter } from './eventFile.ts';
import { orNothing, type RecordingCache } from './recordingCache.ts';
import { SegmentBuilder } from './segmentBuilder.ts';

/** Keeps the events of a recording in a file while they are read, if it can; the file is there when all have been. */
export class EventKeeper {
  readonly #cache: RecordingCache;
  /** Undefined when the events cannot be kept. */
  #writer: EventFileWriter | undefined;
  #segment = new SegmentBuilder();

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

  /** @param events the next ones; how they are divided makes no difference. */
  async take(events: readonly RoutingEvent[]): Promise<void> {
    for (const event of events) {
      if (this.#segment.isFull) await this.#write((writer) => this.#writeSegment(writer));
      if (this.#writer === undefined) return;
      this.#segment.append(event);
    }
  }

  /** To be called when all events have been taken. */
  async keep(summary: RecordingSummary): Promise<void> {
    await this.#write(async (writer) => {
      if (!this.#segment.isEmpty) await this.#writeSegment(writer);
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

  async #writeSegment(writer: EventFileWriter): Promise<void> {
    const segment = this.#segment.finish();
    this.#segment = new SegmentBuilder();
    await writer.append(segment);
  }

  async #write(work: (writer: EventFileWriter) => Promise<void>): Promise<void> {
    const writer = this.#writer;
    if (writer === undefined) return;
    const isWritten = await orNothing(() => work(writer).then(() => true));
    if (isWritten !== true) await this.discard();
  }
}
