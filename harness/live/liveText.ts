import { percent, withCommas } from '../figures.ts';
import { decisionLines } from '../replay/textReport.ts';
import type { LiveResult } from './liveTally.ts';
import type { PlatformResult } from './platformTally.ts';

/** A day of a sandbox with an engine attached. */
export interface LiveDayResult {
  readonly org: string;
  readonly seed: number;
  readonly policy: { readonly name: string; readonly hash: string };
  /** Of the sandbox's time, and how long they took. */
  readonly simulatedSeconds: number;
  readonly tookSeconds: number;
  readonly engine: LiveResult;
  readonly platform: PlatformResult;
  /** The most requests a minute that the platform allows. */
  readonly requestsPerMinute: number;
}

/** A live day as people read it. */
export function liveText(result: LiveDayResult): string {
  const { org, policy, engine, platform, seed } = result;
  return [
    `Live on the sandbox: ${org}, ${withCommas(platform.conversations)} conversations, decided by ${policy.name} (${policy.hash.slice(0, 12)})`,
    '',
    ...decisionLines(engine),
    ...commandLines(engine),
    ...agreementLines(engine),
    ...serviceLines(platform),
    ...requestLines(result),
    '',
    `${timeText(result)} · decision log ${engine.decisionLogHash.slice(0, 12)} · seed ${seed}`,
  ].join('\n');
}

function commandLines({ commands }: LiveResult): string[] {
  return Object.entries(commands).map(([kind, outcomes], index) => {
    const most = Object.entries(outcomes).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const said = most.map(([outcome, count]) => `${outcome} ${withCommas(count)}`).join(', ');
    return `${index === 0 ? 'commands' : ''}`.padEnd(18) + `${kind.padEnd(17)}${said}`;
  });
}

function agreementLines({ choiceAgreement: { compared, agreed } }: LiveResult): string[] {
  if (compared === 0) return [];
  return [
    `agreement         ${percent(agreed / compared).trim()}: ${withCommas(agreed)} of ${withCommas(compared)} conversations were answered by the agent ranked first`,
  ];
}

function serviceLines({ queues }: PlatformResult): string[] {
  const offered = sum(queues.map((queue) => queue.offered));
  if (offered === 0) return [];
  const answered = sum(queues.map((queue) => queue.answered));
  const within = sum(queues.map((queue) => queue.answeredWithinTarget));
  const waited = sum(queues.map((queue) => queue.waitedSeconds));
  return [
    `service level     ${percent(within / offered).trim()} of ${withCommas(offered)} waits answered within target, ${percent(1 - answered / offered).trim()} abandoned, mean wait ${Math.round(waited / Math.max(1, answered))} s`,
  ];
}

function requestLines({ platform: { requests, busiestMinute }, requestsPerMinute }: LiveDayResult): string[] {
  const total = sum(Object.values(requests));
  const refused = requests['429'] ?? 0;
  return [
    `requests          ${withCommas(total)}, at most ${busiestMinute} in a minute of ${requestsPerMinute} allowed; ${refused === 0 ? 'none' : withCommas(refused)} refused for being too many`,
  ];
}

function timeText({ simulatedSeconds, tookSeconds }: LiveDayResult): string {
  const speed = withCommas(Math.round(simulatedSeconds / tookSeconds));
  return `${(simulatedSeconds / 3600).toFixed(1)} h in ${tookSeconds.toFixed(1)} s, ${speed} times real time`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
