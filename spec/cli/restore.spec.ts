import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { withFolder } from '../folder.ts';
import { openStore } from '../plugins/postgres/opening.ts';
import { useDatabase } from '../plugins/postgres/server.ts';
import { allDone } from '../plugins/postgres/killing.ts';
import { askedIn, settle, WorkerProcess, type Fleet } from '../plugins/postgres/workers.ts';
import { signalbox } from '../signalbox.ts';
import { expectRefused } from './refusal.ts';

describe('signalbox restore', function () {
  this.timeout(300_000);
  const database = useDatabase();

  it('moves a machine to several workers on PostgreSQL, with no event lost and nothing done twice', () =>
    withFolder(async (folder) => {
      const load = { shards: 3, leaseSeconds: 2, conversations: 11, everyMs: 5, actMs: 3, events: 200 };
      const fleet: Fleet = { ...load, url: database.url };
      await settle(folder, fleet);
      const file = join(folder, 'signalbox.yaml');
      const onPostgres = readFileSync(file, 'utf8');
      const onSqlite = onPostgres.replace(
        /plugin: postgres.*$/m,
        'plugin: sqlite, configuration: { file: store.db } }',
      );
      writeFileSync(file, onSqlite);
      const alone = new WorkerProcess(folder, database.url);
      while (askedIn(folder).length < 100 && !alone.isOver) await new Promise((done) => setTimeout(done, 20));
      expect(await alone.kill('SIGTERM'), alone.said).to.equal(0);
      const before = askedIn(folder).filter(({ step }) => step === 'done').length;
      expect(before).to.be.below(fleet.events);

      const env = { SPEC_POSTGRES: database.url };
      expect((await signalbox(['backup', '--out', 'copy.db'], { cwd: folder })).code).to.equal(0);
      expectRefused(await signalbox(['restore', 'copy.db'], { cwd: folder }), 'no-restore');
      writeFileSync(file, onPostgres);
      const restored = await signalbox(['restore', 'copy.db'], { cwd: folder, env });
      expect(restored.code, restored.stderr).to.equal(0);
      expect(restored.stdout).to.match(/3 shards|restored from copy\.db\. Rows: /);
      expectRefused(await signalbox(['restore', 'copy.db'], { cwd: folder, env }), 'store-not-empty');

      const workers = [0, 1].map(() => new WorkerProcess(folder, database.url));
      try {
        await allDone(folder, fleet, workers);
        await Promise.all(workers.map((worker) => worker.kill('SIGTERM')));
      } finally {
        await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
      }
      const asked = askedIn(folder).filter(({ step }) => step === 'done');
      expect(asked).to.have.length(fleet.events);
      expect(new Set(asked.map(({ id }) => id)).size).to.equal(fleet.events);
      let [decisions, ends] = [0, 0];
      for (let shard = 0; shard < fleet.shards; shard++) {
        const store = await openStore(database.url, { schema: `signalbox_${shard}` });
        const told = (await store.told(0, 1e6)).map((one) => one.told);
        decisions += told.filter((one) => 'decision' in one).length;
        ends += told.filter((one) => 'outcome' in one && 'id' in one.outcome.command).length;
        await store.close();
      }
      expect([decisions, ends]).to.deep.equal([fleet.events, fleet.events]);
    }));
});
