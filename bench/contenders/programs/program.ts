import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../../measure/statistics.ts';
import { agents, csatBp, languageNames, now, ranking, scoring, skillNames } from '../../works/ranking.ts';
import type { Program } from '../contender.ts';

const interactions = 1_000;

/** A folder of our own, gone when this process is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A program that ranks from a file of columns, answering `answers COUNT` and `round SECONDS`. */
export function rankingProgram(
  version: string,
  folder: string,
  command: string,
  before: readonly string[],
): Program {
  const data = join(folder, 'columns');
  writeFileSync(data, columns());
  const run = (...request: readonly string[]): string =>
    execFileSync(command, [...before, data, ...request], { encoding: 'utf8', maxBuffer: 2 ** 24 });
  return {
    version,
    answers: (count) =>
      run('answers', String(count))
        .trim()
        .split('\n')
        .map((place) => (place === '-1' ? [] : [Number(place)])),
    round: (milliseconds) => JSON.parse(run('round', String(milliseconds / 1_000))) as Figures,
  };
}

/** The agents' attributes in basis points, column by column, with everything by number. */
function columns(): Int32Array {
  const asked = ranking.inputs(interactions);
  const { proficiency, languageMatch, historicalCsat } = scoring.weightsBp;
  const sizes = [agents.length, skillNames.length, languageNames.length, interactions];
  return Int32Array.from([
    ...sizes,
    ...[proficiency, languageMatch, historicalCsat, scoring.minimumScoreBp * 10_000],
    ...skillNames.flatMap((skill) => agents.map(({ skills }) => (skills![skill] ?? 0) * 2_000)),
    ...languageNames.flatMap((language) =>
      agents.map(({ languages }) => (languages![language] === undefined ? 0 : 10_000)),
    ),
    ...agents.map(csatBp),
    ...agents.map(({ idleSince }) => (now - idleSince!) / 1_000),
    ...asked.map(({ skill }) => skillNames.indexOf(skill)),
    ...asked.map(({ language }) => languageNames.indexOf(language)),
  ]);
}
