import { withCommas } from '../figures.ts';
import type { Curve, Flips, WhatIfResult } from '../whatIf/askWhatIf.ts';
import { inWords } from '../whatIf/comparison.ts';
import type { Block, Figure, Report, Section } from './report.ts';
import { shareText } from './shareText.ts';

/** One threshold moved, told for people. */
export function whatIfReport(result: WhatIfResult): Report {
  const { policy, policyHash, pack, rule, recording, recordingHash, moments, flips, curve } = result;
  const { level, engineVersion } = result;
  return {
    kind: 'What if',
    title: `${rule}: ${inWords(result)}`,
    subtitle: `${pack} of ${policy}, at the ${withCommas(moments)} recorded moments of ${recording} at which it decides.`,
    level,
    summary: [{ kind: 'figures', figures: headline(result) }],
    sections: [
      ...(flips === undefined ? [] : [flipsSection(result, flips)]),
      ...(curve === undefined ? [] : [curveSection(result, curve)]),
    ],
    provenance: [
      ['policy', `${policy} ${policyHash}`],
      ['recording', recording],
      ['recording hash', recordingHash],
      ['engine', engineVersion],
    ],
  };
}

function headline({ value, moments, flips, curve }: WhatIfResult): readonly Figure[] {
  return [
    { value: String(value), label: 'the threshold as it is' },
    ...(curve === undefined
      ? []
      : [
          {
            value: withCommas(curve.now),
            label: `of ${withCommas(moments)} moments at which its condition holds`,
          },
        ]),
    ...(flips === undefined
      ? []
      : [
          { value: String(flips.to), label: 'moved to' },
          {
            value: withCommas(flips.changed),
            label: `of ${withCommas(flips.compared)} decisions flip${flips.compared === 0 ? '' : ` (${shareText(flips.changed / flips.compared)})`}`,
          },
        ]),
  ];
}

function flipsSection({ value }: WhatIfResult, flips: Flips): Section {
  const { to, changed, onlyOne, notReplayableBy, examples, flows } = flips;
  const lacking = Object.entries(notReplayableBy);
  const blocks: readonly Block[] = [
    ...(changed === 0
      ? [{ kind: 'text' as const, text: 'No decision flips.' }]
      : [
          {
            kind: 'chart' as const,
            chart: {
              kind: 'flows' as const,
              title: `${withCommas(changed)} ${changed === 1 ? 'conversation gets' : 'conversations get'} something else`,
              headings: { from: `with ${value}`, to: `with ${to}` },
              ...flows,
            },
          },
          { kind: 'table' as const, table: examplesTable(examples, changed) },
        ]),
    ...(onlyOne === 0
      ? []
      : [
          {
            kind: 'text' as const,
            text: `${withCommas(onlyOne)} decisions can be made with one of the two values only.`,
          },
        ]),
    ...(lacking.length === 0
      ? []
      : [
          {
            kind: 'entries' as const,
            entries: lacking.map(([fact, count]) => ({
              count: withCommas(count),
              title: `decisions read ${fact}, which the recording does not carry`,
              tag: 'NOT REPLAYABLE',
              tone: 'unsure' as const,
            })),
          },
        ]),
  ];
  return { heading: `Moved to ${to}`, blocks };
}

function examplesTable(
  examples: Flips['examples'],
  changed: number,
): Extract<Block, { kind: 'table' }>['table'] {
  const left = changed - examples.length;
  return {
    caption: left === 0 ? 'All of them' : 'The first of them',
    columns: [
      { heading: 'conversation', style: 'code' },
      { heading: 'at (UTC)' },
      { heading: 'before' },
      { heading: 'after' },
    ],
    rows: examples.map(({ conversation, at, before, after }) => [
      conversation,
      at.replace('T', '\u00a0').slice(0, 19),
      before,
      after,
    ]),
    ...(left === 0 ? {} : { more: `and ${withCommas(left)} more` }),
  };
}

/** How often the condition holds, over all values asked about. */
function curveSection({ fact, value, moments }: WhatIfResult, { now, values }: Curve): Section {
  const share = (holds: number): number => (moments === 0 ? 0 : holds / moments);
  const chart: Block = {
    kind: 'chart',
    chart: {
      kind: 'curve',
      title: 'How often the condition holds, whatever rules come before',
      x: { heading: `threshold of ${fact}` },
      y: { heading: 'share of moments at which it holds', spell: shareText, isShare: true },
      series: [{ name: 'holds', points: values.map(({ value: x, holds }) => ({ x, y: share(holds) })) }],
      now: { x: value, label: 'as it is' },
      table: {
        caption: 'How often the condition holds',
        columns: [
          { heading: fact, style: 'figure' },
          { heading: 'moments', style: 'figure' },
          { heading: 'share', style: 'figure' },
          { heading: '', style: 'bar' },
        ],
        rows: [
          [`${value} (as it is)`, withCommas(now), shareText(share(now)), { bar: share(now) }],
          ...values.map(({ value: x, holds }) => [
            String(x),
            withCommas(holds),
            shareText(share(holds)),
            { bar: share(holds) },
          ]),
        ],
      },
    },
  };
  return { heading: 'Over a range of values', blocks: [chart] };
}
