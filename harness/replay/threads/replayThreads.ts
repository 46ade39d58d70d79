import { Worker } from 'node:worker_threads';
import { problemError, ProblemError } from '../../../engine/problem.ts';
import type { OnProgress, RecordingSummary } from '../../recording/read.ts';
import { joinFindings, type Findings } from '../findings.ts';
import { defaultSeed, type ReplayOptions } from '../replay.ts';
import type { ReplayLogs } from '../replayLogs.ts';
import { resultOf, type ReplayResult } from '../result.ts';
import { mergeLines } from './mergeLines.ts';
import type { FromWorker, ReplayTask, SharedLines, ToWorker } from './protocol.ts';

export interface ReplayThreadsOptions extends Pick<
  ReplayOptions,
  'recording' | 'policy' | 'against' | 'seed' | 'onProgress'
> {
  /** How many workers share the work, at least 1. What is found does not depend on it. */
  readonly threads: number;
  /** Where the recording's events are kept; beside it unless told. */
  readonly folder?: string;
  /** Where decisions are written down. */
  readonly logs: ReplayLogs;
}

/**
 * A replay spread over worker threads: every worker follows all events, from the columns they are kept in, and decides
 * about its share of the conversations. What is found and written is the same as with one thread, byte for byte.
 * @throws ProblemError when the recording is wrong.
 */
export async function replayOnThreads(options: ReplayThreadsOptions): Promise<ReplayResult> {
  const { recording, folder, policy, against, seed = defaultSeed, threads, logs } = options;
  const workers = Array.from({ length: threads }, (_, index) => {
    const share = { index, of: threads };
    const task: ReplayTask = { recording, folder, policy, against, seed, share, kinds: logs.kinds };
    return new ShareWorker(task);
  });
  try {
    await takeBatches(workers, logs, options.onProgress);
    const ended = await Promise.all(workers.map((worker) => worker.done));
    const [{ summary }] = ended as [Ended, ...Ended[]];
    if (ended.some((one) => one.summary.hash !== summary.hash)) {
      throw problemError('changed', 'the recording changed while it was read', {
        file: recording,
        hint: 'run it again',
      });
    }
    return resultOf({ ...options, seed }, summary, joinFindings(ended.map(({ findings }) => findings)));
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}

/** Takes in what the workers spelled, batch by batch, until they have come to the end. */
async function takeBatches(
  workers: readonly ShareWorker[],
  logs: ReplayLogs,
  onProgress: OnProgress = () => undefined,
): Promise<void> {
  for (;;) {
    const batches = await Promise.all(workers.map((worker) => worker.nextBatch()));
    const shares = batches.filter((batch) => batch !== undefined);
    if (shares.length === 0) return;
    for (const [place, kind] of logs.kinds.entries())
      await logs.append(kind, mergeLines(shares.map(({ lines }) => lines[place]!)));
    onProgress(shares[0]!.progress);
    for (const worker of workers) worker.taken();
  }
}

interface Batch {
  readonly lines: readonly SharedLines[];
  readonly progress: number;
}

interface Ended {
  readonly findings: Findings;
  readonly summary: RecordingSummary;
}

/** One worker, and what it has said that nobody has taken in yet. */
class ShareWorker {
  /** What it found in the end. */
  readonly done: Promise<Ended>;
  readonly #worker: Worker;
  readonly #batches: Batch[] = [];
  #hasEnded = false;
  #wake: () => void = () => undefined;

  constructor(task: ReplayTask) {
    this.#worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: task });
    this.done = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: FromWorker) => {
        if (message.said === 'batch') this.#batches.push(message);
        else if (message.said === 'done') resolve(message);
        else reject(new ProblemError(message.problems));
        this.#wake();
      });
      this.#worker.on('error', reject);
      this.#worker.on('exit', () =>
        reject(new Error('a worker of the replay ended before its work was done')),
      );
    });
    this.done
      .catch(() => undefined)
      .finally(() => {
        this.#hasEnded = true;
        this.#wake();
      });
  }

  /** The next batch; undefined when there are no more. @throws what ended the worker. */
  async nextBatch(): Promise<Batch | undefined> {
    while (this.#batches.length === 0) {
      if (this.#hasEnded) {
        await this.done;
        return undefined;
      }
      await new Promise<void>((wake) => (this.#wake = wake));
    }
    return this.#batches.shift();
  }

  /** A batch has been taken in: it may go on. */
  taken(): void {
    const message: ToWorker = { taken: 1 };
    this.#worker.postMessage(message);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
