import { readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { problemError } from '../../engine/problem.ts';

/**
 * Where an output file really goes: links are followed, so that a link stays one.
 * @param inputs files the same command reads, none of which may be replaced.
 * @throws ProblemError when it cannot go there: no such folder, something there that is no file, or one of the inputs.
 */
export async function outputPlace(file: string, inputs: readonly string[]): Promise<string> {
  const folder = dirname(file);
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) {
    throw problemError('no-such-folder', 'there is no such folder to write into', {
      file,
      hint: 'make it first',
    });
  }
  const there = await stat(file).catch(() => undefined);
  if (there === undefined) {
    const link = await readlink(file).catch(() => undefined);
    return link === undefined ? file : outputPlace(resolve(folder, link), inputs);
  }
  if (!there.isFile())
    throw problemError('not-a-file', 'something that is no file stands here already', { file });
  const place = await realpath(file);
  const real = await Promise.all(inputs.map((input) => realpath(input).catch(() => undefined)));
  if (real.includes(place)) {
    throw problemError('same-file', 'the output would replace a file that is read', {
      file,
      hint: 'give it another name',
    });
  }
  return place;
}
