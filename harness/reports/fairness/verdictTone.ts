import type { Verdict } from '../../fairness/verdict.ts';
import type { Tone } from '../report.ts';

/** How a verdict is shown. */
export function verdictTone(verdict: Verdict): Tone {
  if (verdict === 'FAIR') return 'good';
  return verdict === 'UNFAIR' ? 'bad' : 'unsure';
}
