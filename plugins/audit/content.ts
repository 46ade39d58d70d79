import { maskText } from '../../engine/door/mask.ts';
import type { Told } from '../../engine/exchange.ts';
import type { EntryContent } from './entry.ts';

/**
 * What is written of something told: the record as it is. Why a command ended so may quote a receiver's answer, which no
 * door has masked: it is masked here.
 */
export function contentOf(told: Told): EntryContent {
  if ('decision' in told) return { decision: told.decision };
  const { outcome } = told.outcome;
  if (outcome.why === undefined) return { outcome: told.outcome };
  return { outcome: { ...told.outcome, outcome: { ...outcome, why: maskText(outcome.why) } } };
}
