import type { ActOutcome } from '../../engine/exchange.ts';
import type { Posted } from '../../engine/http/post.ts';
import { printable } from '../../engine/problem.ts';
import type { CrmAnswer } from './answerSchema.ts';
import isAnswer from './answer.validator.js';
import type { CrmRecord } from './records.ts';

/**
 * What a call came to. `outcomes`: of each record. `halve`: the CRM will not have these together, and does not say which
 * of them is to blame. `later`: it took nothing, and is to be asked again. `unclear`: it may have taken them.
 */
export type CallResult =
  | { readonly outcomes: readonly ActOutcome[] }
  | { readonly halve: string }
  | { readonly later: string }
  | { readonly unclear: string };

/**
 * Answers of the 400s that are about the call, its address, its sender or the moment, and say nothing against a record:
 * were they taken for refusals, a token that has expired would send every record to the dead.
 */
const notOfRecords: ReadonlySet<number> = new Set([
  401, 402, 403, 404, 405, 406, 407, 408, 410, 415, 421, 423, 425, 426, 428, 429, 431, 451,
]);

const outcomeStatuses = { done: 'done', refused: 'refused', retry: 'notDone' } as const;

/** Of a CRM's words, in characters. */
const longestWhy = 200;

/** What it means for these records how the CRM answered to a call with them. */
export function resultOf(posted: Posted, records: readonly CrmRecord[]): CallResult {
  if (posted.status === undefined)
    return posted.mayBeReceived ? { unclear: posted.why } : { later: posted.why };
  const { status, text, headers } = posted;
  const why = `the CRM answers ${status}`;
  if (status >= 500) {
    // An error of the CRM's own may come after it has taken the records. Whoever says when to come again takes a repeat.
    return headers.has('retry-after') ? { later: why } : { unclear: why };
  }
  if (status >= 300 && status < 400) return { later: `${why}: redirects are not followed` };
  if (notOfRecords.has(status)) return { later: why };
  const isTaken = status < 300;
  const said = answerIn(text);
  if (said === 'unreadable')
    return isTaken ? { unclear: `${why}, and its results cannot be read` } : { halve: why };
  if (said === undefined)
    return isTaken ? { outcomes: records.map(() => ({ status: 'done' })) } : { halve: why };
  const byKey = new Map(said.results.map((result) => [result.idempotency_key, result]));
  const isAboutThese = records.some((record) => byKey.has(record.idempotency_key));
  return isTaken || isAboutThese ? { outcomes: outcomesOf(byKey, records) } : { halve: why };
}

/** @returns undefined when it has no results. */
function answerIn(text: string | undefined): CrmAnswer | 'unreadable' | undefined {
  if (text === undefined) return 'unreadable';
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof said !== 'object' || said === null || !('results' in said)) return undefined;
  return isAnswer(said) ? (said as CrmAnswer) : 'unreadable';
}

function outcomesOf(
  byKey: ReadonlyMap<string, CrmAnswer['results'][number]>,
  records: readonly CrmRecord[],
): readonly ActOutcome[] {
  return records.map(({ idempotency_key: key }): ActOutcome => {
    const said = byKey.get(key);
    if (said === undefined) return { status: 'notDone', why: 'the CRM says nothing of this record' };
    const { status, message = `the CRM says ${status}` } = said;
    if (status === 'done') return { status: 'done' };
    return { status: outcomeStatuses[status], why: printable(message).slice(0, longestWhy) };
  });
}
