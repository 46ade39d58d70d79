import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { factsRead } from '../../engine/conditions/condition.ts';
import { inputCounts } from '../measure/protocol.ts';
import { entriesOf } from '../works/recorded/recording.ts';
import { sixtyRules } from '../works/recorded/thresholdPack.ts';
import type { Work } from '../works/work.ts';
import { asRecorded, type Program } from './contender.ts';
import { numpyProgram } from './numpy.ts';

/** What a programmer with numpy would keep for this one work; the program reads it from beside the recording. */
export async function prepare(work: Work): Promise<Program> {
  const recorded = asRecorded(work);
  const folder = dirname(recorded.recording.file);
  const entries = await entriesOf(recorded.recording);
  const rules = sixtyRules.map(({ when }) => when);
  const facts = factsRead(rules);
  const numbers = new Float64Array(facts.length * entries.facts.rows);
  facts.forEach((fact, place) => {
    const column = entries.facts.column(fact);
    if (column?.kind !== 'numbers') throw new Error(`${fact} is no column of numbers`);
    numbers.set(column.values, place * entries.facts.rows);
  });
  writeFileSync(join(folder, 'numbers'), numbers);
  const moves = recorded.inputs(inputCounts.recorded);
  writeFileSync(join(folder, 'pack.json'), JSON.stringify({ facts, rules, moves }));
  return numpyProgram('threshold_moved.py', folder);
}
