import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { ProblemError } from '../../../engine/problem.ts';
import { ChangesWriter } from '../../../plugins/sqlite/changesWriter.ts';
import { applicationId, migrate, migrations, versionOf } from '../../../plugins/sqlite/migrations.ts';
import { prepareStatements } from '../../../plugins/sqlite/statements.ts';
import { StoreDatabase } from '../../../plugins/sqlite/storeDatabase.ts';
import { endedAs } from '../../outcomes.ts';
import { everyChange, storeState } from '../contract/store.ts';
import { besides, openingOf, openStore, withFile } from './opening.ts';

function refusalOf(file: string): string {
  try {
    openStore(file).close();
  } catch (error) {
    return String(error);
  }
  return 'opened';
}

const count = (file: string, table: string): unknown =>
  besides(file, (database) => database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()!['rows']);

describe('the file of a store on SQLite', () => {
  it('is its owner’s alone, with all that lies beside it, even where it was others’ as well', () =>
    withFile(async (file) => {
      for (const opened of [1, 2]) {
        const store = openStore(file);
        await store.commit(everyChange(opened));
        for (const end of ['', '-wal', '-shm', '.lock'])
          expect(statSync(`${file}${end}`).mode & 0o777, end).to.equal(0o600);
        store.close();
        chmodSync(file, 0o644);
      }
    }));

  it('is written through to the disk with each commit, and read while it is', () =>
    withFile(async (file) => {
      const store = openStore(file);
      await store.commit(everyChange(1));
      expect(count(file, 'journal')).to.equal(2);
      expect(besides(file, (other) => other.prepare('PRAGMA journal_mode').get())).to.deep.include({
        journal_mode: 'wal',
      });
      store.close();
    }));

  const wrong: Readonly<Record<string, readonly [make: (file: string) => void, ...says: string[]]>> = {
    'a text': [
      (file) => writeFileSync(file, 'apiVersion: signalbox/v1\n'.repeat(100)),
      'no store of Signalbox',
      'name another file',
    ],
    'another program’s database': [
      (file) => besides(file, (database) => database.exec('CREATE TABLE songs (title TEXT)')),
      'a database of another program',
      'name another file',
    ],
    'a database marked by another program': [
      (file) => besides(file, (database) => database.exec('PRAGMA application_id = 77')),
      'a database of another program',
    ],
    'a store of a later version': [
      (file) => {
        openStore(file).close();
        besides(file, (database) => database.exec(`PRAGMA user_version = ${migrations.length + 1}`));
      },
      `of version ${migrations.length + 1}, and this Signalbox knows up to ${migrations.length}`,
      'run the release that wrote it',
    ],
    'a store cut off': [
      (file) => {
        openStore(file).close();
        truncateSync(file, 4096 * 3);
      },
      'the file is damaged',
      'restore the last good backup',
    ],
    'a folder': [(file) => mkdirSync(file), 'the file cannot be opened'],
  };
  for (const [name, [make, ...says]] of Object.entries(wrong)) {
    it(`is refused in words when it is ${name}, and left as it was`, () =>
      withFile((file) => {
        make(file);
        const before = statSync(file).isFile() ? readFileSync(file) : undefined;
        const refusal = refusalOf(file);
        for (const part of says) expect(refusal).to.match(new RegExp(part.replaceAll('.', '\\.')));
        expect(refusal).to.match(/^ProblemError: .*store\.db.* \[[a-z-]+\]$/);
        if (before !== undefined) expect(readFileSync(file).equals(before)).to.equal(true);
        return Promise.resolve();
      }));
  }

  it('is refused in words where there is no folder', () =>
    withFile((file) => {
      const refusal = refusalOf(join(dirname(file), 'none', 'store.db'));
      expect(refusal).to.match(
        /^ProblemError: .*cannot be opened.*does its folder exist.*\[store-not-opened\]/,
      );
      return Promise.resolve();
    }));

  it('says so when another program keeps it locked, and goes on when it does not', () =>
    withFile(async (file) => {
      const store = openStore(file, { busySeconds: 0.05 });
      const refused = await besides(file, (other) => {
        other.exec('BEGIN IMMEDIATE');
        return store.commit(everyChange(1)).then(() => 'kept', String);
      });
      expect(refused).to.contain('another program keeps the file locked').and.contain('[store-busy]');
      await store.commit(everyChange(1));
      expect(await store.counters()).to.deep.include({ position: 2, decision: 1 });
      store.close();
    }));

  it('says so when there is no room left, and keeps nothing of the commit that found none', () =>
    withFile(async (file) => {
      const store = openStore(file);
      await store.commit(everyChange(1));
      store.close();
      const database = new StoreDatabase(openingOf(file));
      database.connection.exec('PRAGMA max_page_count = 1');
      const writer = new ChangesWriter(prepareStatements(database.connection));
      let which = 1;
      expect(() => {
        for (;;) database.write(() => writer.write(everyChange(++which), 0));
      }).to.throw(ProblemError, 'the disk is full');
      database.close();
      const again = openStore(file);
      expect(await again.counters()).to.deep.include({ position: 2 * which - 2, decision: which - 1 });
      again.close();
    }));
});

