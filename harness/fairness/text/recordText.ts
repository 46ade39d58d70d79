import { withCommas } from '../../figures.ts';
import type { Answers } from '../record/answers.ts';
import type { RecordDescription } from '../record/recordWatch.ts';
import { columns, decimals, figureLine, intervalText, pText, secondsText } from './figure.ts';

/** Segments listed before the rest is only counted. */
const mostSegments = 10;

/** What a record tells of itself, as people read it. */
export function recordText(record: RecordDescription): string[] {
  return [
    '',
    'The record as it is: what happened, and none of it the doing of the policy audited.',
    ...answerLines(record.answers),
    ...workloadLines(record),
    ...serviceLines(record),
    ...segmentLines(record),
  ];
}

function answerLines({ agents, byKnownAgent, byUnknownAgent, counts, amongFree }: Answers): string[] {
  const unknown = byUnknownAgent === 0 ? '' : `; ${withCommas(byUnknownAgent)} more by nobody known`;
  const { test, effect } = amongFree;
  return [
    `  ${withCommas(byKnownAgent)} conversations answered by ${agents} agents${unknown}`,
    ...figureLine(
      'record.answers.counts.gini',
      'Gini',
      `${decimals(counts.gini)} over ${counts.agents} agents${
        counts.giniByChance === null
          ? ''
          : `; an even choice among who was free gives ${decimals(counts.giniByChance.mean)}, and above ${decimals(counts.giniByChance.p95)} one time in twenty`
      }`,
    ),
    ...figureLine('record.answers.counts.jain', 'Jain', decimals(counts.jain)),
    ...(counts.test === null
      ? []
      : figureLine(
          'record.answers.counts.test',
          'chi-square, uniform',
          `${withTenths(counts.test.chiSquare)} with ${counts.test.df} degrees of freedom, ${pText(counts.test.p)}`,
        )),
    `      ${counts.saysSomething ? 'It may be read' : 'It says nothing here'}: ${counts.why}.`,
    ...(test === undefined || effect === undefined
      ? []
      : figureLine(
          'record.answers.amongFree',
          'Q among who was free',
          `${withTenths(test.q)} with ${test.df} degrees of freedom, ${pText(test.p)}; w ${decimals(effect.w, 3)} (${intervalText(effect.interval)}) over ${withCommas(amongFree.choices)} answers with a choice`,
        )),
  ];
}

function workloadLines({ workload, perHour }: RecordDescription): string[] {
  return [
    ...(perHour === undefined
      ? []
      : figureLine(
          'record.perHour.gini',
          'Gini per hour on queue',
          `${decimals(perHour.gini)}; ${decimals(perHour.least, 1)} to ${decimals(perHour.most, 1)} answers an hour; agents were on queue for ${decimals(perHour.shortestHours, 1)} to ${decimals(perHour.longestHours, 1)} hours`,
        )),
    ...(perHour === undefined
      ? []
      : figureLine(
          'record.perHour.chiSquareByHours',
          'chi-square of the hours',
          `about ${withCommas(Math.round(perHour.chiSquareByHours))} of the uniform one above`,
        )),
    ...(workload?.occupancy === undefined || workload.occupancy === null
      ? []
      : figureLine(
          'record.workload.occupancy',
          'occupancy',
          `mean ${decimals(workload.occupancy.mean, 3)}, variation ${decimals(workload.occupancy.variation, 3)}, Gini ${decimals(workload.occupancy.gini)}`,
        )),
    ...(workload === undefined
      ? []
      : figureLine(
          'record.workload.longestIdleSeconds',
          'longest idle stretch',
          secondsText(workload.longestIdleSeconds),
        )),
  ];
}

function serviceLines(record: RecordDescription): string[] {
  const { conversations, answeredWithin, withinSeconds, abandonedShare, waits } = record;
  return [
    ...figureLine(
      'record.answeredWithin.ofAnswered',
      `answered in ${withinSeconds} s`,
      `${decimals(answeredWithin.ofAnswered, 3)} of ${withCommas(conversations.answered)} answered`,
    ),
    ...figureLine(
      'record.answeredWithin.ofAnsweredAndAbandoned',
      `answered in ${withinSeconds} s`,
      `${decimals(answeredWithin.ofAnsweredAndAbandoned, 3)} of ${withCommas(conversations.answered + conversations.abandoned)} answered or abandoned`,
    ),
    ...figureLine(
      'record.abandonedShare',
      'abandoned',
      `${decimals(abandonedShare, 3)}: ${withCommas(conversations.abandoned)}, of whom ${withCommas(conversations.abandonedBeforeQueue)} before any queue`,
    ),
    ...figureLine('record.waits.medianSeconds', 'median wait', secondsText(waits.medianSeconds)),
    ...figureLine('record.waits.p90Seconds', 'wait of nine tenths', secondsText(waits.p90Seconds)),
  ];
}

function segmentLines({ segments, segmentedBy, withinSeconds, comparison }: RecordDescription): string[] {
  const { logRank, ratioOfMedians, ratioOfP90 } = comparison;
  const ratios = [
    ...(ratioOfMedians === null ? [] : [`longest median ${decimals(ratioOfMedians, 2)} times the shortest`]),
    ...(ratioOfP90 === null
      ? []
      : [`longest wait of nine tenths ${decimals(ratioOfP90, 2)} times the shortest`]),
  ];
  return [
    `  Waits by ${segmentedBy}:`,
    ...columns([
      ['', 'waits', 'abandoned', `in ${withinSeconds} s`, 'median', 'nine tenths', 'longest'],
      ...segments
        .slice(0, mostSegments)
        .map(({ segment, ...of }) => [
          `  ${segment}`,
          withCommas(of.waits),
          decimals(of.abandoned / of.waits, 3),
          decimals(of.answeredWithin / of.waits, 3),
          secondsText(of.medianSeconds),
          secondsText(of.p90Seconds),
          secondsText(of.longestSeconds),
        ]),
    ]),
    ...(segments.length > mostSegments ? [`    … and ${segments.length - mostSegments} more`] : []),
    ...(logRank === null
      ? []
      : figureLine(
          'record.comparison.logRank',
          'log-rank',
          [
            `chi-square ${withTenths(logRank.chiSquare)} with ${logRank.df} degrees of freedom, ${pText(logRank.p)}`,
            ...ratios,
          ].join('; '),
        )),
  ];
}

/** `6,292.8`. */
function withTenths(value: number): string {
  const [whole, tenth] = value.toFixed(1).split('.');
  return `${withCommas(Number(whole))}.${tenth}`;
}
