import { hostname } from 'node:os';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens } from '../../engine/ports.ts';
import { ProblemError } from '../../engine/problem.ts';
import { PostgresControl } from './control.ts';
import { diagnose } from './diagnose.ts';
import { PostgresRestore } from './restore.ts';
import { PostgresStore } from './postgresStore.ts';
import { SharedControl } from './shared/sharedControl.ts';
import { PostgresShared } from './shared/postgresShared.ts';
import { livesHere } from './processes.ts';
import { postgresDefaults, postgresSchema, type PostgresConfiguration } from './schema.ts';
import validator from './schema.validator.js';

/** A store in a PostgreSQL database, which another machine can go on from. */
const postgres: Plugin<PostgresConfiguration> = {
  name: 'postgres',
  configSchema: postgresSchema,
  validator,
  provides: [
    ...[tokens.store, tokens.sharedStore, tokens.storeControl, tokens.storeRestore],
    tokens.requestBudgets,
  ],
  needs: [tokens.clock, tokens.problem, tokens.random],
  create({ configuration, get }) {
    const [clock, problem, random] = [get(tokens.clock), get(tokens.problem), get(tokens.random)];
    const holder = { host: hostname(), process: process.pid, lives: livesHere };
    const opening = { ...postgresDefaults, ...configuration, holder, clock, random };
    const store = new PostgresStore(opening);
    const shared = new PostgresShared(opening, configuration.shards);
    const isShared = shared.shards !== undefined;
    const stop = new AbortController();
    let keepingUp: Promise<void> = Promise.resolve();
    return {
      parts: {
        [tokens.store]: store,
        [tokens.sharedStore]: shared,
        [tokens.requestBudgets]: shared,
        [tokens.storeRestore]: new PostgresRestore(opening, configuration.shards),
        [tokens.storeControl]: isShared
          ? new SharedControl(opening, shared.shards)
          : new PostgresControl(opening),
      },
      async start() {
        if (isShared) return shared.open();
        await store.open();
        keepingUp = store.keepUp(stop.signal).catch((error: unknown) => {
          if (stop.signal.aborted) return;
          // The next commit says the same and ends the run; it may be long until there is one.
          if (!(error instanceof ProblemError)) throw error;
          error.problems.forEach(problem);
        });
      },
      async stop() {
        stop.abort(new Error('the store is closed'));
        await keepingUp;
        await (isShared ? shared.close() : store.close());
      },
      diagnose: () => diagnose(opening, configuration.shards),
    };
  },
};

export default postgres;
