import { writeFileSync } from 'node:fs';
import type { Measurement, Plan } from '../measure/measureWork.ts';

const results = new URL('../RESULTS.md', import.meta.url);
const figures = new URL('../results.json', import.meta.url);

/** The figures as the issue wants them: one entry a work and contender; of a work on a recording, how large it was, too. */
export function asJson(measured: readonly Measurement[]): string {
  const entries = measured.map(({ work, contender, version, perSecond, p50Us, p99Us }) => ({
    work: work.id,
    contender: contender.id,
    version,
    perSecond:
      perSecond.median >= 100 ? Math.round(perSecond.median) : Number(perSecond.median.toPrecision(4)),
    p50Us: Number(p50Us.toPrecision(4)),
    p99Us: Number(p99Us.toPrecision(4)),
    ...(work.kind === 'recorded' ? { entries: work.recording.entries, times: work.recording.times } : {}),
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}

/** Writes a thorough run down: RESULTS.md for people, results.json for programs. */
export function writeResults(
  machine: readonly string[],
  plan: Plan,
  tables: readonly string[],
  measured: readonly Measurement[],
): void {
  const page = [
    '# Results',
    '',
    'Written by `npm run bench`; what the works are and how to read this is in [README.md](README.md).',
    '',
    ...machine.map((line) => `- ${line}`),
    `- ${plan.rounds} rounds of ${plan.round} ms after ${plan.warmUp} ms of warm-up; medians of the rounds, with the slowest and the fastest`,
    `- ${plan.compared.toLocaleString('en')} answers compared before anything was timed; 1,000 of W4; of recordings, a few that each go over all of it`,
    '',
    tables.join('\n'),
  ];
  writeFileSync(results, page.join('\n'));
  writeFileSync(figures, asJson(measured));
}
