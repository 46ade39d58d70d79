import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from '../../engine/plugins/finding.ts';
import { ProblemError } from '../../engine/problem.ts';
import type { CheckpointSettings } from './checkpointer.ts';
import { isReadableByOthers, keyId, readPrivateKey } from './signingKey.ts';

/** What is there of what a log needs. */
export function diagnosed(folder: string, checkpoints: CheckpointSettings | undefined): readonly Finding[] {
  if (checkpoints === undefined) {
    const what = 'no checkpoints are signed: entries that are cut off the end cannot be seen to be missing';
    const hint = 'make a key (signalbox audit key), and name it in checkpoints';
    return [writable(folder), { what, status: 'warning', hint }];
  }
  return [writable(folder), ...keyFindings(checkpoints.keyFile), writable(checkpoints.folder)];
}

/** The nearest folder that exists decides: the rest is made. */
function writable(folder: string): Finding {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
    return { what: `${folder} can be written`, status: 'fine' };
  } catch {
    const hint = `give who runs Signalbox the right to write to ${there}`;
    return { what: `${folder} cannot be written`, status: 'missing', hint };
  }
}

function keyFindings(file: string): readonly Finding[] {
  try {
    const what = `the key ${keyId(readPrivateKey(file))} signs checkpoints`;
    if (!isReadableByOthers(file)) return [{ what, status: 'fine' }];
    return [{ what: `${what}, and others can read it`, status: 'warning', hint: `chmod 600 ${file}` }];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ message, hint }) => ({
      what: `${file}: ${message}`,
      status: 'missing',
      ...(hint === undefined ? {} : { hint }),
    }));
  }
}
