import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { problemError, type Problem } from '../problem.ts';
import { largestFile, tooLarge, type SourceFile } from './yamlDocuments.ts';

const packFile = /\.(ya?ml|json)$/i;

/** Cases stand beside packs and are none themselves. */
export const casesFile = /\.cases\.ya?ml$/i;

/** The name of the policy in a folder. */
export function policyName(folder: string): string {
  return basename(resolve(folder));
}

/** The pack files of one policy: those in its folder, not in folders below. */
export interface PolicySources {
  readonly folder: string;
  readonly sources: readonly SourceFile[];
  /** Files that could not even be read. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the pack files of a policy's folder; `*.cases.yaml` are not packs.
 * @param shown turns a path into how problems name it; a path relative to the working folder unless told.
 * @throws ProblemError when there is no such folder or no pack in it.
 */
export async function readPolicyFolder(
  folder: string,
  shown: (path: string) => string = fromHere,
): Promise<PolicySources> {
  const files = await packFilesIn(folder, shown);
  if (files.length > 0) return { folder, ...(await readPackFiles(files, shown)) };
  const below = await policyFolders(folder, shown);
  const hint =
    below.length === 0
      ? 'put *.yaml or *.json packs into it'
      : `policies below it: ${below.map(shown).join(', ')}`;
  throw problemError('empty-folder', 'the folder holds no rule packs', { file: shown(folder), hint });
}

/** The folders at or below a place that hold packs themselves: each is a policy. */
export async function policyFolders(
  place: string,
  shown: (path: string) => string = fromHere,
): Promise<string[]> {
  const found = (await packFilesIn(place, shown)).length > 0 ? [place] : [];
  const entries = await readdir(place, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name));
  for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    found.push(...(await policyFolders(join(place, name), shown)));
  }
  return found;
}

/** Reads files named one by one; what cannot be read is a problem of its own, and hides none of the others. */
export async function readPackFiles(
  files: readonly string[],
  shown: (path: string) => string = fromHere,
): Promise<Pick<PolicySources, 'sources' | 'problems'>> {
  const sources: SourceFile[] = [];
  const problems: Problem[] = [];
  for (const path of files) {
    const read = await readPackFile(path, shown(path));
    if ('bytes' in read) sources.push(read);
    else problems.push(read);
  }
  return { sources, problems };
}

async function readPackFile(path: string, file: string): Promise<SourceFile | Problem> {
  const refuse = (problem: Omit<Problem, 'severity' | 'file'>): Problem => ({
    severity: 'error',
    file,
    ...problem,
  });
  try {
    const found = await stat(path);
    if (!found.isFile())
      return refuse({ code: 'not-a-file', message: 'this is not a file; a rule pack is one' });
    return found.size > largestFile ? refuse(tooLarge(found.size)) : { file, bytes: await readFile(path) };
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isGone
      ? refuse({ code: 'not-found', message: 'there is no such file or folder' })
      : refuse({ code: 'not-readable', message: 'the file cannot be read' });
  }
}

async function packFilesIn(folder: string, shown: (path: string) => string): Promise<string[]> {
  if (!(await statOf(folder, shown)).isDirectory()) {
    throw problemError('not-a-folder', 'a policy is a folder; this is a file', { file: shown(folder) });
  }
  const names = (await readdir(folder)).filter((name) => packFile.test(name) && !casesFile.test(name)).sort();
  return names.map((name) => join(folder, name));
}

/** @throws ProblemError when there is nothing at the path. */
export async function statOf(path: string, shown: (path: string) => string = fromHere) {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw problemError('not-found', 'there is no such file or folder', { file: shown(path) });
  }
}

function fromHere(path: string): string {
  const short = relative('', path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
}
