import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Recorded data that is not part of the project; specs that need it skip, and say so, where it is absent. */
const folder = new URL('../../shared/data/', import.meta.url);

/** Path of a file of recorded data, be it there or not. */
export function recordedData(path: string): string {
  return fileURLToPath(new URL(path, folder));
}

/** The same in a spec, which is skipped, saying why, when the file is not there. */
export function needsRecordedData(test: Mocha.Context, path: string): string {
  const file = recordedData(path);
  if (!existsSync(file)) {
    process.stdout.write(`    skipped: no ../shared/data/${path} here\n`);
    test.skip();
  }
  return file;
}
