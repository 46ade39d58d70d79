import { percent, withCommas } from '../figures.ts';
import type { JudgedClaim } from './claims.ts';
import type { Judged } from './gate.ts';

/** How changes stand to their bounds, and a policy to what is claimed, as people read it. */
export function gateLines(judged: readonly (Judged | JudgedClaim)[]): readonly string[] {
  if (judged.length === 0) return [];
  const broken = judged.filter(({ passed }) => !passed).length;
  const what = judged.some(({ of }) => of === 'invariants') ? 'bounds and claims' : 'bounds';
  const verdict =
    broken === 0
      ? `every ${what === 'bounds' ? 'bound' : 'bound and claim'} is kept`
      : `${broken} of ${judged.length} ${what} broken`;
  return [`Gate: ${verdict}`, ...judged.flatMap(judgedLines)];
}

function judgedLines(judged: Judged | JudgedClaim): readonly string[] {
  const { name, failure } = judged;
  if (failure === undefined) return [`  ✓ ${name}: ${keptInWords(judged)}`];
  return [`  ✗ ${name}: ${failure.message}`, ...failure.details.map((line) => `      ${line}`)];
}

function keptInWords(judged: Judged | JudgedClaim): string {
  if (judged.of === 'invariants') return claimInWords(judged);
  const { changed, compared } = judged;
  return `${withCommas(changed)} of ${withCommas(compared)} (${percent(changed / compared).trim()})`;
}

/** Of a claim that is kept. */
export function claimInWords({ runs }: JudgedClaim): string {
  return runs === 0 ? 'claimed, and there is nothing it is about' : `held in ${withCommas(runs)} runs`;
}
