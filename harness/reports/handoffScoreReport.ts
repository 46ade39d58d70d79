import { withCommas } from '../figures.ts';
import type { HandoffScore, Rate } from '../handoffScore/scoreCount.ts';
import type { HandoffScoreResult } from '../handoffScore/scoreHandoffs.ts';
import type { Block, Report, Section } from './report.ts';
import type { Cell } from './table.ts';

type Sweep = NonNullable<HandoffScoreResult['sweep']>;

/** Handoffs scored on the record, told for people. */
export function handoffScoreReport(result: HandoffScoreResult): Report {
  const { policy, policyHash, recording, recordingHash, source, engineVersion, level, score, sweep } = result;
  return {
    kind: 'Handoffs on the record',
    title: policy,
    subtitle: `${recording}: which of its ${withCommas(score.conversations)} conversations with a bot the policy hands over, and when. Whether customers would have been better off is not said.`,
    level,
    summary: [
      {
        kind: 'figures',
        figures: [
          {
            value: figure(score.precision.rate),
            label: 'precision: of those it hands over, the record does too',
          },
          { value: figure(score.recall.rate), label: 'recall: of those the record hands over, it does too' },
          { value: figure(score.f1), label: 'F1, the harmonic mean of both' },
          {
            value: withCommas(score.falseHandoffs.count),
            label: 'handed over that the record leaves with the bot',
          },
          { value: withCommas(score.stuck.count), label: 'left with the bot that the record hands over' },
        ],
      },
    ],
    sections: [
      ratesSection(score),
      lagSection(score),
      ...(sweep === undefined ? [] : [sweepSection(sweep)]),
      mistakesSection(result),
    ],
    provenance: [
      ['policy', `${policy} ${policyHash}`],
      ['recording', recording],
      ['recording hash', recordingHash],
      ['source', source],
      ['engine', engineVersion],
    ],
  };
}

function ratesSection(score: HandoffScore): Section {
  const rows = (
    [
      ['precision', score.precision, 'of those it hands over, the record does too'],
      ['recall', score.recall, 'of those the record hands over, it does too'],
      ['false handoffs', score.falseHandoffs, 'of those the record leaves with the bot'],
      ['stuck', score.stuck, 'of those the record hands over, it leaves with the bot'],
    ] as const
  ).map(([name, rate, meaning]): readonly Cell[] => [
    name,
    withCommas(rate.count),
    withCommas(rate.of),
    figure(rate.rate),
    plot(rate),
    rate.interval === null ? '–' : `${rate.interval[0].toFixed(3)} to ${rate.interval[1].toFixed(3)}`,
    meaning,
  ]);
  const table: Block = {
    kind: 'table',
    table: {
      caption: `The record has a person take over ${withCommas(score.recorded)}, the policy ${withCommas(score.decided)}, both ${withCommas(score.both)}`,
      columns: [
        { heading: '' },
        { heading: 'count', style: 'figure' },
        { heading: 'of', style: 'figure' },
        { heading: 'rate', style: 'figure' },
        { heading: 'rate and interval', style: 'dot', scale: { from: 0, to: 1 } },
        { heading: '95 % interval', style: 'figure' },
        { heading: 'which is' },
      ],
      rows,
    },
  };
  return { heading: 'How right it is', blocks: [table] };
}

function plot({ rate, interval }: Rate): Cell {
  return rate === null || interval === null
    ? '–'
    : { dot: rate, low: interval[0], high: interval[1], isOdd: false };
}

function lagSection({ both, lag }: HandoffScore): Section {
  const heading = 'How early it is';
  const { earlier, atTheSameTurn, later, medianTurns, meanTurns, medianSeconds } = lag;
  if (both === 0 || medianTurns === null || meanTurns === null || medianSeconds === null)
    return { heading, blocks: [{ kind: 'text', text: 'No conversation is handed over by both.' }] };
  const share = (count: number): Cell => ({ bar: count / both });
  return {
    heading,
    blocks: [
      {
        kind: 'table',
        table: {
          caption: `Of the ${withCommas(both)} conversations both hand over, the policy does so`,
          columns: [{ heading: '' }, { heading: 'count', style: 'figure' }, { heading: '', style: 'bar' }],
          rows: [
            ['earlier', withCommas(earlier), share(earlier)],
            ['at the same turn', withCommas(atTheSameTurn), share(atTheSameTurn)],
            ['later', withCommas(later), share(later)],
          ],
        },
      },
      {
        kind: 'text',
        text: `Median ${signed(medianTurns)} turns (${signed(medianSeconds)} s), mean ${signed(Number(meanTurns.toFixed(2)))} turns; below 0 is earlier than the record.`,
      },
    ],
  };
}

function sweepSection({ trigger, fact, value, points }: Sweep): Section {
  const series = (
    [
      ['precision', (score: HandoffScore) => score.precision.rate],
      ['recall', (score: HandoffScore) => score.recall.rate],
      ['F1', (score: HandoffScore) => score.f1],
    ] as const
  ).map(([name, of]) => ({
    name,
    points: points.map(({ value: x, score }) => ({ x, y: of(score) ?? undefined })),
  }));
  return {
    heading: `“${trigger}”, ${fact} over a range of values`,
    blocks: [
      {
        kind: 'chart',
        chart: {
          kind: 'curve',
          title: 'Precision and recall by the threshold',
          x: { heading: fact },
          y: { heading: 'share', spell: (share) => String(Number(share.toFixed(3))), isShare: true },
          series,
          now: { x: value, label: 'as it is' },
          table: {
            caption: 'The score at each value',
            columns: [fact, 'precision', 'recall', 'F1', 'false', 'stuck', 'turns'].map((heading) => ({
              heading,
              style: 'figure' as const,
            })),
            rows: points.map(({ value: x, score }) => [
              x === value ? `${x} (as it is)` : String(x),
              figure(score.precision.rate),
              figure(score.recall.rate),
              figure(score.f1),
              figure(score.falseHandoffs.rate),
              figure(score.stuck.rate),
              score.lag.medianTurns === null ? '–' : signed(score.lag.medianTurns),
            ]),
          },
        },
      },
      {
        kind: 'text',
        text: 'turns: by how many of the customer’s turns it is later than the record, in the median.',
      },
    ],
  };
}

function mistakesSection({ score, excluded }: HandoffScoreResult): Section {
  const { falseHandoffExamples, stuckExamples, heldBack, falseHandoffs, stuck } = score;
  const left = Object.entries(excluded);
  return {
    heading: 'Where it is wrong, and what was left out',
    blocks: [
      {
        kind: 'entries',
        entries: [
          {
            count: withCommas(falseHandoffs.count),
            title: 'handed over that the record leaves with the bot',
            lines: examples(falseHandoffExamples),
          },
          {
            count: withCommas(stuck.count),
            title: 'left with the bot that the record hands over',
            lines: [
              ...(heldBack === 0 ? [] : [`${withCommas(heldBack)} of them for a guard that failed`]),
              ...examples(stuckExamples),
            ],
          },
          ...left.map(([reason, count]) => ({ count: withCommas(count), title: `left out: ${reason}` })),
        ],
      },
    ],
  };
}

function examples(conversations: readonly string[]): readonly string[] {
  return conversations.length === 0 ? [] : [`the first: ${conversations.join(', ')}`];
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0';
}
