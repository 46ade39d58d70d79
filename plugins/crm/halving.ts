import type { ActOutcome } from '../../engine/exchange.ts';
import type { CallResult } from './answer.ts';

/** Sends some records, given by their places. */
export type Send = (from: number, to: number) => Promise<CallResult>;

/**
 * Sends a batch, and halves what the CRM will not have together, until what it refuses stands alone: k poisonous records
 * of n take some 2 k log2(n / k) calls.
 * @param count of the records.
 * @param mayGoOn false when the time is over: what is not sent by then is `notDone`.
 * @throws Error when the CRM took nothing, and is to be asked again for all of it.
 */
export async function sendHalving(
  count: number,
  send: Send,
  mayGoOn: () => boolean,
): Promise<readonly ActOutcome[]> {
  const outcomes: ActOutcome[] = [];
  /** From the end, so that the first half is sent first: the records of a conversation stay in their order. */
  const left: (readonly [from: number, to: number])[] = [[0, count]];
  let stopped: string | undefined;
  for (let range = left.pop(); range !== undefined; range = left.pop()) {
    const [from, to] = range;
    const tell = (outcome: ActOutcome): void =>
      void outcomes.push(...Array<ActOutcome>(to - from).fill(outcome));
    if (stopped === undefined && from > 0 && !mayGoOn()) stopped = 'there was no time left to send it';
    if (stopped !== undefined) {
      tell({ status: 'notDone', why: stopped });
      continue;
    }
    const result = await send(from, to);
    if ('outcomes' in result) outcomes.push(...result.outcomes);
    else if ('later' in result || 'unclear' in result) {
      if ('later' in result && outcomes.length === 0) throw new Error(result.later);
      // Who is down is not asked for the rest as well.
      stopped = 'later' in result ? result.later : result.unclear;
      tell({ status: 'notDone', why: stopped });
    } else if (to - from === 1) tell({ status: 'refused', why: result.halve });
    else {
      const middle = Math.ceil((from + to) / 2);
      left.push([middle, to], [from, middle]);
    }
  }
  return outcomes;
}
