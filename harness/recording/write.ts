import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { RecordingEnd, RecordingHeader } from './format.ts';
import { LineFile } from './lineFile.ts';
import { formatUtc } from './time.ts';

/** @returns the event as one line of a recording, without the line break: `at` first, then the rest as it stands. */
export function eventLine(event: RoutingEvent): string {
  const { at, ...rest } = event;
  return JSON.stringify({ at: formatUtc(at), ...rest });
}

/**
 * Writes a recording of events already in order of time, compressed when the name ends in `.gz`. The file appears whole
 * or not at all.
 * @param lines event lines, as `eventLine` makes them.
 * @param excluded asked for after the last line, when the counts are final.
 */
export async function writeRecording(
  file: string,
  header: RecordingHeader,
  lines: AsyncIterable<string> | Iterable<string>,
  excluded: () => Readonly<Record<string, number>>,
): Promise<{ readonly events: number }> {
  const out = new LineFile(file);
  try {
    await out.write(JSON.stringify(header));
    let events = 0;
    for await (const line of lines) {
      events++;
      const full = out.write(line);
      if (full !== undefined) await full;
    }
    const end: RecordingEnd = { type: 'recording.end', events, excluded: excluded() };
    await out.write(JSON.stringify(end));
    await out.commit();
    return { events };
  } catch (error) {
    await out.discard();
    throw error;
  }
}
