import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import type { FactColumns } from '../../../harness/columns/factColumns.ts';
import { Random } from '../random.ts';
import type { RecordedWork, ThresholdSweep } from '../work.ts';
import { readBy } from './plainly.ts';
import { decisionsInWords, entriesOf, type Recording } from './recording.ts';
import { drawSweep, withMove } from './thresholdPack.ts';

/** In how many decisions a rule would hold, for each of a hundred thresholds of one of its comparisons. */
export function thresholdCurve(recording: Recording): RecordedWork {
  return {
    kind: 'recorded',
    id: 'threshold-curve',
    title: `how often a rule of the 60 would hold, for 100 thresholds of one comparison, in ${decisionsInWords(recording)}`,
    recording,
    counted: { name: 'answers', perAnswer: 1 },
    warmUps: 1,
    compared: 2,
    inputs: sweeps,
    async expected(input) {
      const { facts } = await entriesOf(recording);
      return countedPlainly(input as ThresholdSweep, facts);
    },
  };
}

function sweeps(count: number): readonly ThresholdSweep[] {
  const random = new Random(89);
  return Array.from({ length: count }, () => drawSweep(random, 100));
}

/** A rule for each threshold, all of them asked of every row. */
function countedPlainly({ rule, leaf, thresholds }: ThresholdSweep, facts: FactColumns): readonly number[] {
  const rules = thresholds.map((value) => withMove({ rule, leaf, value })[rule]!);
  const compiled = compileRules(rules, {});
  const table = readBy(compiled, facts);
  const holding = new Int32Array(rules.length);
  const counts = rules.map(() => 0);
  for (let row = 0; row < table.rows; row++) {
    const count = compiled.holding(table.row(row), holding);
    for (let k = 0; k < count; k++) counts[holding[k]!]!++;
  }
  return counts;
}
