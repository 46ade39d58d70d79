import { readFile } from 'node:fs/promises';
import { problemError } from '../engine/problem.ts';

/** A shorter key could be guessed, and the names behind the pseudonyms with it. */
const shortestKey = 16;

/** The secret for pseudonyms, from a file or the environment. @throws ProblemError when there is none. */
export async function pseudonymKey(file: string | undefined): Promise<string> {
  const key = file === undefined ? process.env['SIGNALBOX_PSEUDONYM_KEY'] : await keyIn(file);
  if (key !== undefined && key.length >= shortestKey) return key;
  const message =
    key === undefined || key === ''
      ? 'names become pseudonyms, which needs a secret key'
      : 'the key for pseudonyms is too short';
  throw problemError('no-key', message, {
    hint: `put at least ${shortestKey} random characters into a file, keep it, and name it with --key-file, or set SIGNALBOX_PSEUDONYM_KEY`,
  });
}

async function keyIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    throw problemError('no-key', 'the key file cannot be read', { file });
  }
}
