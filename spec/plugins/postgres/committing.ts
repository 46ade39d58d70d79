import { writeSync } from 'node:fs';
import { livesHere } from '../../../plugins/postgres/processes.ts';
import { commitNumbered } from '../numberedCommits.ts';
import { openStore } from './opening.ts';

/**
 * A process of its own that commits numbered changes to a store, and prints each number once its commit has resolved:
 * `node committing.ts <url> <how many> [<seconds of its lease> <milliseconds between two>]`.
 */
const [, , url, most, leaseSeconds = '15', pause = '0'] = process.argv;

const holder = { host: 'spec', process: process.pid, lives: livesHere };
try {
  const store = await openStore(url!, { holder, leaseSeconds: Number(leaseSeconds) });
  const stop = new AbortController();
  const keepingUp = store.keepUp(stop.signal).catch(() => undefined);
  await commitNumbered(store, Number(most), Number(pause));
  stop.abort();
  await keepingUp;
  await store.close();
} catch (error) {
  writeSync(2, String(error));
  process.exit(3);
}
