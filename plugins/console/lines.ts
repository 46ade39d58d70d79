import type { DecisionRecord } from '../../engine/exchange.ts';
import { canonicalJson } from '../../engine/canonical.ts';
import { outcomeInWords } from '../../engine/decisions/explain.ts';
import { printable } from '../../engine/problem.ts';

/** The decision's body as a decision log spells it. */
export function decisionJson({ body }: DecisionRecord): string {
  return canonicalJson(body);
}

/** When, which decision, and what came out, in words. */
export function decisionText({ body }: DecisionRecord): string {
  return printable(`${body.at.slice(0, 19).replace('T', ' ')} ${body.id}: ${outcomeInWords(body)}`);
}
