import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { problemError } from '../../engine/problem.ts';
import type { RecordingHeader } from '../recording/format.ts';
import type { RecordingSummary } from '../recording/course.ts';
import { RecordingReader, type OnProgress } from '../recording/read.ts';
import { BlockSegments } from './blockSegments.ts';
import { readContents, readSegments, type EventFileContents } from './eventFile.ts';
import { EventKeeper } from './eventKeeper.ts';
import { orNothing, RecordingCache, type RecordingCacheOptions } from './recordingCache.ts';
import { eventBatches } from './segmentEvents.ts';

/** A recording's events, wherever they are read from. */
export type RecordedEvents = Pick<RecordingReader, 'header' | 'batches' | 'summary'>;

/**
 * The events of a recording: read from the recording once, and from columns kept beside it as long as it stays the same.
 * They are kept when they have been read to their end without error.
 * @throws ProblemError when the recording is not there; reading throws it when the recording is wrong. A cache that cannot
 * be read or written is none.
 */
export async function cachedEvents(
  recording: string,
  options: RecordingCacheOptions = {},
): Promise<RecordedEvents> {
  const cache = await RecordingCache.of(recording, options);
  return cache === undefined ? new RecordingReader(recording) : eventsThrough(cache);
}

/** The events of the recording a cache is for. */
export async function eventsThrough(cache: RecordingCache): Promise<RecordedEvents> {
  const contents = await keptContents(cache);
  return contents === undefined ? new EventsBeingKept(cache) : new KeptEvents(cache, contents);
}

/** What is in the file in which the events are kept; undefined when they are not. */
export async function keptContents(cache: RecordingCache): Promise<EventFileContents | undefined> {
  const { hash } = cache;
  if (hash === undefined) return undefined;
  return orNothing(() => readContents(cache.fileOf('events', hash), hash));
}

/** Events read from the recording, and put into a file on the way. */
class EventsBeingKept implements RecordedEvents {
  readonly #cache: RecordingCache;
  readonly #reader: RecordingReader;

  constructor(cache: RecordingCache) {
    this.#cache = cache;
    this.#reader = new RecordingReader(cache.recording, undefined, cache.blockBytes);
  }

  header(): Promise<RecordingHeader> {
    return this.#reader.header();
  }

  summary(): RecordingSummary {
    return this.#reader.summary();
  }

  async *batches(onProgress?: OnProgress): AsyncGenerator<readonly RoutingEvent[]> {
    await this.header();
    const keeper = await EventKeeper.begin(this.#cache);
    const segments = new BlockSegments();
    try {
      for await (const batches of this.#reader.blocks(onProgress)) {
        for (const events of batches) {
          if (keeper.isKeeping) segments.take(events);
          yield events;
        }
        await keeper.append(segments.finish());
      }
      await keeper.keep(this.summary());
    } finally {
      await keeper.discard();
    }
  }
}

/** Events read from the file in which they are kept, and from the recording from where that turns out damaged. */
class KeptEvents implements RecordedEvents {
  readonly #cache: RecordingCache;
  readonly #contents: EventFileContents;
  #isRead = false;

  constructor(cache: RecordingCache, contents: EventFileContents) {
    this.#cache = cache;
    this.#contents = contents;
  }

  header(): Promise<RecordingHeader> {
    return Promise.resolve(this.#contents.summary.header);
  }

  summary(): RecordingSummary {
    if (!this.#isRead) throw new Error('the recording has not been read to its end');
    return this.#contents.summary;
  }

  async *batches(onProgress: OnProgress = () => undefined): AsyncGenerator<readonly RoutingEvent[]> {
    const { events: total, hash } = this.#contents.summary;
    const segments = readSegments(this.#cache.fileOf('events', hash), this.#contents);
    let told = 0;
    try {
      let segment = await orNothing(() => segments.next());
      while (segment?.done === false) {
        for (const events of eventBatches(segment.value)) {
          told += events.length;
          yield events;
          onProgress(told / total);
        }
        segment = await orNothing(() => segments.next());
      }
      if (segment === undefined) yield* this.#fromRecording(told, onProgress);
      else await this.#cache.noteHash(hash);
    } finally {
      await segments.return(undefined);
    }
    onProgress(1);
    this.#isRead = true;
  }

  /** @param told how many events have been told already. */
  async *#fromRecording(told: number, onProgress: OnProgress): AsyncGenerator<readonly RoutingEvent[]> {
    const recorded = new EventsBeingKept(this.#cache);
    let place = 0;
    for await (const events of recorded.batches(onProgress)) {
      yield events.slice(Math.max(0, told - place));
      place += events.length;
    }
    if (recorded.summary().hash !== this.#contents.summary.hash) {
      throw problemError('changed', 'the recording changed while it was read', {
        file: this.#cache.recording,
        hint: 'run it again',
      });
    }
  }
}
