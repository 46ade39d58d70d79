import { createHash } from 'node:crypto';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { problemError } from '../../engine/problem.ts';
import { contentOf, type ByteSource } from './byteSource.ts';
import type { RecordingEnd, RecordingHeader } from './format.ts';
import { LineBytes } from './lineBytes.ts';
import { LineChecker } from './lineChecker.ts';
import type { TextLine } from './lines.ts';
import { Repeats } from './repeats.ts';
import { EventScanner } from './scan/eventScanner.ts';

/** What is known of a recording once it has been read to its end. */
export interface RecordingSummary {
  readonly header: RecordingHeader;
  /** SHA-256 of the unpacked content. */
  readonly hash: string;
  /** Events yielded; repeated ones are not among them. */
  readonly events: number;
  /** Events that were there more than once, and dropped. */
  readonly repeated: number;
  /** Rows the importer left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** Told now and then how far reading has come, 0 to 1. */
export type OnProgress = (fraction: number) => void;

/**
 * A recording, read as a stream: first its header, then its events, in order of time, checked line by line; events that
 * repeat are dropped and counted.
 */
export class RecordingReader {
  readonly #file: string;
  readonly #hash = createHash('sha256');
  readonly #source: ByteSource;
  readonly #lines: LineBytes;
  readonly #checker: LineChecker;
  #header: RecordingHeader | undefined;
  #summary: RecordingSummary | undefined;
  #bytes = 0;

  /** @param source the file's content, unpacked. */
  constructor(file: string, source: ByteSource = contentOf(file)) {
    this.#file = file;
    this.#source = source;
    this.#lines = new LineBytes(file, source);
    this.#checker = new LineChecker(file);
  }

  /** @throws ProblemError when the file is not a recording of a version this code reads. */
  async header(): Promise<RecordingHeader> {
    if (this.#header !== undefined) return this.#header;
    try {
      this.#header = this.#checker.header(await this.#firstLine());
    } catch (error) {
      await this.#source.close();
      throw error;
    }
    return this.#header;
  }

  /** The events one by one. @throws ProblemError at the first line that is wrong, naming it. */
  async *events(onProgress?: OnProgress): AsyncGenerator<RoutingEvent> {
    for await (const batch of this.batches(onProgress)) yield* batch;
  }

  /** The events in batches, as they are read. @throws ProblemError at the first line that is wrong, naming it. */
  async *batches(onProgress: OnProgress = () => undefined): AsyncGenerator<readonly RoutingEvent[]> {
    const header = await this.header();
    const scanner = new EventScanner(this.#lines.cursor, header.facts);
    const course: Course = { repeats: new Repeats(), count: 0, latest: -Infinity };
    try {
      const size = Math.max(1, await this.#source.expected());
      do {
        yield this.#eventsIn(scanner, header, course);
        onProgress(Math.min(1, this.#bytes / size));
      } while (await this.#more());
      const last = this.#lines.last();
      if (last !== undefined) this.#checked(last, header, course);
    } finally {
      await this.#source.close();
    }
    const { end, count, repeats } = course;
    if (end === undefined) {
      const message = 'the recording is cut off: its last line, which counts the events, is missing';
      throw problemError('cut-off', message, { file: this.#file });
    }
    onProgress(1);
    const hash = this.#hash.digest('hex');
    const events = count - repeats.count;
    this.#summary = { header, hash, events, repeated: repeats.count, excluded: end.excluded };
  }

  /** To be asked once `events` has run to its end. */
  summary(): RecordingSummary {
    if (this.#summary === undefined) throw new Error('the recording has not been read to its end');
    return this.#summary;
  }

  async #firstLine(): Promise<TextLine> {
    while (await this.#more()) {
      const line = this.#lines.next();
      if (line !== undefined) return line;
    }
    const last = this.#lines.last();
    if (last === undefined) throw problemError('empty', 'the recording is empty', { file: this.#file });
    return last;
  }

  /** @returns false at the end of the file. */
  async #more(): Promise<boolean> {
    const bytes = await this.#lines.more();
    this.#bytes += bytes.length;
    this.#hash.update(bytes);
    return bytes.length > 0;
  }

  /** The events of the lines that have been read to their end. */
  #eventsIn(scanner: EventScanner, header: RecordingHeader, course: Course): readonly RoutingEvent[] {
    const events: RoutingEvent[] = [];
    for (;;) {
      let event = course.end === undefined ? scanner.scan(course.latest) : undefined;
      if (event !== undefined) {
        this.#lines.done++;
      } else {
        const line = this.#lines.next();
        if (line === undefined) return events;
        event = this.#checked(line, header, course);
        if (event === undefined) continue;
      }
      course.count++;
      course.latest = event.at;
      if (!course.repeats.isRepeat(event)) events.push(event);
    }
  }

  /** The event of a line that the scanner did not take; undefined when it is the end of the recording. */
  #checked(line: TextLine, header: RecordingHeader, course: Course): RoutingEvent | undefined {
    const checker = this.#checker;
    if (course.end !== undefined) {
      throw checker.bad(line, 'after-the-end', 'there are lines after the end of the recording');
    }
    const parsed = checker.parse(line);
    if (parsed['type'] === 'recording.end') {
      course.end = checker.end(line, parsed, course.count);
      return undefined;
    }
    const event = checker.event(line, parsed, header);
    if (event.at >= course.latest) return event;
    throw checker.bad(line, 'time-runs-backwards', `${String(parsed['at'])} is before the event above it`, {
      hint: 'a recording is in order of time; `signalbox import` sorts',
    });
  }
}

/** How far reading has come. */
interface Course {
  readonly repeats: Repeats;
  count: number;
  /** Time of the last event, in milliseconds. */
  latest: number;
  end?: RecordingEnd;
}
