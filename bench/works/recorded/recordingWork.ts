import { readFileSync } from 'node:fs';
import type { RecordedWork, WholeRecording } from '../work.ts';
import { inWords, type Recording } from './recording.ts';

/** From file, one thread: parsed, decided and logged. */
export function recordingWork(recording: Recording): RecordedWork {
  const { conversations, events, bytes } = recording;
  return {
    kind: 'recorded',
    id: 'recording',
    title: `a recording of ${inWords(conversations)} conversations (${inWords(events)} events, ${Math.round(bytes / 1e6)} MB) from file`,
    recording,
    counted: { name: 'events', perAnswer: events },
    compared: 1,
    inputs: (count) => [{ recording: recording.file }].slice(0, count),
    expected: (input) => Promise.resolve(linesAndMoments((input as WholeRecording).recording)),
  };
}

/**
 * How many lines a recording has, and how many turns with a bot, entries into a queue and answers: what decisions there
 * are to make. Lines are searched, not parsed.
 */
function linesAndMoments(file: string): readonly number[] {
  const text = readFileSync(file, 'utf8');
  const types = ['bot.turn', 'conversation.queued', 'conversation.answered'];
  return [occurrences(text, '\n'), ...types.map((type) => occurrences(text, `"type":"${type}"`))];
}

function occurrences(text: string, wanted: string): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) count++;
  return count;
}