describe('migrations of a store on SQLite', () => {
  /** What has shipped is never changed; another is added here with its hash. */
  const shipped = [
    '792cdbd5e88f02cd',
    'c8e020a9ee97afb0',
    '8834772fe118bffd',
    '290b328332f27647',
    '5b7d7679ebab0ff5',
  ];

  it('are those that have shipped', () => {
    const hashes = migrations.map((text) => createHash('sha256').update(text).digest('hex').slice(0, 16));
    expect(hashes).to.deep.equal(shipped);
  });

  /** What version 1 wrote; frozen. */
  const rowsOfVersion1 = `
    INSERT INTO inbox VALUES (2, 'source', 7.5, '{"event":{"at":5,"conversation":"c-1","type":"conversation.ended"},"observedAt":6,"source":"frame"}');
    INSERT INTO journal VALUES (1, 1, NULL, '[{"at":4,"conversation":"c-1","facts":{},"type":"bot.turn"}]');
    INSERT INTO gathered VALUES (1, 1, 'intent', NULL, 'provider', 3, '"refund"');
    INSERT INTO conversation VALUES ('c-1', '{"botTurns":1,"id":"c-1","phase":"withBot"}');
    INSERT INTO decision VALUES (1, 8, '{"body":{"id":"c-1/handoff/1"},"envelope":{"stage":"active"}}');
    INSERT INTO command VALUES (1, 'a', 'c-1', 1, NULL, NULL, 4, 'c-1/handoff/1', '{"conversation":"c-1","do":"transfer","id":"a","queue":"Cards"}', NULL);
    INSERT INTO command VALUES (2, NULL, 'c-1', 5, 'failed', 9, 4, 'c-1/skills/1', '{"conversation":"c-1","points":1,"set":"priority"}', '{"status":"failed","why":"it is so"}');
    INSERT INTO cursor VALUES ('source', '"17"');
    INSERT INTO heard VALUES ('sink', 1, 8);
    UPDATE counter SET position = 2, decision = 1, command = 2;`;

  for (const version of migrations.keys()) {
    it(`bring a file of version ${version + 1} to the last, with all that is in it`, () =>
      withFile(async (file) => {
        besides(file, (database) => {
          migrate(database, file, migrations.slice(0, 1));
          database.exec(rowsOfVersion1);
          migrate(database, file, migrations.slice(0, version + 1));
        });
        const store = openStore(file);
        const decision = 'c-1/handoff/1';
        const state = await storeState(store, {
          conversations: ['c-1'],
          plugins: ['source'],
          sinks: ['sink'],
        });
        expect(state).to.deep.include({
          counters: { position: 2, decision: 1, told: 1 },
          inbox: [
            {
              position: 2,
              from: 'source',
              receivedAt: 7.5,
              observed: {
                event: { type: 'conversation.ended', at: 5, conversation: 'c-1' },
                observedAt: 6,
                source: 'frame',
              },
            },
          ],
          outbox: [
            {
              number: 1,
              decision,
              decidedAt: 4,
              attempts: 1,
              command: { id: 'a', conversation: 'c-1', do: 'transfer', queue: 'Cards' },
            },
          ],
          told: [
            { number: 1, told: { decision: { body: { id: decision }, envelope: { stage: 'active' } } } },
          ],
          cursors: ['17'],
          heard: [1],
        });
        const command = { set: 'priority', conversation: 'c-1', points: 1 };
        const ended = {
          command,
          decision: 'c-1/skills/1',
          decidedAt: 4,
          attempts: 5,
          latencySeconds: 0,
          endedAt: 9,
        };
        expect(state).to.deep.include({
          dead: [{ number: 2, ended: { ...ended, outcome: { status: 'failed', why: 'it is so' } } }],
        });
        const [open] = await store.outbox(0, 9, ['do transfer']);
        expect(open!.number).to.equal(1);
        await store.commit({ redone: [2], ended: [endedAs(1, 'done')] });
        expect((await store.told(1, 9)).map(({ number }) => number)).to.deep.equal([2]);
        expect((await store.outbox(0, 9, ['set priority'])).map(({ number }) => number)).to.deep.equal([3]);
        expect(besides(file, versionOf)).to.equal(migrations.length);
        store.close();
      }));
  }

  it('go forward, through those that are missing and no other', () =>
    withFile((file) => {
      const steps = [...migrations, 'CREATE TABLE more (a TEXT) STRICT'];
      besides(file, (database) => {
        migrate(database, file);
        migrate(database, file, steps);
        migrate(database, file, steps);
        expect(versionOf(database)).to.equal(steps.length);
        expect(() => migrate(database, file)).to.throw(ProblemError, 'run the release that wrote it');
      });
      return Promise.resolve();
    }));

  it('leave the file as it was when one fails half way', () =>
    withFile((file) => {
      const tables = (): unknown =>
        besides(file, (database) =>
          database.prepare('SELECT group_concat(name) AS all_names FROM sqlite_schema').get(),
        );
      besides(file, (database) =>
        database.exec(`CREATE TABLE journal (a); PRAGMA application_id = ${applicationId}`),
      );
      const before = tables();
      expect(refusalOf(file)).to.contain('table journal already exists');
      expect(tables()).to.deep.equal(before);
      expect(besides(file, versionOf)).to.equal(0);
      return Promise.resolve();
    }));
});
