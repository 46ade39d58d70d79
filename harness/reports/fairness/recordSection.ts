import type { RecordDescription } from '../../fairness/record/recordWatch.ts';
import { decimals, intervalText, pText, secondsText } from '../../fairness/text/figure.ts';
import { withCommas } from '../../figures.ts';
import type { Block, Section } from '../report.ts';
import type { Table } from '../table.ts';
import { figureTable, type DefinedRow } from './figureTable.ts';

/** Agents and segments shown; the rest is counted. */
const mostRows = 40;

/** What a record tells of itself: what happened, and none of it the doing of a policy that is audited. */
export function recordSection(record: RecordDescription): Section {
  const { counts } = record.answers;
  const blocks: readonly Block[] = [
    {
      kind: 'text',
      text: 'What happened, as it is recorded. None of it is the doing of the policy that is audited.',
    },
    {
      kind: 'text',
      text: `The uniform test of answers ${counts.saysSomething ? 'may be read' : 'says nothing here'}: ${counts.why}.`,
    },
    { kind: 'table', table: figureTable('Who answered', [...answerRows(record), ...workRows(record)]) },
    { kind: 'table', table: agentsTable(record) },
    { kind: 'table', table: figureTable('How customers were served', serviceRows(record)) },
    { kind: 'table', table: segmentsTable(record) },
  ];
  return { heading: 'The record as it is', blocks };
}

function answerRows({ answers }: RecordDescription): readonly DefinedRow[] {
  const { counts, amongFree } = answers;
  const byChance =
    counts.giniByChance === null
      ? ''
      : `; an even choice among who was free gives ${decimals(counts.giniByChance.mean)}`;
  return [
    [
      'record.answers.counts.gini',
      'Gini',
      `${decimals(counts.gini)} over ${counts.agents} agents${byChance}`,
    ],
    ['record.answers.counts.jain', 'Jain', decimals(counts.jain)],
    ...(counts.test === null
      ? []
      : [
          [
            'record.answers.counts.test',
            'chi-square, uniform',
            `${withTenths(counts.test.chiSquare)} with ${counts.test.df} degrees of freedom, ${pText(counts.test.p)}`,
          ] as const,
        ]),
    ...(amongFree.test === undefined || amongFree.effect === undefined
      ? []
      : [
          [
            'record.answers.amongFree',
            'Q among who was free',
            `${withTenths(amongFree.test.q)} with ${amongFree.test.df} degrees of freedom, ${pText(amongFree.test.p)}; w ${decimals(amongFree.effect.w, 3)} (${intervalText(amongFree.effect.interval)}) over ${withCommas(amongFree.choices)} answers with a choice`,
          ] as const,
        ]),
  ];
}

function workRows({ workload, perHour }: RecordDescription): readonly DefinedRow[] {
  return [
    ...(perHour === undefined
      ? []
      : ([
          [
            'record.perHour.gini',
            'Gini per hour on queue',
            `${decimals(perHour.gini)}; ${decimals(perHour.least, 1)} to ${decimals(perHour.most, 1)} answers an hour, on queue for ${decimals(perHour.shortestHours, 1)} to ${decimals(perHour.longestHours, 1)} hours`,
          ],
          [
            'record.perHour.chiSquareByHours',
            'chi-square of the hours',
            `about ${withCommas(Math.round(perHour.chiSquareByHours))} of the uniform one`,
          ],
        ] as const)),
    ...(workload?.occupancy === undefined || workload.occupancy === null
      ? []
      : [
          [
            'record.workload.occupancy',
            'occupancy',
            `mean ${decimals(workload.occupancy.mean, 3)}, variation ${decimals(workload.occupancy.variation, 3)}, Gini ${decimals(workload.occupancy.gini)}`,
          ] as const,
        ]),
    ...(workload === undefined
      ? []
      : [
          [
            'record.workload.longestIdleSeconds',
            'longest idle stretch',
            secondsText(workload.longestIdleSeconds),
          ] as const,
        ]),
  ];
}

