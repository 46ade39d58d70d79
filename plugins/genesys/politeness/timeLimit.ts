import type { Clock } from '../../../engine/ports.ts';

/**
 * Does something under a signal that aborts with `late` after so much time, or with the outer signal.
 * @returns what `act` does; it must heed the signal.
 */
export async function withTimeLimit<T>(
  clock: Clock,
  milliseconds: number,
  late: Error,
  outer: AbortSignal | undefined,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const over = new AbortController();
  clock.sleep(milliseconds, over.signal).then(
    () => limit.abort(late),
    () => undefined,
  );
  try {
    return await act(outer === undefined ? limit.signal : AbortSignal.any([limit.signal, outer]));
  } finally {
    over.abort();
  }
}
