import { problemError } from '../../engine/problem.ts';
import type { RecordingEnd, RecordingHeader } from './format.ts';

/** What came of the lines of a recording, or of one of its blocks. */
export interface Course {
  /** Lines read; of the whole recording, with the header's. */
  lines: number;
  /** Events met, repeated ones among them. */
  events: number;
  /** Events that were there more than once. */
  repeated: number;
  /** Time of the first event, in milliseconds since 1970; undefined when there was none. */
  first: number | undefined;
  /** Time of the last event; -Infinity when there was none. */
  latest: number;
  /** The recording's last line, once it has been met. */
  end: RecordingEnd | undefined;
}

/** Nothing has been read but some lines that hold no events. */
export function courseFrom(lines: number): Course {
  return { lines, events: 0, repeated: 0, first: undefined, latest: -Infinity, end: undefined };
}

/**
 * Adds a block that was read for itself.
 * @returns false, and nothing is added, when what came before makes a difference to the block: it has to be read after it.
 */
export function join(course: Course, block: Course): boolean {
  const isLater = block.first === undefined || block.first > course.latest;
  const isCount = block.end === undefined || block.end.events === course.events + block.events;
  if (course.end !== undefined || !isLater || !isCount) return false;
  course.lines += block.lines;
  course.events += block.events;
  course.repeated += block.repeated;
  course.first ??= block.first;
  course.latest = Math.max(course.latest, block.latest);
  course.end = block.end;
  return true;
}

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

/** The summary of a recording of which all has been read. @throws ProblemError when its last line was not among it. */
export function summaryOf(
  file: string,
  header: RecordingHeader,
  { end, events, repeated }: Course,
  hash: string,
): RecordingSummary {
  if (end !== undefined) return { header, hash, events: events - repeated, repeated, excluded: end.excluded };
  const message = 'the recording is cut off: its last line, which counts the events, is missing';
  throw problemError('cut-off', message, { file });
}