function agentsTable({ answers, workload }: RecordDescription): Table {
  const most = answers.byAgent[0]?.answered ?? 0;
  const spent = new Map((workload?.agents ?? []).map((one) => [one.agent, one]));
  const left = answers.byAgent.length - mostRows;
  return {
    caption: `Answers of the ${withCommas(answers.agents)} agents who answered or were shown free${answers.byUnknownAgent === 0 ? '' : `; ${withCommas(answers.byUnknownAgent)} answers of nobody known beside`}`,
    columns: [
      { heading: 'agent' },
      { heading: 'answered', style: 'figure' },
      { heading: '', style: 'bar' },
      { heading: 'occupancy', style: 'figure' },
      { heading: 'idle share', style: 'figure' },
      { heading: 'longest idle', style: 'figure' },
      { heading: 'on queue', style: 'figure' },
    ],
    rows: answers.byAgent.slice(0, mostRows).map(({ agent, answered }) => {
      const time = spent.get(agent);
      return [
        agent,
        withCommas(answered),
        { bar: most === 0 ? 0 : answered / most },
        decimals(time?.occupancy ?? null, 3),
        decimals(time?.idleShare ?? null, 3),
        secondsText(time?.longestIdleSeconds ?? null),
        time === undefined ? '–' : `${(time.onQueueSeconds / 3600).toFixed(1)} h`,
      ];
    }),
    ...(left <= 0 ? {} : { more: `and ${withCommas(left)} more` }),
  };
}

function serviceRows(record: RecordDescription): readonly DefinedRow[] {
  const { conversations, answeredWithin, withinSeconds, abandonedShare, waits, comparison } = record;
  const { answered, abandoned, abandonedBeforeQueue } = conversations;
  const { logRank, ratioOfMedians, ratioOfP90 } = comparison;
  const ratios = [
    ...(ratioOfMedians === null ? [] : [`longest median ${decimals(ratioOfMedians, 2)} times the shortest`]),
    ...(ratioOfP90 === null
      ? []
      : [`longest wait of nine tenths ${decimals(ratioOfP90, 2)} times the shortest`]),
  ];
  return [
    [
      'record.answeredWithin.ofAnswered',
      `answered in ${withinSeconds} s`,
      `${decimals(answeredWithin.ofAnswered, 3)} of ${withCommas(answered)} answered`,
    ],
    [
      'record.answeredWithin.ofAnsweredAndAbandoned',
      `answered in ${withinSeconds} s`,
      `${decimals(answeredWithin.ofAnsweredAndAbandoned, 3)} of ${withCommas(answered + abandoned)} answered or abandoned`,
    ],
    [
      'record.abandonedShare',
      'abandoned',
      `${decimals(abandonedShare, 3)}: ${withCommas(abandoned)}, of whom ${withCommas(abandonedBeforeQueue)} before any queue`,
    ],
    ['record.waits.medianSeconds', 'median wait', secondsText(waits.medianSeconds)],
    ['record.waits.p90Seconds', 'wait of nine tenths', secondsText(waits.p90Seconds)],
    ...(logRank === null
      ? []
      : [
          [
            'record.comparison.logRank',
            'log-rank',
            [
              `chi-square ${withTenths(logRank.chiSquare)} with ${logRank.df} degrees of freedom, ${pText(logRank.p)}`,
              ...ratios,
            ].join('; '),
          ] as const,
        ]),
  ];
}

function segmentsTable({ segments, segmentedBy, withinSeconds }: RecordDescription): Table {
  const left = segments.length - mostRows;
  return {
    caption: `Waits by ${segmentedBy}`,
    columns: [
      { heading: segmentedBy },
      { heading: 'waits', style: 'figure' },
      { heading: 'abandoned', style: 'figure' },
      { heading: `in ${withinSeconds} s`, style: 'figure' },
      { heading: '', style: 'bar' },
      { heading: 'median', style: 'figure' },
      { heading: 'nine tenths', style: 'figure' },
      { heading: 'longest', style: 'figure' },
    ],
    rows: segments
      .slice(0, mostRows)
      .map((of) => [
        of.segment,
        withCommas(of.waits),
        decimals(of.abandoned / of.waits, 3),
        decimals(of.answeredWithin / of.waits, 3),
        { bar: of.answeredWithin / of.waits },
        secondsText(of.medianSeconds),
        secondsText(of.p90Seconds),
        secondsText(of.longestSeconds),
      ]),
    ...(left <= 0 ? {} : { more: `and ${withCommas(left)} more` }),
  };
}

/** `6,292.8`. */
function withTenths(value: number): string {
  const [whole, tenth] = value.toFixed(1).split('.');
  return `${withCommas(Number(whole))}.${tenth}`;
}
