import { canonicalJson } from '../../engine/canonical.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import { decisionPoints, type DecisionPoint } from '../../engine/decisions/record.ts';
import { problemError } from '../../engine/problem.ts';
import { readLines } from '../recording/lines.ts';

/** A decision log's line, without its line break: the body in its one spelling, so that equal decisions are equal bytes. */
export function decisionLine(decision: Decision): string {
  return canonicalJson(decision);
}

/** The decisions of a log. @throws ProblemError at the first line that is none. */
export async function* readDecisionLog(file: string): AsyncGenerator<Decision> {
  for await (const { text, number: line, complete } of readLines(file, () => undefined)) {
    if (!complete) throw problemError('cut-off', 'the decision log is cut off in this line', { file, line });
    let decision: Partial<Decision>;
    try {
      decision = JSON.parse(text) as Partial<Decision>;
    } catch {
      throw problemError('not-json', 'the line is not JSON', { file, line });
    }
    if (!decisionPoints.includes(decision.point as DecisionPoint) || typeof decision.id !== 'string') {
      throw problemError('not-a-decision', 'the line is not a decision record', { file, line, hint: 'a log is written by `signalbox replay --log`' });
    }
    yield decision as Decision;
  }
}
