import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agents, csatBp, languageNames, now, ranking, scoring, skillNames } from '../../works/ranking.ts';

const interactions = 1_000;

/**
 * Writes what a program ranks from: the agents' attributes in basis points, column by column, with everything by number.
 * @returns the file.
 */
export function writeRankingData(folder: string): string {
  const asked = ranking.inputs(interactions);
  const { proficiency, languageMatch, historicalCsat } = scoring.weightsBp;
  const sizes = [agents.length, skillNames.length, languageNames.length, interactions];
  const columns = Int32Array.from([
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
  const file = join(folder, 'columns');
  writeFileSync(file, columns);
  return file;
}
