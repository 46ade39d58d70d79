import { decisionPoints } from '../../engine/decisions/record.ts';
import { percent, withCommas } from '../figures.ts';
import type { CauseGroup } from './causes/causeGroups.ts';
import type { Changes } from './changes.ts';
import type { PolicyEdit } from './edits/policyDifference.ts';
import { pointWords } from './pointWords.ts';
import type { ReplayResult } from './result.ts';
import type { DecisionTally } from './tally.ts';

/** Rules listed for each point before the rest is only counted. */
const mostRules = 8;
/** Groups of changes listed before the rest is only counted. */
const mostGroups = 12;
/** Places told of a cause. */
const mostPlaces = 3;

/** A replay as people read it. */
export function replayText(result: ReplayResult): string {
  return [
    `Replay, level 1 (open loop): ${result.recording}, ${withCommas(result.events)} events, decided by ${result.policy} (${result.policyHash.slice(0, 12)})`,
    ...(result.moments === 'whileWaiting'
      ? ['Order and ranking are decided while conversations wait, as in a live run.']
      : []),
    'What the record’s agents and waits would have been under this policy is not claimed; which decisions it makes is.',
    '',
    ...decisionLines(result),
    ...agreementLines(result),
    ...trouble(result),
    ...(result.changes === undefined ? [] : ['', ...changeLines(result, result.changes)]),
    '',
    `recording ${result.recordingHash.slice(0, 12)} · policy ${result.policyHash.slice(0, 12)} · engine ${result.engineVersion} · seed ${result.seed}`,
    `source: ${result.source}`,
  ].join('\n');
}

/** Decisions by point, and what settled them. */
export function decisionLines(result: Pick<DecisionTally, 'decisions' | 'decidedBy'>): string[] {
  return decisionPoints.flatMap((point) => {
    const count = result.decisions[point];
    if (count === 0) return [];
    const settled = Object.entries(result.decidedBy[point]).sort((a, b) => b[1] - a[1]);
    const width = Math.max(...settled.slice(0, mostRules).map(([rule]) => rule.length));
    return [
      `${pointWords[point].padEnd(18)}${withCommas(count).padStart(9)}   settled by`,
      ...settled
        .slice(0, mostRules)
        .map(
          ([rule, times]) =>
            `${' '.repeat(30)}${rule.padEnd(width)}  ${withCommas(times).padStart(7)}  ${percent(times / count)}`,
        ),
      ...(settled.length > mostRules ? [`${' '.repeat(30)}… and ${settled.length - mostRules} more`] : []),
    ];
  });
}

function agreementLines({ orderAgreement: { pairs, agreed, rate }, against }: ReplayResult): string[] {
  if (rate === null) return [];
  const before = against?.orderAgreement.rate;
  const compared =
    before === null || before === undefined ? '' : ` (${against!.policy}: ${before.toFixed(4)})`;
  return [
    `order agreement   ${rate.toFixed(4)}${compared}: ${withCommas(agreed)} of ${withCommas(pairs)} pairs that could have gone either way were answered in the policy’s order`,
  ];
}

function trouble(result: ReplayResult): string[] {
  const lacking = Object.entries(result.notReplayableBy).map(
    ([fact, count]) => `${fact} ${withCommas(count)}`,
  );
  const excluded = Object.entries(result.excluded).map(([reason, count]) => `${reason} ${withCommas(count)}`);
  return [
    ...(result.unroutable === 0
      ? []
      : [
          `unroutable        ${withCommas(result.unroutable)} rankings in which nobody could take the conversation`,
        ]),
    ...(result.breaches === 0
      ? []
      : [`breaches          ${withCommas(result.breaches)} deadlines of messages that were not kept`]),
    ...(lacking.length === 0
      ? []
      : [
          `NOT REPLAYABLE    ${withCommas(result.notReplayable)} decisions read a fact the recording does not carry: ${lacking.join(', ')}`,
        ]),
    ...(excluded.length === 0 ? [] : [`excluded          ${excluded.join(', ')}`]),
    ...result.warnings.map(
      ({ message, count }) => `warning           ${message} (${withCommas(count)} times)`,
    ),
  ];
}

function changeLines(result: ReplayResult, { counts, groups, edits }: Changes): string[] {
  const totals = decisionPoints.flatMap((point) => {
    const { compared, changed, onlyOne } = counts[point];
    if (compared + onlyOne === 0) return [];
    const alone = onlyOne === 0 ? '' : `; ${withCommas(onlyOne)} only one of the two could make`;
    const share = compared === 0 ? '' : ` (${percent(changed / compared).trim()})`;
    return [
      `  ${pointWords[point].padEnd(18)}${withCommas(changed)} of ${withCommas(compared)} changed${share}${alone}`,
    ];
  });
  return [
    `Against ${result.against!.policy} (${result.against!.policyHash.slice(0, 12)}):`,
    ...totals,
    ...(groups.length === 0 ? ['  no decision changes'] : ['', 'What changes, and the edit that causes it:']),
    ...groups.slice(0, mostGroups).flatMap((group) => groupLines(group, edits)),
    ...(groups.length > mostGroups ? [`  … and ${groups.length - mostGroups} more causes`] : []),
  ];
}

function groupLines(
  { point, cause, count, examples, edits: causing }: CauseGroup,
  edits: readonly PolicyEdit[],
): string[] {
  return [
    `  ${withCommas(count).padStart(6)}  ${cause}   [${pointWords[point]}]`,
    ...causing.slice(0, mostPlaces).flatMap((edit) => placeLines(edits[edit]!)),
    ...examples.map(({ id, before, after }) => `          ${id}: ${before} → ${after}`),
  ];
}

function placeLines({ file, line, column }: PolicyEdit): string[] {
  return file === undefined ? [] : [`          at ${file}:${line}:${column}`];
}
