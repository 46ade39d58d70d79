import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../../engine/ports.ts';
import { problemError, type Problem } from '../../../engine/problem.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { checkpointsFolder } from '../schema.ts';
import { Chain } from './chain.ts';
import { Checkpoints } from './checkpoints.ts';
import { Faults } from './faults.ts';
import { snapshot } from './snapshot.ts';

/** What is verified, and by what. */
export interface Verifying {
  readonly folder: string;
  /** Where the checkpoints are; within the log's folder unless told. */
  readonly checkpoints?: string;
  /** Public ones; without any, signatures are not checked. */
  readonly keys: readonly KeyObject[];
  /** The number of the first entry there must be; what was before was removed on purpose. */
  readonly from?: number;
  readonly clock: Clock;
}

/** What a log was found to be. */
export interface Verified {
  readonly files: number;
  readonly entries: number;
  /** The last entry: whoever keeps its hash elsewhere can tell later whether all up to it still stands. */
  readonly last?: { readonly seq: number; readonly at: string; readonly hash: string };
  readonly checkpoints: number;
  /** Whether the signatures of checkpoints were checked. */
  readonly areSignaturesChecked: boolean;
  /** The last entry that a checkpoint vouches for; 0 when none does. What follows it can be cut off unseen. */
  readonly covered: number;
  readonly faultCount: number;
  /** The first hundred. */
  readonly faults: readonly Problem[];
}

/**
 * Looks at every byte of a log and its checkpoints; it changes nothing, and a run may be writing meanwhile.
 * @throws ProblemError when there is no log, or it cannot be read.
 */
export async function verifyLog(verifying: Verifying): Promise<Verified> {
  try {
    return await verified(verifying);
  } catch (error) {
    const { syscall, path = verifying.folder, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    const hint = 'name the folder of the log; may you read all that is in it?';
    throw problemError('not-readable', `it cannot be read: ${message}`, { file: path, hint });
  }
}

async function verified({ folder, checkpoints, keys, from = 1, clock }: Verifying): Promise<Verified> {
  if (!existsSync(folder)) throw noLog(folder, 'there is no such folder');
  const place = checkpoints ?? join(folder, checkpointsFolder);
  const { files: all, checkpoints: extent } = await snapshot(folder, place, clock);
  const files = all.filter(({ file }) => file.first >= from);
  if (files.length === 0 && extent.bytes === 0) throw noLog(folder, 'there is no log in this folder');
  const faults = new Faults();
  const read = new Checkpoints(extent, keys, faults);
  const waiting = read.read();
  const chain = new Chain(faults, from);
  let next = await nextOf(waiting);
  let covered = 0;
  for (const file of files) {
    for await (const { entry, place: where } of chain.read(file)) {
      while (next !== undefined && next.seq < entry.seq) next = await nextOf(waiting);
      if (next?.seq !== entry.seq) continue;
      if (next.hash === entry.hash) covered = entry.seq;
      else {
        const message = `entry ${entry.seq} is not the one that checkpoint ${next.number} was signed for: the log was written anew`;
        faults.add('audit-rewritten', message, where);
      }
      next = await nextOf(waiting);
    }
  }
  let beyond: Checkpoint | undefined;
  for (; next !== undefined; next = await nextOf(waiting)) beyond = next;
  if (beyond !== undefined && beyond.seq > chain.seq) {
    const message = `entries ${chain.seq + 1} to ${beyond.seq} are missing: checkpoint ${beyond.number} was signed for the last of them`;
    faults.add('audit-cut-off', message, { file: files.at(-1)?.file.path ?? folder });
  } else if (read.count < chain.checkpoints || (read.count > chain.checkpoints && faults.count === 0)) {
    // What tells of a checkpoint may itself be a fault that is told.
    const message = `the log tells of ${chain.checkpoints} checkpoints, and ${read.count} are here`;
    const hint =
      read.count === 0
        ? 'where they lie elsewhere, name their folder'
        : 'a run that was killed makes the last one when it is started again';
    faults.add('checkpoint-missing', message, { file: extent.file, hint });
  }
  return {
    files: files.length,
    entries: chain.entries,
    ...(chain.last === undefined ? {} : { last: chain.last }),
    checkpoints: read.count,
    areSignaturesChecked: keys.length > 0,
    covered,
    faultCount: faults.count,
    faults: faults.told,
  };
}

async function nextOf(checkpoints: AsyncGenerator<Checkpoint>): Promise<Checkpoint | undefined> {
  const next = await checkpoints.next();
  return next.done === true ? undefined : next.value;
}

function noLog(file: string, message: string): Error {
  return problemError('no-log', message, { file, hint: 'name the folder of the plugin audit' });
}
