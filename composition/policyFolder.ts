import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPolicyFolder } from '../engine/decisions/loadPolicy.ts';
import { policyName } from '../engine/packs/folder.ts';
import type { PolicyFolder } from '../engine/runtime/oversight.ts';

/** A policy's folder, whose files are looked at by name, size and time of change: none is read for that. */
export async function policyFolder(folder: string): Promise<PolicyFolder> {
  const stamp = (): Promise<string> => stampOf(folder);
  return { name: policyName(folder), readAt: await stamp(), stamp, read: () => loadPolicyFolder(folder) };
}

async function stampOf(folder: string): Promise<string> {
  try {
    const names = (await readdir(folder)).sort();
    const seen = await Promise.all(
      names.map(async (name) => `${name} ${await fileStamp(join(folder, name))}`),
    );
    return seen.join('\n');
  } catch (error) {
    return `unreadable: ${(error as NodeJS.ErrnoException).code}`;
  }
}

/** A file that is put in another's place has another number, though it be as long and as old. */
async function fileStamp(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}
