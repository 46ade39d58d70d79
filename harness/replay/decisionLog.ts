import {
  decisionLogVersion,
  isLogHeader,
  type DecisionLogHeader,
  type LoggedDecision,
} from '../../engine/decisions/decisionLog.ts';
import type { DecisionPoint } from '../../engine/decisions/record.ts';
import { problemError, type ProblemError } from '../../engine/problem.ts';
import { readLines, type TextLine } from '../recording/lines.ts';

/** The decisions of a log. @throws ProblemError at the first line that is none. */
export async function* readDecisionLog(file: string): AsyncGenerator<LoggedDecision> {
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      if (line.number === 1) checkLogHeader(file, line);
      else yield decisionOn(file, line);
    }
  }
}

/** The decision on a line of a log. @throws ProblemError when there is none. */
export function decisionOn(file: string, line: TextLine): LoggedDecision {
  const record = parsedLine(file, line);
  if (isDecision(record)) return record;
  throw notALog(file, line.number, 'the line is not a decision record');
}

/** The header on the first line of a log. @throws ProblemError when it is none, or the file is empty. */
export function checkLogHeader(file: string, line: TextLine | undefined): DecisionLogHeader {
  const record = line === undefined ? undefined : parsedLine(file, line);
  if (isLogHeader(record)) return record;
  throw notALog(
    file,
    1,
    `the first line is not the header of a decision log of version ${decisionLogVersion}`,
  );
}

function parsedLine(file: string, { text, number: line, complete }: TextLine): unknown {
  if (!complete) throw problemError('cut-off', 'the decision log is cut off in this line', { file, line });
  try {
    return JSON.parse(text);
  } catch {
    throw problemError('not-json', 'the line is not JSON', { file, line });
  }
}

function notALog(file: string, line: number, message: string): ProblemError {
  return problemError('not-a-log', message, {
    file,
    line,
    hint: 'a log is written by `replay --log`, `demo --live --log`, or the plugin console with a `file`',
  });
}

/** The lists that each point's records have; a line without them is no decision. */
const lists: Readonly<Record<DecisionPoint, readonly string[]>> = {
  skills: [],
  order: ['places'],
  ranking: ['ranked', 'refused', 'shifts', 'tieBreakPath'],
  handoff: ['triggers', 'guards'],
  delivery: [],
  reaction: ['reactions'],
};

function isDecision(parsed: unknown): parsed is LoggedDecision {
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
