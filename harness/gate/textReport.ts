import { percent, withCommas } from '../figures.ts';
import type { Judged } from './gate.ts';

/** How changes stand to their bounds, as people read it. */
export function gateLines(judged: readonly Judged[]): readonly string[] {
  if (judged.length === 0) return [];
  const broken = judged.filter(({ passed }) => !passed).length;
  const verdict = broken === 0 ? 'every bound is kept' : `${broken} of ${judged.length} bounds broken`;
  return [`Gate: ${verdict}`, ...judged.flatMap(judgedLines)];
}

function judgedLines({ name, changed, compared, failure }: Judged): readonly string[] {
  if (failure === undefined) {
    const share = percent(changed / compared).trim();
    return [`  ✓ ${name}: ${withCommas(changed)} of ${withCommas(compared)} (${share})`];
  }
  return [`  ✗ ${name}: ${failure.message}`, ...failure.details.map((line) => `      ${line}`)];
}
