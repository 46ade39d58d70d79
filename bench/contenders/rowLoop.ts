import type { FactValues } from '../../engine/facts/definition.ts';
import { rowsIn, type Row } from '../works/table.ts';
import type { Work } from '../works/work.ts';
import { firstHit, type Decider } from './contender.ts';

/** The decision table as anyone would read it: a loop over its rows. */
export function prepare(work: Work): Decider {
  const rows = rowsIn(work.id);
  return firstHit(process.version, (facts) => rows.findIndex((row) => fits(row, facts)));
}

function fits(row: Row, facts: FactValues): boolean {
  return (
    (row.tier === null || row.tier === facts['tier']) &&
    (row.language === null || row.language === facts['language']) &&
    (row.intent === null || row.intent === facts['intent']) &&
    (row.waitSec === null || within(row.waitSec, facts['waitSec'] as number)) &&
    (row.csat === null || within(row.csat, facts['csat'] as number))
  );
}

function within([from, below]: readonly [number, number], value: number): boolean {
  return value >= from && value < below;
}
