import { canonicalJson } from '../../engine/canonical.ts';
import { explainDecision } from '../../engine/decisions/explain.ts';
import type { DecisionRecord } from '../../engine/ports.ts';
import { printable } from '../../engine/problem.ts';

/** The decision's body as a decision log spells it. */
export function decisionJson({ body }: DecisionRecord): string {
  return canonicalJson(body);
}

/** When, which decision, and what came out, in words: the first thing its explanation says. */
export function decisionText({ body }: DecisionRecord): string {
  const [, outcome = body.decidedBy] = explainDecision(body);
  return printable(`${body.at.slice(0, 19).replace('T', ' ')} ${body.id}: ${outcome}`);
}
