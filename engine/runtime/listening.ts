import { withinDeadline } from '../deadline.ts';
import { pluginFailure } from '../plugins/lifecycle.ts';
import type { EventBatch } from '../ports.ts';
import { problemError, ProblemError } from '../problem.ts';
import { ClockWatch } from './clockWatch.ts';
import type { RuntimeParts } from './parts.ts';

/** What sources are listened to with. */
export type ListeningParts = Pick<RuntimeParts, 'sources' | 'clock' | 'problem'> & {
  readonly settings: Pick<RuntimeParts['settings'], 'stopSeconds'>;
};

/** Who takes in what sources tell. */
export interface Listener {
  /** Where a source goes on. */
  cursor(source: string): Promise<string | undefined>;
  take(source: string, batch: EventBatch): Promise<void>;
}

/**
 * Listens to every source until all have come to their end, or the signal is aborted. Nothing is taken in after it.
 * @throws ProblemError as soon as a source cannot go on; the others are then told to end.
 */
export async function listenToAll(
  parts: ListeningParts,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const until = AbortSignal.any([signal, failed.signal]);
  let isOver = false;
  const listening = parts.sources.map(async ({ name, part }) => {
    const watch = part.isOfThePast === true ? undefined : new ClockWatch(name, parts.problem);
    const take = async (batch: EventBatch): Promise<void> => {
      if (isOver) throw new Error('nothing is taken in any more');
      watch?.told(batch.events);
      await listener.take(name, batch);
    };
    try {
      await part.listen(take, until, await listener.cursor(name));
    } catch (error) {
      failed.abort();
      throw new ProblemError(pluginFailure('source-failed', `"${name}" cannot go on`, error));
    }
  });
  const ends = await untilEnded(Promise.allSettled(listening), until, parts);
  isOver = true;
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

/** Sources that are told to end have so long for it. */
async function untilEnded<End>(
  ends: Promise<readonly End[]>,
  told: AbortSignal,
  { clock, settings: { stopSeconds }, problem }: ListeningParts,
): Promise<readonly End[]> {
  const isTold = new Promise<undefined>((resolve) => {
    if (told.aborted) resolve(undefined);
    told.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const all = await Promise.race([ends, isTold]);
  if (all !== undefined) return all;
  const late = (): Error =>
    problemError('source-not-ended', `a source has not ended ${stopSeconds} s after it was told to`, {
      severity: 'warning',
      hint: 'what it tells from now on is not taken in',
    });
  return withinDeadline(clock, stopSeconds * 1000, () => ends, late).catch((error: unknown) => {
    pluginFailure('source-not-ended', 'stopping', error, 'warning').forEach(problem);
    return [];
  });
}
