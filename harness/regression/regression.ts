import type { Moments } from '../../engine/moments.ts';
import { runReplay, type RunReplayOptions } from '../replay/runReplay.ts';
import type { TestOutcome } from '../reports/junit.ts';
import { ExpectedLog, type LogComparison } from './expectedLog.ts';
import { withCommas } from '../figures.ts';

/** Whether a policy still decides as a log has it. Level 0: the same bytes, and nothing about their worth. */
export interface Regression extends LogComparison {
  readonly level: 0;
  readonly log: string;
  readonly policy: string;
  readonly policyHash: string;
  readonly recording: string;
  readonly recordingHash: string;
  readonly source: string;
  readonly engineVersion: string;
  readonly seed: string;
  readonly moments: Moments;
  readonly passed: boolean;
}

/**
 * Replays a recording and holds every decision to a log of decisions that were made on it, byte for byte.
 * @param log of a replay, or of a live run that is replayed with the same moments.
 * @throws ProblemError when the recording or the log is wrong.
 */
export async function runRegression(
  options: Omit<RunReplayOptions, 'against' | 'expected'>,
  log: string,
): Promise<Regression> {
  const expected = new ExpectedLog(log);
  await expected.open();
  const alsoRead = [...(options.alsoRead ?? []), log];
  const replayed = await runReplay({ ...options, alsoRead, expected });
  const { policy, policyHash, recording, recordingHash, source, engineVersion, seed, moments } = replayed;
  const compared = expected.result();
  const { different, onlyLogged, onlyNow, sameOrder } = compared;
  const passed = different === 0 && onlyLogged === 0 && onlyNow === 0 && sameOrder && compared.same > 0;
  return {
    level: 0,
    ...{ log, policy, policyHash, recording, recordingHash, source, engineVersion, seed, moments },
    ...compared,
    passed,
  };
}

/** The one thing that is tested, for a report of tests. */
export function regressionOutcome(regression: Regression): TestOutcome {
  const name = `decides as ${regression.log} has it, byte for byte`;
  if (regression.passed) return { name };
  return { name, failure: { message: countsInWords(regression), details: differenceLines(regression) } };
}

/** A regression as people read it. */
export function regressionText(regression: Regression): string {
  const { recording, policy, policyHash, log, logEngineVersion, engineVersion } = regression;
  return [
    `Replay, level 0 (regression): ${recording}, decided by ${policy} (${policyHash.slice(0, 12)}), held to ${log}`,
    'The bodies of decisions are compared byte for byte. Whether they are good is not asked.',
    '',
    `${regression.passed ? '✓' : '✗'} ${countsInWords(regression)}`,
    ...differenceLines(regression).map((line) => `  ${line}`),
    '',
    `recording ${regression.recordingHash.slice(0, 12)} · policy ${policyHash.slice(0, 12)} · engine ${engineVersion}, the log’s ${logEngineVersion} · seed ${regression.seed}`,
    `source: ${regression.source}`,
  ].join('\n');
}

function countsInWords({ same, different, onlyLogged, onlyNow, sameOrder }: Regression): string {
  if (same + different + onlyLogged + onlyNow === 0)
    return 'there is no decision, neither in the log nor now';
  const counts = `${withCommas(same)} decisions the same, ${withCommas(different)} different, ${withCommas(onlyLogged)} only in the log, ${withCommas(onlyNow)} only now`;
  return sameOrder ? counts : `${counts}; in another order`;
}

function differenceLines({
  first,
  onlyLoggedIds,
  onlyNowIds,
  policyHash,
  log,
}: Regression): readonly string[] {
  const otherPolicy = first?.fields.some(({ field }) => field === 'policy.hash') === true;
  return [
    ...(otherPolicy
      ? [
          `the log was decided by another policy than ${policyHash.slice(0, 12)}: compare two policies with --against`,
        ]
      : []),
    ...(first === undefined ? [] : [`first different: ${first.id}, at ${log}:${first.line}`]),
    ...(first?.fields ?? []).map(({ field, logged, now }) => `  ${field}: ${shown(logged)} → ${shown(now)}`),
    ...(onlyLoggedIds.length === 0 ? [] : [`only in the log: ${onlyLoggedIds.join(', ')}`]),
    ...(onlyNowIds.length === 0 ? [] : [`only now: ${onlyNowIds.join(', ')}`]),
  ];
}

const longestValue = 80;

function shown(value: unknown): string {
  if (value === undefined) return '(not there)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
