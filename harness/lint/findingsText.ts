import { valueInWords } from '../../engine/conditions/inWords.ts';
import { printable, renderProblem } from '../../engine/problem.ts';
import type { Finding, Witness } from './finding.ts';

/** A finding for people: a problem's line, and below it the input that shows it. */
export function findingLines(finding: Finding): readonly string[] {
  const { witness } = finding;
  return [renderProblem(finding), ...(witness === undefined ? [] : [printable(witnessLine(witness))])];
}

function witnessLine({ facts, shows }: Witness): string {
  const known = Object.entries(facts).map(([fact, value]) => `${fact} ${valueInWords(value, fact)}`);
  return `    for example: ${known.length === 0 ? 'all facts missing' : known.join(', ')}: ${shows}`;
}
