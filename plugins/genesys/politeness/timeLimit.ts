import type { Clock } from '../../../engine/ports.ts';

/** Nobody sees it. Without a reason the platform would make an error of every end. */
const finished = 'finished';

/**
 * Does something under a signal that aborts with `late` after so much time, or with the outer signal.
 * @returns what `act` does; it must heed the signal.
 */
export async function withTimeLimit<T>(
  clock: Clock,
  milliseconds: number,
  late: Error | (() => Error),
  outer: AbortSignal | undefined,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const over = new AbortController();
  clock.sleep(milliseconds, over.signal).then(
    () => limit.abort(typeof late === 'function' ? late() : late),
    () => undefined,
  );
  try {
    return await act(outer === undefined ? limit.signal : AbortSignal.any([limit.signal, outer]));
  } finally {
    over.abort(finished);
  }
}
