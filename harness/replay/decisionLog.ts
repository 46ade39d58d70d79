import { canonicalJson } from '../../engine/canonical.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { DecisionEnvelope, DecisionPoint } from '../../engine/decisions/record.ts';
import { problemError, type ProblemError } from '../../engine/problem.ts';
import { engineVersion } from '../../engine/version.ts';
import { readLines, type TextLine } from '../recording/lines.ts';

/** The version of decision log this code writes, and the only one it reads. */
const logVersion = 1;

/** The first line of a decision log: the envelope that all its bodies share. */
interface DecisionLogHeader extends DecisionEnvelope {
  readonly signalbox: 'decision-log';
  readonly version: number;
}

/** The header line, without its line break. */
export function logHeaderLine(): string {
  const header: DecisionLogHeader = {
    signalbox: 'decision-log',
    version: logVersion,
    engineVersion,
    stage: 'replay',
  };
  return canonicalJson(header);
}

/** A decision's line, without its line break: the body in its one spelling, so that equal decisions are equal bytes. */
export function decisionLine(decision: Decision): string {
  return canonicalJson(decision);
}

/** The decisions of a log. @throws ProblemError at the first line that is none. */
export async function* readDecisionLog(file: string): AsyncGenerator<Decision> {
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      const record = parsedLine(file, line);
      if (line.number === 1) checkHeader(file, record);
      else if (isDecision(record)) yield record;
      else throw notALog(file, line.number, 'the line is not a decision record');
    }
  }
}

function parsedLine(file: string, { text, number: line, complete }: TextLine): unknown {
  if (!complete) throw problemError('cut-off', 'the decision log is cut off in this line', { file, line });
  try {
    return JSON.parse(text);
  } catch {
    throw problemError('not-json', 'the line is not JSON', { file, line });
  }
}

function checkHeader(file: string, record: unknown): void {
  const { signalbox, version } = (record ?? {}) as Partial<DecisionLogHeader>;
  if (signalbox === 'decision-log' && version === logVersion) return;
  throw notALog(file, 1, `the first line is not the header of a decision log of version ${logVersion}`);
}

function notALog(file: string, line: number, message: string): ProblemError {
  return problemError('not-a-log', message, {
    file,
    line,
    hint: 'a log is written by `signalbox replay --log`',
  });
}

/** The lists that each point's records have; a line without them was not written by a replay. */
const lists: Readonly<Record<DecisionPoint, readonly string[]>> = {
  skills: [],
  order: ['places'],
  ranking: ['ranked', 'refused', 'shifts', 'tieBreakPath'],
  handoff: ['triggers', 'guards'],
};

function isDecision(parsed: unknown): parsed is Decision {
  if (typeof parsed !== 'object' || parsed === null) return false;
  const record = parsed as Readonly<Record<string, unknown>>;
  const own = lists[record['point'] as DecisionPoint] as readonly string[] | undefined;
  const isText = (field: string): boolean => typeof record[field] === 'string';
  return (
    own !== undefined &&
    ['id', 'conversation', 'at', 'pack', 'decidedBy'].every(isText) &&
    [...own, 'rules', 'commands'].every((field) => Array.isArray(record[field])) &&
    ['policy', 'facts'].every((field) => typeof record[field] === 'object' && record[field] !== null)
  );
}
