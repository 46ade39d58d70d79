import { rmSync } from 'node:fs';

const unfinished = new Set<string>();
let isWatching = false;

/** Whatever ends the process, files and folders that are not finished do not stay behind. */
export function removeOnExit(path: string): void {
  if (!isWatching) process.once('exit', removeAll);
  isWatching = true;
  unfinished.add(path);
}

/** It is finished, or already gone. */
export function keepOnExit(path: string): void {
  unfinished.delete(path);
}

function removeAll(): void {
  for (const path of unfinished) rmSync(path, { recursive: true, force: true });
}
