import { withCommas } from '../figures.ts';
import type { HandoffScore, Rate } from './scoreCount.ts';
import type { HandoffScoreResult } from './scoreHandoffs.ts';

/** Characters of the curve's bars. */
const barWidth = 20;

/** A score as people read it. */
export function handoffScoreText(result: HandoffScoreResult): string {
  const { score, recording, policy, policyHash, sweep } = result;
  const excluded = Object.entries(result.excluded).map(([reason, count]) => `${reason} ${withCommas(count)}`);
  return [
    `Handoffs on the record, level 1 (open loop): ${recording}, decided by ${policy} (${policyHash.slice(0, 12)})`,
    'Which conversations it hands over, and when, is said; whether customers would have been better off is not.',
    '',
    `conversations     ${withCommas(score.conversations)} with a bot: the record has a person take over ${withCommas(score.recorded)}, the policy ${withCommas(score.decided)}, both ${withCommas(score.both)}`,
    `precision         ${rateText(score.precision)}   of those it hands over, the record does too`,
    `recall            ${rateText(score.recall)}   of those the record hands over, it does too`,
    `F1                ${score.f1 === null ? '–' : score.f1.toFixed(3)}`,
    `false handoffs    ${rateText(score.falseHandoffs)}   of those the record leaves with the bot${named(score.falseHandoffExamples)}`,
    `stuck             ${rateText(score.stuck)}   of those the record hands over, it leaves with the bot${heldBack(score)}${named(score.stuckExamples)}`,
    ...lagLines(score),
    ...(excluded.length === 0 ? [] : [`excluded          ${excluded.join(', ')}`]),
    ...(sweep === undefined ? [] : ['', ...sweepLines(sweep)]),
    '',
    `recording ${result.recordingHash.slice(0, 12)} · policy ${policyHash.slice(0, 12)} · engine ${result.engineVersion}`,
    `source: ${result.source}`,
  ].join('\n');
}

function rateText({ count, of, rate, interval }: Rate): string {
  if (rate === null || interval === null) return `–                      (0 of 0)`;
  const [low, high] = interval;
  return `${rate.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}] (${withCommas(count)} of ${withCommas(of)})`;
}

function heldBack({ heldBack: count }: HandoffScore): string {
  return count === 0 ? '' : `, ${withCommas(count)} for a guard that failed`;
}

function named(conversations: readonly string[]): string {
  return conversations.length === 0 ? '' : `: ${conversations.join(', ')}`;
}

function lagLines({ both, lag }: HandoffScore): string[] {
  if (both === 0 || lag.meanTurns === null) return [];
  const { earlier, atTheSameTurn, later, medianTurns, medianSeconds } = lag;
  return [
    `time to handoff   ${withCommas(earlier)} earlier than the record, ${withCommas(atTheSameTurn)} at the same turn, ${withCommas(later)} later; median ${signed(medianTurns!)} turns (${signed(medianSeconds!)} s), mean ${signed(Number(lag.meanTurns.toFixed(2)))} turns`,
  ];
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0';
}

function sweepLines({ trigger, fact, value, points }: NonNullable<HandoffScoreResult['sweep']>): string[] {
  return [
    `“${trigger}”, ${fact}: ${value} as it is`,
    `${'value'.padStart(8)}  precision  recall     F1   false   stuck   turns  recall ${' '.repeat(barWidth - 7)} precision`,
    ...points.map(({ value: moved, score }) => sweepLine(moved, score, moved === value)),
  ];
}

function sweepLine(value: number, score: HandoffScore, isNow: boolean): string {
  const { precision, recall, f1, falseHandoffs, stuck, lag } = score;
  const figures = [precision.rate, recall.rate, f1, falseHandoffs.rate, stuck.rate].map((figure) =>
    (figure === null ? '–' : figure.toFixed(3)).padStart(7),
  );
  const [first, ...rest] = figures;
  const turns = (lag.medianTurns === null ? '–' : signed(lag.medianTurns)).padStart(6);
  const mark = isNow ? '  ← as it is' : '';
  return `${String(value).padStart(8)}  ${first!.padStart(9)} ${rest.join(' ')}  ${turns}  ${bar(recall.rate)}  ${bar(precision.rate)}${mark}`;
}

function bar(rate: number | null): string {
  return '█'.repeat(Math.round((rate ?? 0) * barWidth)).padEnd(barWidth, '·');
}
