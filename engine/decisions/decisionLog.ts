import { canonicalJson } from '../canonical.ts';
import type { DecisionRecord } from '../exchange.ts';
import { engineVersion } from '../version.ts';
import type { Decision } from './policyRun.ts';
import { hasTheSay, type DecisionEnvelope } from './record.ts';

/** The version of decision log this code writes, and the only one it reads. */
export const decisionLogVersion = 1;

/** The first line of a decision log: the envelope that all its bodies share. */
export interface DecisionLogHeader extends DecisionEnvelope {
  readonly signalbox: 'decision-log';
  readonly version: number;
}

/** The header line, without its line break. @param stage who decided. */
export function logHeaderLine(stage: DecisionEnvelope['stage']): string {
  const header: DecisionLogHeader = {
    signalbox: 'decision-log',
    version: decisionLogVersion,
    engineVersion,
    stage,
  };
  return canonicalJson(header);
}

/** A decision as a log has it; of one of which nothing was done, with the stage of the policy that made it. */
export type LoggedDecision = Decision & { readonly stage?: DecisionEnvelope['stage'] };

/** A decision's line, without its line break: the body in its one spelling, so that equal decisions are equal bytes. */
export function decisionLine(decision: LoggedDecision): string {
  return canonicalJson(decision);
}

/** The line of a decision of a live run, where policies may decide that have not the say. */
export function recordLine({ body, envelope }: DecisionRecord): string {
  return decisionLine(hasTheSay(envelope) ? body : { ...body, stage: envelope.stage });
}

/** Whether a log's first line, as JSON, is the header of a decision log that this code reads. */
export function isLogHeader(record: unknown): record is DecisionLogHeader {
  const { signalbox, version } = (record ?? {}) as Partial<DecisionLogHeader>;
  return signalbox === 'decision-log' && version === decisionLogVersion;
}
