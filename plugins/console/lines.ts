import type { DecisionRecord } from '../../engine/exchange.ts';
import { outcomeInWords } from '../../engine/decisions/explain.ts';
import { hasTheSay } from '../../engine/decisions/record.ts';
import { printable } from '../../engine/problem.ts';

/** When, which decision, and what came out, in words; whose it was, where nothing of it is done. */
export function decisionText({ body, envelope }: DecisionRecord): string {
  const by = hasTheSay(envelope) ? '' : ` (${body.policy.name}, ${envelope.stage}: not done)`;
  return printable(`${body.at.slice(0, 19).replace('T', ' ')} ${body.id}${by}: ${outcomeInWords(body)}`);
}
