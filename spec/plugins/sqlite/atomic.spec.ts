import { expect } from 'chai';
import { newConversation } from '../../../engine/conversation/conversation.ts';
import type { Changes } from '../../../engine/store.ts';
import { prepareStatements } from '../../../plugins/sqlite/statements.ts';
import { endedAs } from '../../outcomes.ts';
import { everyChange, storeState } from '../contract/store.ts';
import { besides, openStore, withFile } from './opening.ts';

const asked = { conversations: ['c-1', 'c-2'], plugins: ['source'], sinks: ['sink'] };

/** Writes to every table, in every way there is. */
const everything: Changes = {
  ...everyChange(2),
  journal: [
    { position: 2, events: [] },
    { position: 3, events: [] },
  ],
  conversations: [
    { ...newConversation('c-1'), phase: 'over' },
    newConversation('c-3'),
    newConversation('c-2'),
  ],
  tried: [{ number: 1, attempts: 3 }],
  ended: [endedAs(2, 'failed'), endedAs(3, 'failed')],
};

describe('a commit of which a statement fails', () => {
  const ways = [
    ...['inbox', 'journal', 'gathered', 'decision', 'outcome', 'command', 'conversation', 'wanted'].map(
      (table) => `INSERT ON ${table}`,
    ),
    ...['inbox', 'conversation', 'wanted'].map((table) => `DELETE ON ${table}`),
    ...['counter', 'command', 'conversation', 'cursor', 'heard'].map((table) => `UPDATE ON ${table}`),
  ];
  for (const way of ways) {
    it(`writes nothing, and can be made again: ${way}`, () =>
      withFile(async (file) => {
        const store = openStore(file);
        await store.commit(everyChange(1));
        await store.heard('sink');
        const before = await storeState(store, asked);
        besides(file, (other) =>
          other.exec(`CREATE TRIGGER fail AFTER ${way} BEGIN SELECT RAISE(ABORT, 'as the spec wants'); END`),
        );
        const refused = await store.commit(everything).then(() => 'kept', String);
        expect(refused).to.contain('as the spec wants');
        expect(await storeState(store, asked)).to.deep.equal(before);
        besides(file, (other) => other.exec('DROP TRIGGER fail'));
        await store.commit(everything);
        expect(await store.counters()).to.deep.include({ position: 4, decision: 2 });
        store.close();
      }));
  }

  it('so it is with a value that no JSON can say, and a number that is there already', () =>
    withFile(async (file) => {
      const store = openStore(file);
      await store.commit(everyChange(1));
      const before = await storeState(store, asked);
      const facts = { priority: NaN };
      const wrong: Changes[] = [
        { ...everything, conversations: [{ ...newConversation('c-9'), facts }] },
        { ...everything, journal: [], accepted: everyChange(1).accepted! },
      ];
      for (const changes of wrong) {
        expect(await store.commit(changes).then(() => 'kept', String)).to.match(/^ProblemError: /);
        expect(await storeState(store, asked)).to.deep.equal(before);
      }
      store.close();
    }));
});

describe('a statement of the store', () => {
  it('finds its rows by a key or an index, however many there are', () =>
    withFile(async (file) => {
      const store = openStore(file);
      await store.commit(everyChange(1));
      store.close();
      besides(file, (database) => {
        for (const [name, statement] of Object.entries(prepareStatements(database))) {
          const plan = database.prepare(`EXPLAIN QUERY PLAN ${statement.sourceSQL}`).all();
          for (const { detail } of plan) {
            expect(detail, `${name}: ${statement.sourceSQL}`).not.to.match(
              /SCAN (?!counter|tally|CONSTANT ROW|instruction USING INDEX instruction_waiting|command USING (COVERING )?INDEX command_(open|dead)$)|TEMP B-TREE/,
            );
          }
        }
      });
    }));
});
