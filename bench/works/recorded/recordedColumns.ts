import type { RecordedWork } from '../work.ts';
import { fingerprint } from './fingerprint.ts';
import { keywordMapping } from './keywordMapping.ts';
import { decidedPlainly } from './plainly.ts';
import { entriesOf, inWords, type Recording } from './recording.ts';

/** The skills of every entry into a queue, from the columns kept beside a recording: once over, as the file has them. */
export function recordedColumns(recording: Recording): RecordedWork {
  const { conversations, entries } = recording;
  return {
    kind: 'recorded',
    id: 'recorded-columns',
    title: `20 keyword mappings on ${inWords(entries)} entries into a queue (${inWords(conversations)} conversations) from the cached columns`,
    recording: { ...recording, times: 1 },
    counted: { name: 'decisions', perAnswer: entries },
    warmUps: 2,
    compared: 1,
    inputs: (count) => [{ recording: recording.file }].slice(0, count),
    async expected() {
      const { facts } = await entriesOf({ ...recording, times: 1 });
      return fingerprint(decidedPlainly(keywordMapping.mappings, facts));
    },
  };
}
