import { Worker, type Transferable, type WorkerOptions } from 'node:worker_threads';
import { problemError, type ProblemError } from '../../engine/problem.ts';

/** A worker thread, and who waits for its answers: to each task one, in order. */
interface Thread<Result> {
  readonly worker: Worker;
  readonly waiting: {
    readonly resolve: (result: Result) => void;
    readonly reject: (error: Error) => void;
  }[];
}

/**
 * Worker threads that all run one script, which answers every message it is sent with one. They are started when there
 * is work for them.
 */
export class Workers<Task, Result> {
  readonly #script: URL;
  readonly #most: number;
  readonly #options: WorkerOptions;
  readonly #threads: Thread<Result>[] = [];
  #failure: ProblemError | undefined;

  /** @param most how many threads there may be. */
  constructor(script: URL, most: number, options: WorkerOptions = {}) {
    this.#script = script;
    this.#most = most;
    this.#options = options;
  }

  /**
   * Has a task done by the thread with the least to do.
   * @param transfer what goes over to the thread, and can no longer be used here.
   * @throws ProblemError when any of the threads has died.
   */
  run(task: Task, transfer: readonly Transferable[]): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      const { worker, waiting } = this.#leastBusy();
      waiting.push({ resolve, reject });
      worker.postMessage(task, transfer);
    });
  }

  /** Ends all threads, whatever they are doing. Must be called, however the work went. */
  async end(): Promise<void> {
    this.#failure ??= died('it was ended');
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #leastBusy(): Thread<Result> {
    const [least] = this.#threads.toSorted((one, other) => one.waiting.length - other.waiting.length);
    const isBusy = least === undefined || least.waiting.length > 0;
    return isBusy && this.#threads.length < this.#most ? this.#start() : least!;
  }

  #start(): Thread<Result> {
    // Some of the process's own options are refused to a thread.
    const worker = new Worker(this.#script, { execArgv: [], ...this.#options });
    const thread: Thread<Result> = { worker, waiting: [] };
    worker.on('message', (result: Result) => thread.waiting.shift()?.resolve(result));
    worker.on('messageerror', (error) => this.#fail(died(error.message, error)));
    worker.on('error', (error: Error) => this.#fail(died(error.message, error)));
    worker.on('exit', (code) => this.#fail(died(`it ended with code ${code}`)));
    this.#threads.push(thread);
    return thread;
  }

  /** Nobody is left waiting. */
  #fail(failure: ProblemError): void {
    this.#failure ??= failure;
    for (const { waiting } of this.#threads)
      for (const { reject } of waiting.splice(0)) reject(this.#failure);
  }
}

function died(why: string, cause?: Error): ProblemError {
  const error = problemError('thread-died', `a worker thread died: ${why}`, {
    hint: 'run it again on one thread',
  });
  return Object.assign(error, { cause });
}
