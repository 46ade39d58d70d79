import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of folders, by their paths. */
export async function filesIn(...folders: readonly string[]): Promise<string[]> {
  const names = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  );
  return names.flat();
}
