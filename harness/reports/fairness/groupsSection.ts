import type { GroupAudit } from '../../fairness/groups.ts';
import { decimals, intervalText } from '../../fairness/text/figure.ts';
import { withCommas } from '../../figures.ts';
import type { Block, Section } from '../report.ts';
import { figureTable } from './figureTable.ts';
import { shareDot, shareScale } from './shareScale.ts';
import { verdictTone } from './verdictTone.ts';
import { pFigure } from './pFigure.ts';

/** Groups of agents, each against what was to be expected of it. @param least the impact ratio still called fair. */
export function groupsSection(audit: GroupAudit, least: number): Section {
  const { by, groups, suppressed, ungrouped, impact, verdict, because } = audit;
  const table: Block = {
    kind: 'table',
    table: {
      caption: `Observed by expected, by ${by}`,
      columns: [
        { heading: 'group' },
        { heading: 'agents', style: 'figure' },
        { heading: 'chosen', style: 'figure' },
        { heading: 'expected', style: 'figure' },
        { heading: 'ratio', style: 'figure' },
        { heading: 'ratio and 95 % interval', style: 'dot', scale: shareScale(groups, least) },
        { heading: '95 % interval', style: 'figure' },
        { heading: 'p (Holm)', style: 'figure' },
      ],
      rows: groups.map((group) => [
        group.group,
        withCommas(group.agents),
        withCommas(group.chosen),
        decimals(group.expected, 1),
        decimals(group.ratio, 3),
        shareDot(group, group.group === impact?.lower && verdict === 'UNFAIR'),
        intervalText(group.interval, 2),
        pFigure(group.p),
      ]),
    },
  };
  const left = [
    ...(suppressed === 0
      ? []
      : [`${withCommas(suppressed)} groups of fewer than five agents are not shown.`]),
    ...(ungrouped === 0 ? [] : [`${withCommas(ungrouped)} agents are in no group.`]),
  ].join(' ');
  return {
    heading: `Groups by ${by}`,
    blocks: [
      { kind: 'verdict', tone: verdictTone(verdict), word: verdict, text: because },
      ...(groups.length === 0 ? [] : [table]),
      ...(impact === undefined
        ? []
        : [
            {
              kind: 'table' as const,
              table: figureTable('Groups compared', [
                [
                  'groups.impact.ratio',
                  'impact ratio',
                  `${decimals(impact.ratio, 3)} (${intervalText(impact.interval)}): ${impact.lower} by ${impact.higher}`,
                ],
              ]),
            },
          ]),
      ...(left === '' ? [] : [{ kind: 'text' as const, text: left }]),
    ],
  };
}
