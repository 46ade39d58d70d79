import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { RecordingEnd, RecordingHeader } from './format.ts';
import { formatUtc } from './time.ts';

/** @returns the event as one line of a recording, without the line break: `at` first, then the rest as it stands. */
export function eventLine(event: RoutingEvent): string {
  const { at, ...rest } = event;
  return JSON.stringify({ at: formatUtc(at), ...rest });
}

/**
 * Writes a recording of events already in order of time, compressed when the name ends in `.gz`. The file appears whole
 * or not at all: it is written beside its place and moved there at the end.
 * @param lines event lines, as `eventLine` makes them.
 * @param excluded asked for after the last line, when the counts are final.
 */
export async function writeRecording(
  file: string,
  header: RecordingHeader,
  lines: AsyncIterable<string> | Iterable<string>,
  excluded: () => Readonly<Record<string, number>>,
): Promise<{ readonly events: number }> {
  const unfinished = `${file}.${process.pid}.tmp`;
  const toDisk = createWriteStream(unfinished);
  const sink = file.endsWith('.gz') ? createGzip({ level: 9 }) : toDisk;
  if (sink !== toDisk) sink.pipe(toDisk);
  const written = finished(toDisk);
  written.catch(() => undefined);
  let events = 0;
  let pending = `${JSON.stringify(header)}\n`;
  const flush = async (): Promise<void> => {
    const room = sink.write(pending);
    pending = '';
    if (!room) await Promise.race([once(sink, 'drain'), written]);
  };
  try {
    for await (const line of lines) {
      events++;
      pending += `${line}\n`;
      if (pending.length > 65_536) await flush();
    }
    const end: RecordingEnd = { type: 'recording.end', events, excluded: excluded() };
    pending += `${JSON.stringify(end)}\n`;
    await flush();
    sink.end();
    await written;
    await rename(unfinished, file);
  } catch (error) {
    sink.destroy();
    toDisk.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
  return { events };
}
