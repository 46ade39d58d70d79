import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { ProblemError, type Problem } from '../../../engine/problem.ts';
import type { ByteSource } from '../../../harness/recording/byteSource.ts';
import type { RecordingHeader } from '../../../harness/recording/format.ts';
import { LineChecker } from '../../../harness/recording/lineChecker.ts';
import { notText, type TextLine } from '../../../harness/recording/lines.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { Repeats } from '../../../harness/recording/repeats.ts';
import { ByteCursor, slack } from '../../../harness/recording/scan/byteCursor.ts';

const file = 'spec.ndjson';

/** What came of reading a recording: its events, or what is wrong with it. */
export type Outcome = { readonly events: readonly RoutingEvent[] } | { readonly problem: Problem };

async function outcomeOf(events: () => Promise<RoutingEvent[]>): Promise<Outcome> {
  try {
    return { events: await events() };
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problems[0]! };
    throw error;
  }
}

/** Bytes that come in pieces of these sizes, over and over. */
export function sourceOf(bytes: Uint8Array, sizes: readonly number[]): ByteSource {
  let at = 0;
  let piece = 0;
  return {
    read(into) {
      const part = bytes.subarray(at, at + Math.min(into.length, sizes[piece++ % sizes.length]!));
      into.set(part);
      at += part.length;
      return Promise.resolve(part.length);
    },
    expected: () => Promise.resolve(bytes.length),
    close: () => Promise.resolve(),
  };
}

/** What `RecordingReader` makes of the bytes, coming in pieces of these sizes. */
export function read(bytes: Uint8Array, sizes: readonly number[]): Promise<Outcome> {
  return outcomeOf(() => Array.fromAsync(new RecordingReader(file, sourceOf(bytes, sizes)).events()));
}

/** What it must make of them: every line decoded, parsed and checked for itself, none scanned. */
export function readChecked(bytes: Buffer): Promise<Outcome> {
  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws must be a rejection.
  return outcomeOf(async () => checkedEvents(bytes));
}

function checkedEvents(bytes: Buffer): RoutingEvent[] {
  const checker = new LineChecker(file);
  let header: RecordingHeader | undefined;
  const repeats = new Repeats();
  const events: RoutingEvent[] = [];
  let [count, latest, isOver] = [0, -Infinity, false];
  for (const line of linesOf(bytes)) {
    if (header === undefined) {
      header = checker.header(line);
      continue;
    }
    if (isOver) throw checker.bad(line, 'after-the-end', 'there are lines after the end of the recording');
    const parsed = checker.parse(line);
    if (parsed['type'] === 'recording.end') {
      checker.end(line, parsed, count);
      isOver = true;
      continue;
    }
    const event = checker.event(line, parsed, header);
    count++;
    if (event.at < latest) {
      throw checker.bad(line, 'time-runs-backwards', `${String(parsed['at'])} is before the event above it`, {
        hint: 'a recording is in order of time; `signalbox import` sorts',
      });
    }
    latest = event.at;
    if (!repeats.isRepeat(event)) events.push(event);
  }
  return events;
}

function* linesOf(bytes: Buffer): Generator<TextLine> {
  let number = 0;
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\n', at);
    const complete = end !== -1;
    number++;
    yield { text: decoded(bytes.subarray(at, complete ? end : bytes.length), number), number, complete };
    at = complete ? end + 1 : bytes.length;
  }
}

function decoded(bytes: Buffer, number: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notText(file, number);
  }
}

/** A cursor at the beginning of the text. */
export function cursorAt(text: string | Uint8Array): ByteCursor {
  return new ByteCursor(Buffer.concat([Buffer.from(text as string), Buffer.alloc(slack)]));
}
