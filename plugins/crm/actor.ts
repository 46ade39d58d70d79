import type { ActOutcome } from '../../engine/exchange.ts';
import { post } from '../../engine/http/post.ts';
import { retryAfterMilliseconds } from '../../engine/http/retryAfter.ts';
import type { Network } from '../../engine/network.ts';
import type { Outage } from '../../engine/plugins/outage.ts';
import type { BatchActor, BatchedCommand, BatchSize, Clock } from '../../engine/ports.ts';
import { steadyTime } from '../../engine/steadyTime.ts';
import { engineVersion } from '../../engine/version.ts';
import { resultOf, type CallResult } from './answer.ts';
import { sendHalving } from './halving.ts';
import { inOrder } from './inOrder.ts';
import { batchKey, bodyOf, recordOf, type CrmRecord } from './records.ts';

/** What a CRM is called with. */
export interface Calling {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly batchSize: number;
  readonly flushSeconds: number;
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  readonly network: Network;
  readonly outage: Outage;
}

/**
 * Ours: a CRM may be down for ten hours, a night; once it is back, what waits is sent within ten minutes.
 */
const pausesSeconds = [2, 10, 30, 60, 120, 300, ...Array<number>(60).fill(600)];

/** Of an answer, in bytes: a thousand results with a message each, and more. */
const mostAnswerBytes = 1_048_576;

/** Halving goes on for so long; what is left then comes again, without what has ended. The runtime gives up at 60 s. */
const halvingSeconds = 25;

/** Sends records to a CRM, in batches. */
export class CrmActor implements BatchActor {
  readonly does = ['do crm'] as const;
  readonly batch: BatchSize;
  readonly pausesSeconds = pausesSeconds;
  readonly #calling: Calling;

  constructor(calling: Calling) {
    this.#calling = calling;
    this.batch = { most: calling.batchSize, withinSeconds: calling.flushSeconds };
  }

  /** @throws an error, with `retryAfterSeconds` where the CRM says so, when it took nothing of the batch. */
  async actTogether(
    commands: readonly BatchedCommand[],
    signal: AbortSignal,
  ): Promise<readonly ActOutcome[]> {
    signal.throwIfAborted();
    const { clock, outage } = this.#calling;
    const records = commands.map(recordOf);
    const until = steadyTime(clock) + halvingSeconds * 1000;
    let retryAfterSeconds: number | undefined;
    const send = async (from: number, to: number): Promise<CallResult> => {
      const some = records.slice(from, to);
      const posted = await this.#post(some, signal);
      const later =
        posted.status === undefined ? undefined : retryAfterMilliseconds(posted.headers, clock.now());
      retryAfterSeconds = later === undefined ? undefined : later / 1000;
      const result = resultOf(posted, some);
      if ('later' in result) outage.begin(result.later);
      else if ('unclear' in result) outage.begin(result.unclear);
      else outage.end();
      return result;
    };
    try {
      const outcomes = await sendHalving(records.length, send, () => steadyTime(clock) < until);
      return inOrder(commands, outcomes);
    } catch (error) {
      signal.throwIfAborted();
      throw Object.assign(error as Error, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
    }
  }

  #post(records: readonly CrmRecord[], signal: AbortSignal) {
    const { url, headers, timeoutSeconds } = this.#calling;
    const posting = {
      ...{ url, timeoutSeconds, mostAnswerBytes, body: bodyOf(records) },
      headers: {
        'user-agent': `signalbox/${engineVersion}`,
        accept: 'application/json',
        ...headers,
        'idempotency-key': batchKey(records),
      },
    };
    return post(this.#calling, posting, signal);
  }
}
