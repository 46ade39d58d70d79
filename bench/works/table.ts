import type { FactValues } from '../../engine/facts/definition.ts';
import { intents } from './keywords.ts';
import { meaningOf } from './meaning.ts';
import { Random } from './random.ts';
import type { RuleWork, SourceLeaf, WorkId } from './work.ts';

type Range = readonly [from: number, below: number];

/** A row of the decision table; null is a cell left empty, which anything matches. */
export interface Row {
  readonly tier: string | null;
  readonly language: string | null;
  readonly intent: string | null;
  readonly waitSec: Range | null;
  readonly csat: Range | null;
}

/** How a table is drawn: later rows have more empty cells, so that hits are spread over the whole of it. */
interface Shape {
  readonly rows: number;
  readonly emptier: number;
  readonly wait: { readonly latest: number; readonly width: Range };
  readonly csat: { readonly latest: number; readonly width: Range };
}

const tiers = ['bronze', 'silver', 'gold', 'platinum'];
const languages = ['en', 'es', 'fr', 'de', 'pt', 'ja'];
const tableIntents = intents.slice(0, 12).map(([intent]) => intent);

const smallTable = rowsOf({
  rows: 200,
  emptier: 0.5,
  wait: { latest: 400, width: [60, 300] },
  csat: { latest: 70, width: [15, 50] },
});
const largeTable = rowsOf({
  rows: 10_000,
  emptier: 0.15,
  wait: { latest: 690, width: [12, 12] },
  csat: { latest: 95, width: [2, 2] },
});

export const table = tableWork('W3', 'a table of 200 rows by 5 columns, the first row that fits', smallTable);
export const largestTable = tableWork('W3x10000', 'the same with 10,000 rows', largeTable);

/** The rows of a table work, for whoever reads them as rows. */
export function rowsIn(id: WorkId): readonly Row[] {
  return id === 'W3' ? smallTable : largeTable;
}

function tableWork(id: WorkId, title: string, rows: readonly Row[]): RuleWork {
  const rules = rows.map((row, place) => ({ name: `row-${place}`, when: { all: cells(row) } }));
  return {
    kind: 'rules',
    id,
    title,
    wanted: 'first',
    factTypes: { tier: 'text', language: 'text', intent: 'text', waitSec: 'number', csat: 'number' },
    rules,
    inputs,
    expected: (facts) => meaningOf(rules, 'first', facts),
  };
}

function inputs(count: number): readonly FactValues[] {
  const random = new Random(55);
  return Array.from({ length: count }, () => ({
    tier: random.pick(tiers),
    language: random.pick(languages),
    intent: random.pick(tableIntents),
    waitSec: random.int(0, 700),
    csat: random.int(0, 100),
  }));
}

function rowsOf(shape: Shape): readonly Row[] {
  const random = new Random(44);
  return Array.from({ length: shape.rows }, (_, place): Row => {
    const empty = 0.1 + shape.emptier * (place / shape.rows);
    const value = (choices: readonly string[]): string | null =>
      random.next() < empty ? null : random.pick(choices);
    const range = ({ latest, width }: Shape['wait']): Range | null => {
      if (random.next() < empty) return null;
      const from = random.int(0, latest);
      return [from, from + random.int(...width)];
    };
    const row = {
      tier: value(tiers),
      language: value(languages),
      intent: value(tableIntents),
      waitSec: range(shape.wait),
      csat: range(shape.csat),
    };
    return Object.values(row).every((cell) => cell === null) ? { ...row, tier: random.pick(tiers) } : row;
  });
}

function cells(row: Row): readonly SourceLeaf[] {
  return Object.entries(row).flatMap(([fact, cell]: [string, string | Range | null]): SourceLeaf[] => {
    if (cell === null) return [];
    if (typeof cell === 'string') return [{ fact, operator: 'equal', value: cell }];
    return [
      { fact, operator: 'greaterThanInclusive', value: cell[0] },
      { fact, operator: 'lessThan', value: cell[1] },
    ];
  });
}
