import { readFile } from 'node:fs/promises';
import { shortestPseudonymKey } from '../engine/door/pseudonym.ts';
import { problemError } from '../engine/problem.ts';

/** The key of pseudonyms, from a file or the environment. @throws ProblemError when there is none. */
export async function pseudonymKey(file: string | undefined): Promise<string> {
  const key = file === undefined ? process.env['SIGNALBOX_PSEUDONYM_KEY'] : await keyIn(file);
  if (key !== undefined && key.length >= shortestPseudonymKey) return key;
  const message =
    key === undefined || key === ''
      ? 'names become pseudonyms, which needs a secret key'
      : 'the key for pseudonyms is too short';
  throw problemError('no-key', message, {
    hint: `put at least ${shortestPseudonymKey} random characters into a file, keep it, and name it with --key-file, or set SIGNALBOX_PSEUDONYM_KEY`,
  });
}

async function keyIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    throw problemError('no-key', 'the key file cannot be read', { file });
  }
}
