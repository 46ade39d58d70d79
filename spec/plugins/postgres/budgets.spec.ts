import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { systemClock } from '../../../composition/systemClock.ts';
import type { Clock } from '../../../engine/ports.ts';
import type { RequestBudget } from '../../../engine/requestBudget.ts';
import { PostgresShared } from '../../../plugins/postgres/shared/postgresShared.ts';
import { SharedBudgets } from '../../../plugins/postgres/shared/sharedBudgets.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { requestBudgetContract } from '../contract.ts';
import { openingOf } from './opening.ts';
import { connected, useDatabase } from './server.ts';

describe('budgets that workers share on PostgreSQL', function () {
  this.timeout(60_000);
  const database = useDatabase();
  const schema = 'rationed';
  const opened: { close(): unknown }[] = [];

  before(async () => {
    const shared = new PostgresShared(openingOf(database.url, { schema }), 1);
    await shared.open();
    await shared.close();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });

  /** A worker's end, over a connection of its own. */
  const worker = (given: Parameters<typeof openingOf>[1] = {}): SharedBudgets => {
    const budgets = new SharedBudgets(openingOf(database.url, { schema: `${schema}_log`, ...given }));
    opened.push(budgets);
    return budgets;
  };
  const terms = { wanted: 0, limit: 5, windowSeconds: 600, heldSeconds: 600, answered: 0, returned: [] };
  const failed = (asking: Promise<unknown>): Promise<string> => asking.then(() => 'granted', String);

  requestBudgetContract(() => ({
    budget: (name) => worker().budget(name),
    pass: (seconds) => setTimeout(seconds * 1000),
  }));

  it('never lets more requests through in any window than the limit, whoever makes them and however long they take', async () => {
    const limit = 6;
    const window = 0.15;
    const step = fc.record({
      wanted: fc.integer({ min: 1, max: 4 }),
      sendsAfter: fc.integer({ min: 0, max: 10 }),
      answersAfter: fc.integer({ min: 0, max: 40 }),
      isUnused: fc.constantFrom(false, false, false, true),
    });
    const plan = fc.array(step, { minLength: 12, maxLength: 12 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.tuple(plan, plan, plan), async (plans) => {
        const name = `plan ${++run}`;
        const sent: number[] = [];
        let granted = 0;
        const work = async (steps: (typeof plans)[number]): Promise<void> => {
          const budget = worker().budget(name);
          const asked = { ...terms, limit, windowSeconds: window, heldSeconds: 5 };
          let [answered, returned]: [number, number[]] = [0, []];
          for (const { wanted, sendsAfter, answersAfter, isUnused } of steps) {
            const given = await budget.take({ ...asked, wanted, answered, returned });
            granted += given.granted;
            await setTimeout(sendsAfter);
            for (let one = 0; one < given.granted && !isUnused; one++) sent.push(performance.now());
            await setTimeout(answersAfter);
            answered = isUnused ? 0 : given.granted;
            returned = Array<number>(given.granted).fill(given.mark);
          }
          await budget.take({ ...asked, answered, returned });
        };
        await Promise.all(plans.map(work));
        expect(granted).to.be.at.least(limit);
        for (const at of sent)
          expect(sent.filter((one) => one > at - window * 1000 && one <= at).length).to.be.at.most(limit);
      }),
      { numRuns: 4 },
    );
  });

  it('goes by the server’s clock, whatever the workers’ say', async () => {
    const clockAt = (start: number): Clock => ({ ...systemClock, now: () => start, steady: () => start });
    const [one, other] = [worker({ clock: clockAt(0) }), worker({ clock: clockAt(4e12) })];
    const { mark } = await one.budget('clocks').take({ ...terms, wanted: 5 });
    expect(await other.budget('clocks').take({ ...terms, wanted: 1 })).to.deep.include({ granted: 0 });
    const returned = { ...terms, wanted: 1, returned: [mark] };
    expect(await other.budget('clocks').take(returned)).to.deep.include({ granted: 1 });
  });

  it('waits no longer than it ever would, though the server’s clock is set back', async () => {
    const budget = worker().budget('set back');
    await budget.take({ ...terms, wanted: 5 });
    await connected(database.url, async (client) => {
      await client.query(
        `UPDATE ${schema}_log.request_budget
         SET taken_at = taken_at + 86400, free_at = ARRAY(SELECT at + 86400 FROM unnest(free_at) AS at)`,
      );
      expect((await budget.take({ ...terms, wanted: 1 })).counted).to.equal(5);
      const { rows } = await client.query<{ left: number }>(
        `SELECT (at - extract(epoch FROM clock_timestamp()))::float8 AS left
         FROM ${schema}_log.request_budget, unnest(free_at) AS at WHERE name = 'set back'`,
      );
      expect(rows).to.have.length(5);
      for (const { left } of rows) expect(left).to.be.within(600, 1200);
    });
  });

  it('rejects when its session is ended, and goes on with another', async () => {
    const budget = worker().budget('ended');
    await budget.take({ ...terms, wanted: 3 });
    await connected(database.url, (client) =>
      client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      ),
    );
    const asked = { ...terms, wanted: 1 };
    const first = await failed(budget.take(asked));
    expect(first === 'granted' || first.includes('[store-unreachable]')).to.equal(true, first);
    const then = await budget.take({ ...terms });
    expect(then.counted).to.equal(first === 'granted' ? 4 : 3);
  });

  it('rejects in words when the server does not answer in time', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen({ host: '127.0.0.1', port: 0 });
    await new Promise((done) => silent.once('listening', done));
    const clock = new VirtualClock();
    const url = `postgresql://nobody@127.0.0.1:${(silent.address() as AddressInfo).port}/none`;
    const budgets = new SharedBudgets(openingOf(url, { clock }));
    const said = failed(budgets.budget('silent').take({ ...terms, wanted: 1 }));
    await clock.pass(2_000);
    expect(await said)
      .to.contain('no answer within 2 s')
      .and.to.contain('[store-unreachable]');
    budgets.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('are there where the store is shared alone, also where it was made before there were any', async () => {
    const alone = new PostgresShared(openingOf(database.url, { schema }), undefined);
    expect(alone.budget('x')).to.equal(undefined);
    await alone.close();
    await connected(database.url, (client) =>
      client.query(
        `DROP TABLE ${schema}_log.request_budget; UPDATE ${schema}_log.signalbox_version SET version = 2`,
      ),
    );
    const shared = new PostgresShared(openingOf(database.url, { schema }), 1);
    opened.push(shared);
    await shared.open();
    const budget: RequestBudget = shared.budget('x')!;
    expect((await budget.take({ ...terms, wanted: 1 })).granted).to.equal(1);
  });
});
