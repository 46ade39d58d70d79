import { valueInWords } from '../../engine/conditions/inWords.ts';
import { printable, renderProblem } from '../../engine/problem.ts';
import { withCommas } from '../figures.ts';
import type { Finding, Witness } from './finding.ts';

/** Findings for people: each a problem's line, and below it the input that shows it. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'lint: nothing found';
  const count = `${withCommas(findings.length)} ${findings.length === 1 ? 'finding' : 'findings'}`;
  return [...findings.flatMap(findingLines), `lint: ${count}`].join('\n');
}

/** One finding as lines. */
export function findingLines(finding: Finding): readonly string[] {
  const { witness } = finding;
  return [renderProblem(finding), ...(witness === undefined ? [] : [printable(witnessLine(witness))])];
}

function witnessLine({ facts, shows }: Witness): string {
  const known = Object.entries(facts).map(([fact, value]) => `${fact} ${valueInWords(value, fact)}`);
  return `    for example: ${known.length === 0 ? 'all facts missing' : known.join(', ')}: ${shows}`;
}
