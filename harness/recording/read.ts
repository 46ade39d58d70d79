import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import { factValueProblem } from '../../engine/facts/values.ts';
import { problemError } from '../../engine/problem.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { recordingVersion, type RecordingEnd, type RecordingHeader } from './format.ts';
import validators from './format.validator.js';
import { readLines, type TextLine } from './lines.ts';
import { Repeats } from './repeats.ts';
import { parseUtc } from './time.ts';

const kindsOfLine = Object.keys(validators);

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
  readonly #batches: AsyncGenerator<readonly TextLine[]>;
  /** What is left of the batch that the header was in. */
  #begun: readonly TextLine[] = [];
  #header: RecordingHeader | undefined;
  #summary: RecordingSummary | undefined;
  #bytes = 0;

  constructor(file: string) {
    this.#file = file;
    this.#batches = readLines(file, (bytes) => {
      this.#bytes += bytes.length;
      this.#hash.update(bytes);
    });
  }

  /** @throws ProblemError when the file is not a recording of a version this code reads. */
  async header(): Promise<RecordingHeader> {
    if (this.#header !== undefined) return this.#header;
    const batch = await this.#batches.next();
    if (batch.done === true) throw problemError('empty', 'the recording is empty', { file: this.#file });
    const [first, ...rest] = batch.value as [TextLine, ...TextLine[]];
    this.#begun = rest;
    const header = this.#parse(first) as unknown as RecordingHeader;
    if (header.signalbox !== 'recording') {
      throw this.#bad(first, 'not-a-recording', 'the first line is not the header of a recording', {
        hint: 'make a recording of a call log with `signalbox import`',
      });
    }
    if ((header.version as number) !== recordingVersion) {
      const message = `this is a recording of version ${JSON.stringify(header.version)}; this release reads ${recordingVersion}`;
      throw this.#bad(first, 'version', message);
    }
    this.#check(first, 'header', header);
    for (const name of header.facts) {
      if (!factCatalogue.has(name)) throw this.#unknownFact(first, name);
      if (factCatalogue.get(name)!.origin === 'derived') {
        throw this.#bad(
          first,
          'derived-fact',
          `${name} is derived by the engine; a recording does not carry it`,
        );
      }
    }
    this.#header = header;
    return header;
  }

  /** The events one by one. @throws ProblemError at the first line that is wrong, naming it. */
  async *events(onProgress?: OnProgress): AsyncGenerator<RoutingEvent> {
    for await (const batch of this.batches(onProgress)) yield* batch;
  }

  /** The events in batches, as they are read. @throws ProblemError at the first line that is wrong, naming it. */
  async *batches(onProgress: OnProgress = () => undefined): AsyncGenerator<readonly RoutingEvent[]> {
    const header = await this.header();
    const size = Math.max(1, await unpackedSize(this.#file));
    const course: Course = { repeats: new Repeats(), count: 0, latest: -Infinity };
    yield this.#eventsIn(this.#begun, course);
    for await (const lines of this.#batches) {
      yield this.#eventsIn(lines, course);
      onProgress(Math.min(1, this.#bytes / size));
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

  #eventsIn(lines: readonly TextLine[], course: Course): readonly RoutingEvent[] {
    const events: RoutingEvent[] = [];
    for (const line of lines) {
      if (course.end !== undefined) {
        throw this.#bad(line, 'after-the-end', 'there are lines after the end of the recording');
      }
      const parsed = this.#parse(line);
      if (parsed['type'] === 'recording.end') {
        course.end = this.#end(line, parsed, course.count);
        continue;
      }
      const event = this.#event(line, parsed);
      course.count++;
      if (event.at < course.latest) {
        throw this.#bad(line, 'time-runs-backwards', `${String(parsed['at'])} is before the event above it`, {
          hint: 'a recording is in order of time; `signalbox import` sorts',
        });
      }
      course.latest = event.at;
      if (!course.repeats.isRepeat(event)) events.push(event);
    }
    return events;
  }

  #end(line: TextLine, parsed: Record<string, unknown>, count: number): RecordingEnd {
    this.#check(line, 'recording.end', parsed);
    const end = parsed as unknown as RecordingEnd;
    if (end.events === count) return end;
    throw this.#bad(line, 'count', `the recording says it holds ${end.events} events but holds ${count}`);
  }

  /** To be asked once `events` has run to its end. */
  summary(): RecordingSummary {
    if (this.#summary === undefined) throw new Error('the recording has not been read to its end');
    return this.#summary;
  }

  #parse(line: TextLine): Record<string, unknown> {
    if (!line.complete)
      throw this.#bad(line, 'cut-off', 'the recording is cut off in the middle of this line');
    let parsed: unknown;
    try {
      parsed = JSON.parse(line.text);
    } catch (error) {
      throw this.#bad(line, 'not-json', `the line is not JSON: ${(error as Error).message}`);
    }
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
    throw this.#bad(line, 'not-an-object', 'the line is not a JSON object');
  }

  #event(line: TextLine, parsed: Record<string, unknown>): RoutingEvent {
    const type = String(parsed['type']);
    if (!kindsOfLine.includes(type) || type === 'header') {
      const hint = didYouMean(
        type,
        kindsOfLine.filter((kind) => kind !== 'header'),
      );
      throw this.#bad(
        line,
        'unknown-event',
        `unknown type of event "${type}"`,
        hint === undefined ? {} : { hint },
      );
    }
    this.#check(line, type, parsed);
    const at = parseUtc(parsed['at'] as string);
    if (at === undefined) {
      throw this.#bad(line, 'bad-time', `"${String(parsed['at'])}" is not a moment in UTC`, {
        hint: 'write it like 2026-11-20T13:10:00.000Z',
      });
    }
    this.#checkFacts(line, (parsed['facts'] ?? {}) as Record<string, unknown>);
    return { ...parsed, at } as unknown as RoutingEvent;
  }

  #checkFacts(line: TextLine, facts: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(facts)) {
      const fact = factCatalogue.get(name);
      if (fact === undefined) throw this.#unknownFact(line, name);
      const wrong = factValueProblem(fact, value);
      if (wrong !== undefined) throw this.#bad(line, 'bad-fact', `${name} ${wrong}`);
      if (!this.#header!.facts.includes(name)) {
        throw this.#bad(
          line,
          'undeclared-fact',
          `the header does not list ${name} among the recording's facts`,
        );
      }
    }
  }

  #check(line: TextLine, kind: string, value: unknown): void {
    const validate = validators[kind as keyof typeof validators];
    if (validate(value)) return;
    const [first] = validate.errors!;
    const field = first!.instancePath.slice(1).replaceAll('/', '.');
    const extra =
      first!.keyword === 'additionalProperties' ? ` "${String(first!.params['additionalProperty'])}"` : '';
    throw this.#bad(
      line,
      'bad-line',
      `${kind}: ${field === '' ? 'it' : field} ${first!.message ?? 'is wrong'}${extra}`,
    );
  }

  #unknownFact(line: TextLine, name: string): Error {
    const hint = didYouMean(name, factCatalogue.keys());
    return this.#bad(line, 'unknown-fact', `unknown fact "${name}"`, hint === undefined ? {} : { hint });
  }

  #bad(line: TextLine, code: string, message: string, more: { hint?: string } = {}): Error {
    return problemError(code, message, { file: this.#file, line: line.number, ...more });
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

/** A guess for the progress bar only: gzip shrinks recordings to about an eighth. */
async function unpackedSize(file: string): Promise<number> {
  const { size } = await stat(file);
  return file.endsWith('.gz') ? size * 8 : size;
}
