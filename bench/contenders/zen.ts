import type { FactValues } from '../../engine/facts/definition.ts';
import { rowsIn, type Row } from '../works/table.ts';
import type { RuleWork, Work } from '../works/work.ts';
import { asRules, everyHitLater, firstHitLater, type Decider } from './contender.ts';
import { expressionOf, type Dialect } from './expression.ts';
import { importPeer, peerVersion } from './peer.ts';

interface Zen {
  readonly ZenEngine: new () => { createDecision(content: unknown): ZenDecision };
  readonly ZenDecisionContent: new (graph: object) => unknown;
}

interface ZenDecision {
  evaluate(facts: FactValues): Promise<{ readonly result: unknown }>;
}

interface Hit {
  readonly place?: number | null;
}

const dialect: Dialect = {
  and: 'and',
  or: 'or',
  equal: '==',
  not: (expression) => `not (${expression})`,
  number: String,
  containsText: (text, keyword) => `contains(${text}, ${keyword})`,
};

/** Rust behind a native module; every work is one decision table. */
export async function prepare(work: Work): Promise<Decider> {
  const rules = asRules(work);
  const peer = (await importPeer('@gorules/zen-engine')) as Zen;
  const table = rules.id === 'W3' ? tableOfRows(rowsIn(rules.id)) : tableOfConditions(rules);
  const decision = new peer.ZenEngine().createDecision(new peer.ZenDecisionContent(graphOf(table)));
  const version = peerVersion('@gorules/zen-engine');
  if (rules.wanted === 'every') {
    return everyHitLater(version, async (facts) => {
      const { result } = await decision.evaluate(facts);
      return Array.isArray(result) ? (result as Hit[]).map(({ place }) => place!) : [];
    });
  }
  return firstHitLater(version, async (facts) => {
    const { result } = await decision.evaluate(facts);
    return (result as Hit | null)?.place ?? -1;
  });
}

function tableOfConditions({ rules, wanted }: RuleWork): object {
  return {
    hitPolicy: wanted === 'first' ? 'first' : 'collect',
    inputs: [{ id: 'holds', name: 'holds' }],
    outputs: [{ id: 'out', name: 'place', field: 'place' }],
    rules: rules.map(({ name, when }, place) => ({
      _id: name,
      holds: expressionOf(when, dialect),
      out: String(place),
    })),
  };
}

function tableOfRows(rows: readonly Row[]): object {
  const columns = Object.keys(rows[0]!);
  return {
    hitPolicy: 'first',
    inputs: columns.map((column) => ({ id: column, name: column, field: column })),
    outputs: [{ id: 'out', name: 'place', field: 'place' }],
    rules: rows.map((row, place) => ({
      _id: `row-${place}`,
      ...Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cellText(cell as Cell)])),
      out: String(place),
    })),
  };
}

type Cell = Row[keyof Row];

function cellText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? JSON.stringify(cell) : `[${cell[0]}..${cell[1]})`;
}

function graphOf(content: object): object {
  const position = { x: 0, y: 0 };
  return {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position },
      { id: 'table', name: 'table', type: 'decisionTableNode', content, position },
      { id: 'out', name: 'out', type: 'outputNode', position },
    ],
    edges: [
      { id: 'to', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'from', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  };
}
