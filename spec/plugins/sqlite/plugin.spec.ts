import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { tokens } from '../../../engine/ports.ts';
import type { Problem } from '../../../engine/problem.ts';
import sqlite from '../../../plugins/sqlite/plugin.ts';
import type { SqliteStore } from '../../../plugins/sqlite/sqliteStore.ts';
import { Committer } from '../../../engine/runtime/committer.ts';
import type { Changes, Store } from '../../../engine/store.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { pluginContract, storeContract } from '../contract.ts';
import { besides, openStore, withFile } from './opening.ts';

describe('plugin sqlite', () => {
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'signalbox-spec-'))));
  after(() => rmSync(folder, { recursive: true }));

  const files = new Map<Store, string>();
  const opened = (file: string): SqliteStore => {
    const store = openStore(file);
    files.set(store, file);
    return store;
  };
  afterEach(() => {
    for (const store of files.keys()) (store as SqliteStore).close();
    files.clear();
  });

  // The file of the contract’s instance lies elsewhere than this repository.
  const file = join(tmpdir(), `signalbox-spec-${process.pid}.db`);
  after(() => ['', '.lock', '-wal', '-shm'].forEach((end) => rmSync(`${file}${end}`, { force: true })));
  pluginContract({
    plugin: sqlite,
    right: [{ file }, { file, keepDecisionsDays: 0.5, keepCommandsDays: 1, keepDeadDays: 2, busySeconds: 0 }],
    wrong: [{}, { file: '' }, { file, keepDecisionsDays: 0 }, { file, leaseSeconds: 0 }, { file, keep: 1 }],
    needs: new Map<symbol, unknown>([
      [tokens.clock, new VirtualClock()],
      [tokens.problem, () => undefined],
    ]),
  });

  let made = 0;
  storeContract(
    () => Promise.resolve(opened(join(folder, `${++made}.db`))),
    (store) => {
      const file = files.get(store)!;
      (store as SqliteStore).close();
      return Promise.resolve(opened(file));
    },
  );

  it('lets what comes while a commit is under way go into the next one, together', () =>
    withFile(async (file) => {
      const store = openStore(file);
      let transactions = 0;
      const counted = {
        commit: (changes: Changes) => {
          transactions++;
          return store.commit(changes);
        },
      } as Store;
      const committer = new Committer(counted, () => undefined);
      // Each comes by itself, as from a socket.
      const arrived = Array.from({ length: 100 }, (_, index) =>
        settled().then(() => committer.commit({ cursors: new Map([[`source ${index}`, 'here']]) })),
      );
      await Promise.all(arrived);
      expect(transactions).to.be.below(5);
      for (const index of arrived.keys()) expect(await store.cursor(`source ${index}`)).to.equal('here');
      store.close();
    }));

  it('tells a person once when another instance has taken its file over, and its next commit rejects', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const told: Problem[] = [];
      const needs = new Map<symbol, unknown>([
        [tokens.clock, clock],
        [tokens.problem, (problem: Problem) => void told.push(problem)],
      ]);
      const get = <Part>(token: symbol): Part => needs.get(token) as Part;
      const instance = sqlite.create({
        ...{ name: 'it', configuration: { file }, folder: '/', get },
        place: () => ({}),
      });
      await instance.start!(new AbortController().signal);
      besides(file, (other) => other.exec('UPDATE lease SET fence = fence + 1'));
      await clock.pass(60_000);
      await settled();
      expect(told.map(({ code }) => code)).to.deep.equal(['store-fenced']);
      const store = instance.parts[tokens.store] as Store;
      const refused = await store.commit({}).catch((error: unknown) => error);
      expect(String(refused)).to.contain('another instance has taken the store over');
      await instance.stop!(new AbortController().signal);
    }));
});
