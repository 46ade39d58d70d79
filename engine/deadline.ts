import type { Clock } from './ports.ts';

/** Nobody sees it. Without a reason the platform would make an error of every end. */
const finished = 'finished';

/**
 * Does something for so long at most.
 * @param work told by its signal to give up when the time is over, or `ended` is aborted; it is then waited for no longer.
 * @param late what it is given up with when the time is over.
 * @throws what `work` throws, `late`, or the reason of `ended`.
 */
export async function withinDeadline<Result>(
  clock: Clock,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Result>,
  late: () => Error,
  ended?: AbortSignal,
): Promise<Result> {
  const done = new AbortController();
  const over = new AbortController();
  const end = (reason: unknown): never => {
    if (!done.signal.aborted) over.abort(reason);
    throw reason;
  };
  const waited = clock
    .sleep(milliseconds, ended === undefined ? done.signal : AbortSignal.any([done.signal, ended]))
    .then(
      () => end(late()),
      (reason: unknown) => end(reason),
    );
  try {
    const working = Promise.resolve(over.signal).then(work);
    return await Promise.race([working, waited]);
  } finally {
    done.abort(finished);
  }
}
