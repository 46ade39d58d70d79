import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { problemError } from '../../engine/problem.ts';
import type { Block, Blocks } from './blocks.ts';
import { courseFrom, type Course } from './course.ts';
import type { RecordingHeader } from './format.ts';
import { LineBytes } from './lineBytes.ts';
import { LineChecker } from './lineChecker.ts';
import type { TextLine } from './lines.ts';
import { Repeats } from './repeats.ts';
import { EventScanner } from './scan/eventScanner.ts';

/** Events made at a time: few enough to be forgotten while they are young, which is when forgetting is cheap. */
const batchEvents = 2048;

/** Reads the header, the first of the blocks. @throws ProblemError when it is not one this code reads. */
export async function readHeader(file: string, blocks: Blocks): Promise<RecordingHeader> {
  const block = await blocks.next();
  const lines = new LineBytes(file, true);
  if (block !== undefined) lines.begin(block, 0);
  const line = lines.next();
  if (line === undefined) {
    blocks.end(0);
    throw problemError('empty', 'the recording is empty', { file });
  }
  const header = new LineChecker(file).header(line);
  blocks.giveBack(block!.bytes);
  return header;
}

/** Makes events of the blocks of a recording, checks them line by line, and drops those that repeat. */
export class BlockParser {
  readonly #header: RecordingHeader;
  readonly #checker: LineChecker;
  readonly #lines: LineBytes;
  readonly #scanner: EventScanner;
  #repeats = new Repeats();
  /** What came of the lines parsed so far. */
  course = courseFrom(1);
  /** Whether there may be events before those parsed. */
  #isPart = false;

  /** @param file named in errors. */
  constructor(file: string, header: RecordingHeader) {
    this.#header = header;
    this.#checker = new LineChecker(file);
    this.#lines = new LineBytes(file);
    this.#scanner = new EventScanner(this.#lines.cursor, header.facts);
  }

  /** Parses what follows for itself: whatever came before it is forgotten. */
  beginPart(): void {
    this.#repeats = new Repeats();
    this.course = courseFrom(0);
    this.#isPart = true;
  }

  /** The events of the next block, in batches. @throws ProblemError at the first line that is wrong, naming it. */
  *parse(block: Block): Generator<readonly RoutingEvent[]> {
    this.#lines.begin(block, this.course.lines);
    for (let isOver = false; !isOver;) {
      const events: RoutingEvent[] = [];
      isOver = this.#fill(events);
      if (events.length > 0) yield events;
    }
  }

  /** Puts events of the block into a batch. @returns whether these were the last. */
  #fill(events: RoutingEvent[]): boolean {
    const { course } = this;
    const lines = this.#lines;
    const repeats = this.#repeats;
    const repeatedBefore = repeats.count;
    let isOver = false;
    while (events.length < batchEvents) {
      let event = course.end === undefined ? this.#scanner.scan(course.latest) : undefined;
      if (event !== undefined) {
        lines.done++;
      } else {
        const line = lines.next();
        isOver = line === undefined;
        if (line === undefined) break;
        event = this.#checked(line, course);
        if (event === undefined) continue;
      }
      course.events++;
      course.first ??= event.at;
      course.latest = event.at;
      if (!repeats.isRepeat(event)) events.push(event);
    }
    course.lines = lines.done;
    course.repeated += repeats.count - repeatedBefore;
    return isOver;
  }

  /** The event of a line that the scanner did not take; undefined when it is the end of the recording. */
  #checked(line: TextLine, course: Course): RoutingEvent | undefined {
    const checker = this.#checker;
    if (course.end !== undefined) {
      throw checker.bad(line, 'after-the-end', 'there are lines after the end of the recording');
    }
    const parsed = checker.parse(line);
    if (parsed['type'] === 'recording.end') {
      course.end = checker.end(line, parsed, this.#isPart ? undefined : course.events);
      return undefined;
    }
    const event = checker.event(line, parsed, this.#header);
    if (event.at >= course.latest) return event;
    throw checker.bad(line, 'time-runs-backwards', `${String(parsed['at'])} is before the event above it`, {
      hint: 'a recording is in order of time; `signalbox import` sorts',
    });
  }
}
