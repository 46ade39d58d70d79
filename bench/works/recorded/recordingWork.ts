import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import type { RecordedId, RecordedWork, WholeRecording, WorkId } from '../work.ts';
import { mappingOf } from './policyEdited.ts';
import { inWords, type Recording } from './recording.ts';
import { sixtyRules } from './thresholdPack.ts';

/** One decision by sixty rules for each conversation of some 400 bytes. From file, one thread: read, decided and logged. */
export function recordingWork(recording: Recording): RecordedWork {
  return readFromFile('recording', recording, 'decided by 60 rules each');
}

/** Whole days at a bank, every decision of its policy: two or three times as many for the same bytes. */
export function recordedDays(recording: Recording): RecordedWork {
  return readFromFile('recorded-days', recording, 'whole days, all that the shipped policy decides');
}

/** The policy that decides such a work. */
export async function policyOf(id: WorkId): Promise<Policy> {
  if (id === 'recording')
    return {
      name: 'thresholds',
      hash: 'thresholds',
      packs: [mappingOf(sixtyRules)],
      sources: [],
      claims: [],
    };
  const shipped = fileURLToPath(new URL('../../../rules/retail-bank', import.meta.url));
  return (await requirePolicy(shipped)).policy;
}

function readFromFile(id: RecordedId, recording: Recording, decided: string): RecordedWork {
  const { conversations, events, bytes } = recording;
  const size = `${inWords(events)} events, ${Math.round(bytes / 1e6)} MB`;
  return {
    kind: 'recorded',
    id,
    title: `a recording of ${inWords(conversations)} conversations (${size}) from file, ${decided}`,
    recording,
    counted: { name: 'events', perAnswer: events },
    warmUps: 6,
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
