import { writeSync } from 'node:fs';
import { systemClock } from '../../../composition/systemClock.ts';
import { commitNumbered } from '../numberedCommits.ts';
import { openStore } from './opening.ts';

/**
 * A process of its own that commits numbered changes to a store, and prints each number once its commit has resolved:
 * `node committing.ts <file> <how many> [<seconds of its lease> <milliseconds between two>]`.
 */
const [, , file, most, leaseSeconds = '15', pause = '0'] = process.argv;

const store = openStore(file!, { clock: systemClock, leaseSeconds: Number(leaseSeconds) });
try {
  await commitNumbered(store, Number(most), Number(pause));
  store.close();
} catch (error) {
  writeSync(2, String(error));
  process.exitCode = 3;
}
