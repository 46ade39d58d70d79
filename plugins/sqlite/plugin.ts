import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens } from '../../engine/ports.ts';
import { ProblemError } from '../../engine/problem.ts';
import { StoreCopier } from './backup.ts';
import { SqliteControl } from './control.ts';
import { sqliteDefaults, sqliteSchema, type SqliteConfiguration } from './schema.ts';
import validator from './schema.validator.js';
import { SqliteStore } from './sqliteStore.ts';

/** A store in one file of this machine, by the SQLite that Node brings. */
const sqlite: Plugin<SqliteConfiguration> = {
  name: 'sqlite',
  configSchema: sqliteSchema,
  validator,
  provides: [tokens.store, tokens.storeBackup, tokens.storeControl],
  needs: [tokens.clock, tokens.problem],
  create({ configuration, folder, get }) {
    const [clock, problem] = [get(tokens.clock), get(tokens.problem)];
    const file = resolve(folder, configuration.file);
    const holder = `process ${process.pid} on ${hostname()}`;
    const opening = { ...sqliteDefaults, ...configuration, file, holder, clock };
    const store = new SqliteStore(opening);
    const stop = new AbortController();
    let keepingUp: Promise<void> = Promise.resolve();
    return {
      parts: {
        [tokens.store]: store,
        [tokens.storeBackup]: new StoreCopier(file),
        [tokens.storeControl]: new SqliteControl(opening),
      },
      start() {
        store.open();
        keepingUp = store.keepUp(stop.signal).catch((error: unknown) => {
          if (stop.signal.aborted) return;
          // The next commit says the same and ends the run; it may be long until there is one.
          if (!(error instanceof ProblemError)) throw error;
          error.problems.forEach(problem);
        });
        return Promise.resolve();
      },
      async stop() {
        stop.abort(new Error('the store is closed'));
        await keepingUp;
        store.close();
      },
    };
  },
};

export default sqlite;
