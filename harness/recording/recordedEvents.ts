import type { RecordedEvents } from '../../engine/ports.ts';
import { RecordingReader } from './read.ts';

/** A recording to be played: its facts first, then, once, its events. */
export function recordedEvents(file: string): RecordedEvents {
  const reader = new RecordingReader(file);
  return {
    facts: async () => (await reader.header()).facts,
    batches: () => reader.batches(),
  };
}
