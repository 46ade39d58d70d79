import type { AgentAudit } from '../../fairness/audit.ts';
import type { FairnessAudit } from '../../fairness/result.ts';
import { decimals, intervalText } from '../../fairness/text/figure.ts';
import { withCommas } from '../../figures.ts';
import type { Block, Section } from '../report.ts';
import type { Table } from '../table.ts';
import { figureTable } from './figureTable.ts';
import { shareDot, shareScale } from './shareScale.ts';
import { pFigure } from './pFigure.ts';

/** Agents shown, farthest from expected first; the rest is counted. */
const mostAgents = 60;

type Compared = AgentAudit & Required<Pick<AgentAudit, 'share'>>;

/** Who was chosen how often, by how often that was to be expected. */
export function agentsSection({ agents, neverChosen, excluded }: FairnessAudit): Section {
  const compared = agents.filter((one): one is Compared => one.share !== undefined);
  const odd = compared.filter(({ standsOut }) => standsOut !== undefined);
  const never = agents.filter(({ chosen }) => chosen === 0);
  const left = Object.entries(excluded);
  const blocks: readonly Block[] = [
    ...(compared.length === 0
      ? [{ kind: 'text' as const, text: 'No decision had anybody to choose between.' }]
      : [
          {
            kind: 'text' as const,
            text: `${withCommas(odd.length)} of ${withCommas(compared.length)} agents stand out: beyond what chance and the yardstick explain, all of them looked at together. A diamond marks them; 1 is what was to be expected.`,
          },
          { kind: 'table' as const, table: sharesTable(compared) },
        ]),
    ...(never.length === 0 ? [] : [{ kind: 'table' as const, table: neverTable(never, neverChosen) }]),
    {
      kind: 'table',
      table: figureTable('What these are', [
        ['agents.share.ratio', 'ratio', `${odd.length} of ${compared.length} stand out`],
        ['neverChosen', 'never chosen', withCommas(neverChosen)],
      ]),
    },
    ...(left.length === 0
      ? []
      : [
          {
            kind: 'text' as const,
            text: `Rankings left out: ${left.map(([reason, count]) => `${reason} ${withCommas(count)}`).join(', ')}.`,
          },
        ]),
  ];
  return { heading: 'Who was chosen, against expected', blocks };
}

function sharesTable(compared: readonly Compared[]): Table {
  const shown = compared.slice(0, mostAgents);
  const left = compared.length - shown.length;
  return {
    caption: 'Observed by expected, of decisions with a choice',
    columns: [
      { heading: 'agent' },
      { heading: 'could have been', style: 'figure' },
      { heading: 'chosen', style: 'figure' },
      { heading: 'expected', style: 'figure' },
      { heading: 'ratio', style: 'figure' },
      {
        heading: 'ratio and 95 % interval',
        style: 'dot',
        scale: shareScale(shown.map(({ share }) => share)),
      },
      { heading: '95 % interval', style: 'figure' },
      { heading: 'residual', style: 'figure' },
      { heading: 'p (Holm)', style: 'figure' },
      { heading: 'stands out' },
    ],
    rows: shown.map(({ agent, share, standsOut }) => [
      agent,
      withCommas(share.offered),
      withCommas(share.chosen),
      decimals(share.expected, 1),
      decimals(share.ratio, 2),
      shareDot(share, standsOut !== undefined),
      intervalText(share.interval, 2),
      signed(share.residual),
      pFigure(share.p),
      standsOut ?? '',
    ]),
    ...(left === 0 ? {} : { more: `and ${withCommas(left)} more, nearer to what is expected` }),
  };
}

function neverTable(never: readonly AgentAudit[], count: number): Table {
  const left = never.slice(mostAgents);
  return {
    caption: `Never chosen: ${withCommas(count)}`,
    columns: [
      { heading: 'agent' },
      { heading: 'could have been', style: 'figure' },
      { heading: 'could have been but for the minimum score', style: 'figure' },
    ],
    rows: never
      .slice(0, mostAgents)
      .map(({ agent, eligible, belowMinimum }) => [agent, withCommas(eligible), withCommas(belowMinimum)]),
    ...(left.length === 0 ? {} : { more: `and ${withCommas(left.length)} more` }),
  };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}
