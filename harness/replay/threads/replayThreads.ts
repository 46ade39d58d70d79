import type { Policy } from '../../../engine/packs/policy.ts';
import { problemError, ProblemError } from '../../../engine/problem.ts';
import type { OnProgress } from '../../recording/read.ts';
import { Workers } from '../../threads/workers.ts';
import { policyDifference } from '../edits/policyDifference.ts';
import { joinFindings } from '../findings.ts';
import { defaultSeed, type ReplayOptions } from '../replay.ts';
import type { ReplayLogs } from '../replayLogs.ts';
import { resultOf, type ReplayResult } from '../result.ts';
import { mergeLines } from './mergeLines.ts';
import type { Answer, ReplayTask, SharedBatch, SharedEnd } from './protocol.ts';

const script = new URL('./worker.ts', import.meta.url);

/** Batches a worker may be ahead of those taken in: what waits in memory stays bounded. */
const mostAhead = 8;

export interface ReplayThreadsOptions extends Pick<
  ReplayOptions,
  'recording' | 'policy' | 'against' | 'seed' | 'moments' | 'onProgress'
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
  const { moments = 'asRecorded' } = options;
  const difference = against && policyDifference(against, policy);
  const workers = Array.from({ length: threads }, (_, index) => {
    const share = { index, of: threads };
    const { kinds } = logs;
    const policies = { policy: withoutSources(policy), against: against && withoutSources(against) };
    const task: ReplayTask = { recording, folder, ...policies, difference, seed, moments, share, kinds };
    return new ShareWorker(task);
  });
  try {
    await takeBatches(workers, logs, options.onProgress);
    const ended = workers.map((worker) => worker.found);
    const { summary } = ended[0]!;
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
      logs.append(kind, mergeLines(shares.map(({ lines }) => lines[place]!)));
    await logs.pass();
    onProgress(shares[0]!.progress);
  }
}

/** One worker, and the batches it has been asked for that nobody has taken in yet. */
class ShareWorker {
  readonly #threads: Workers<'next', Answer>;
  readonly #answers: Promise<Answer>[] = [];
  #end: SharedEnd | undefined;

  constructor(task: ReplayTask) {
    this.#threads = new Workers(script, 1, { workerData: task });
    for (let ahead = 0; ahead < mostAhead; ahead++) this.#ask();
  }

  /** The next batch; undefined when there are no more. @throws what is wrong with the recording, or ended the worker. */
  async nextBatch(): Promise<SharedBatch | undefined> {
    if (this.#end !== undefined) return undefined;
    const answer = await this.#answers.shift()!;
    if ('problems' in answer) throw new ProblemError(answer.problems);
    if ('lines' in answer) {
      this.#ask();
      return answer;
    }
    this.#end = answer;
    return undefined;
  }

  /** What it found; there when there are no more batches. */
  get found(): SharedEnd {
    return this.#end!;
  }

  async end(): Promise<void> {
    await this.#threads.end();
  }

  #ask(): void {
    const answer = this.#threads.run('next', []);
    // Who takes it in hears of it.
    answer.catch(() => undefined);
    this.#answers.push(answer);
  }
}

/** What decides, without what it claims: nobody tells places in files elsewhere, and functions do not go to threads. */
function withoutSources(policy: Policy): Policy {
  return { ...policy, sources: [], claims: [] };
}
