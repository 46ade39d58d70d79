import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedEvents } from '../columns/eventCache.ts';
import { keepEvents } from '../columns/keepEvents.ts';
import { fileProblem } from '../recording/fileProblem.ts';
import { keepOnExit, removeOnExit } from '../recording/unfinished.ts';
import { replay, type ReplayOptions } from './replay.ts';
import { ReplayLogs, type LineSink, type ReplayLogFiles } from './replayLogs.ts';
import type { ReplayResult } from './result.ts';
import { replayOnThreads } from './threads/replayThreads.ts';

export interface RunReplayOptions
  extends
    Pick<ReplayOptions, 'recording' | 'policy' | 'against' | 'seed' | 'moments' | 'onProgress'>,
    ReplayLogFiles {
  /** Takes every decision's record beside the files. */
  readonly expected?: LineSink;
  /** Files that are read beside the recording, and must not be written over. */
  readonly alsoRead?: readonly string[];
  /** Worker threads; 1 is none. */
  readonly threads: number;
  /** Whether the events of a large recording are kept beside it for the next time. */
  readonly cache: boolean;
}

/** Unpacked bytes from which a recording is worth keeping in columns. */
const large = 32_000_000;

/** Packed recordings are about an eighth of what they hold. */
const packing = 8;

/**
 * A replay as it is asked for at the command line: it writes the files of decisions, reads large recordings from the
 * columns kept beside them, and spreads the work over as many threads as asked for. None of it changes what is found.
 * @throws ProblemError when the recording is wrong or a file cannot be written.
 */
export async function runReplay(options: RunReplayOptions): Promise<ReplayResult> {
  const { recording, threads } = options;
  const logs = await ReplayLogs.open(options, [recording, ...(options.alsoRead ?? [])], options.expected);
  try {
    const isLarge = (await unpackedSize(recording)) >= large;
    const result =
      threads === 1
        ? await onOneThread(options, logs, options.cache && isLarge)
        : await onThreads(options, logs, threads);
    await logs.commit();
    return result;
  } catch (error) {
    await logs.discard();
    throw error;
  }
}

async function onOneThread(
  options: RunReplayOptions,
  logs: ReplayLogs,
  cache: boolean,
): Promise<ReplayResult> {
  return replay({
    ...options,
    ...(cache ? { open: () => cachedEvents(options.recording) } : {}),
    onRuling: (ruling) => logs.write(ruling),
    onBatch: () => logs.pass(),
  });
}

/** Threads share the recording through its columns, which go where nobody finds them when they are not to be kept. */
async function onThreads(
  options: RunReplayOptions,
  logs: ReplayLogs,
  threads: number,
): Promise<ReplayResult> {
  const { recording, onProgress = () => undefined } = options;
  const temporary = options.cache ? undefined : await mkdtemp(join(tmpdir(), 'signalbox-'));
  if (temporary !== undefined) removeOnExit(temporary);
  const place = temporary === undefined ? {} : { folder: temporary };
  try {
    const halfway = (fraction: number): void => onProgress(fraction / 2);
    if (!(await keepEvents(recording, { ...place, threads, onProgress: halfway })))
      return await onOneThread(options, logs, false);
    return await replayOnThreads({
      ...options,
      ...place,
      threads,
      logs,
      onProgress: (fraction) => onProgress(0.5 + fraction / 2),
    });
  } finally {
    if (temporary !== undefined) {
      await rm(temporary, { recursive: true, force: true });
      keepOnExit(temporary);
    }
  }
}

async function unpackedSize(recording: string): Promise<number> {
  try {
    const { size } = await stat(recording);
    return recording.endsWith('.gz') ? size * packing : size;
  } catch (error) {
    throw fileProblem(error, recording);
  }
}
