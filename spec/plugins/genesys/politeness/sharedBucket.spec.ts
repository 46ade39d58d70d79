import { expect } from 'chai';
import fc from 'fast-check';
import { RequestLanes } from '../../../../plugins/genesys/politeness/requestLanes.ts';
import { lanes as laneOrder, type Lane } from '../../../../plugins/genesys/politeness/settings.ts';
import { SharedBucket } from '../../../../plugins/genesys/politeness/sharedBucket.ts';
import { TokenBucket } from '../../../../plugins/genesys/politeness/tokenBucket.ts';
import { settled, VirtualClock } from '../../../../harness/lockStep/virtualClock.ts';
import { requestBudgetContract } from '../../contract.ts';
import { BudgetInMemory } from './budgetInMemory.ts';

const reserve = { handoff: 0.1, skills: 0.1 };
const never = new AbortController().signal;
const minute = 60_000;

/** Workers that share a budget, at a platform that counts. */
class Workers {
  readonly clock = new VirtualClock(0);
  readonly budget: BudgetInMemory;
  readonly lanes: readonly RequestLanes[];
  readonly buckets: readonly SharedBucket[];
  readonly away: unknown[] = [];
  readonly sent: { readonly at: number; readonly worker: number; readonly lane: Lane }[] = [];
  readonly #limit: number;
  /** Requests of others that the platform counts beside these. */
  foreign = 0;

  constructor(count: number, limit: number, { answerMs = 0 } = {}) {
    this.#limit = limit;
    this.budget = new BudgetInMemory(this.clock, answerMs);
    this.buckets = Array.from(
      { length: count },
      () =>
        new SharedBucket({
          budget: this.budget,
          own: new TokenBucket({ requestsPerMinute: limit, reserve }),
          heldSeconds: 60,
          now: () => this.clock.now(),
          away: (error) => this.away.push(error),
        }),
    );
    this.lanes = this.buckets.map((bucket) => new RequestLanes(this.clock, bucket));
  }

  /** Makes a request, which is at the platform at once and answered after so long. */
  async make(worker: number, lane: Lane, takes: number, { headers = false } = {}): Promise<void> {
    const lanes = this.lanes[worker]!;
    await lanes.enter(lane, never);
    this.sent.push({ at: this.clock.now(), worker, lane });
    if (takes > 0) await this.clock.sleep(takes);
    if (headers) {
      const count = this.within(this.clock.now()) + this.foreign;
      lanes.learn({ allowed: this.#limit, count, resetMilliseconds: minute });
    }
    lanes.leave(true);
  }

  /** Requests in the minute that ends at a moment. */
  within(moment: number): number {
    return this.sent.filter(({ at }) => at > moment - minute && at <= moment).length;
  }

  get busiest(): number {
    return Math.max(0, ...this.sent.map(({ at }) => this.within(at)));
  }

  /** With as much time as it takes. */
  async rest(): Promise<void> {
    await this.clock.pass(0);
    while (this.clock.sleeping > 0) {
      this.clock.next();
      await settled();
    }
  }
}

describe('a budget in memory', () => {
  requestBudgetContract(() => {
    const clock = new VirtualClock(0);
    const budgets = new Map<string, BudgetInMemory>();
    const budget = (name: string): BudgetInMemory => {
      const known = budgets.get(name) ?? new BudgetInMemory(clock);
      budgets.set(name, known);
      return known;
    };
    return { budget, pass: (seconds) => clock.pass(seconds * 1000) };
  });
});

describe('a bucket that workers share', () => {
  const arrival = fc.record({
    after: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
    worker: fc.integer({ min: 0, max: 2 }),
    lane: fc.constantFrom(...laneOrder),
    takes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60_000 })),
    headers: fc.boolean(),
  });

  it('never lets them make more requests in any minute than the limit, and all in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0, 0, 7),
        fc.array(arrival, { maxLength: 60 }),
        async (limit, answerMs, arrivals) => {
          const workers = new Workers(3, limit, { answerMs });
          let over = 0;
          for (const { after, worker, lane, takes, headers } of arrivals) {
            if (after > 0) await workers.clock.pass(after);
            void workers.make(worker, lane, takes, { headers }).then(() => over++);
          }
          await workers.rest();
          expect(over).to.equal(arrivals.length);
          expect(workers.busiest).to.be.at.most(limit);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives one that is busy alone nearly all of it, and two that are half of it each', async () => {
    for (const busy of [[0], [0, 1]]) {
      const workers = new Workers(3, 300, { answerMs: 5 });
      for (const worker of busy)
        for (let number = 0; number < 2_000; number++) void workers.make(worker, 'handoff', 200);
      await workers.clock.pass(5 * minute);
      expect(workers.busiest).to.equal(300);
      for (const worker of busy) {
        const made = workers.sent.filter((one) => one.worker === worker).length;
        expect(made).to.be.within((0.95 * 5 * 300) / busy.length, (1.05 * 5 * 300) / busy.length);
      }
    }
  });

  it('keeps a share for handoffs, whichever worker has them', async () => {
    const workers = new Workers(3, 300);
    const make = (worker: number, lane: Lane): void => {
      for (let number = 0; number < 200; number++) void workers.make(worker, lane, 0);
    };
    const made = (): readonly number[] =>
      laneOrder.map((lane) => workers.sent.filter((one) => one.lane === lane).length);
    make(0, 'bulk');
    make(1, 'bulk');
    await workers.clock.pass(2_000);
    expect(made()).to.deep.equal([0, 0, 240]);
    make(0, 'skills');
    make(1, 'skills');
    await workers.clock.pass(2_000);
    expect(made()).to.deep.equal([0, 30, 240]);
    make(2, 'handoff');
    await workers.clock.pass(2_000);
    expect(made()).to.deep.equal([30, 30, 240]);
  });

  it('keeps no stock: what nobody waits for any more goes to the others', async () => {
    const workers = new Workers(2, 20, { answerMs: 50 });
    const caller = new AbortController();
    const given = workers.lanes[0]!.enter('handoff', caller.signal).catch(() => 'given up');
    await workers.clock.pass(10);
    caller.abort(new Error('given up'));
    expect(await given).to.equal('given up');
    await workers.clock.pass(200);
    for (let number = 0; number < 20; number++) void workers.make(1, 'handoff', 0);
    await workers.clock.pass(30_000);
    expect(workers.sent).to.have.length(20);
    // And of a request that was not made after all.
    await workers.clock.pass(2 * minute);
    const entered = workers.lanes[0]!.enter('handoff', never);
    await workers.clock.pass(200);
    await entered;
    expect(workers.buckets[0]!.left(workers.clock.now())).to.equal(19);
    workers.lanes[0]!.leave(false);
    await workers.clock.pass(200);
    expect(workers.buckets[0]!.left(workers.clock.now())).to.equal(20);
  });

  it('asks nobody while nobody waits, and now and then while there is nothing', async () => {
    const workers = new Workers(2, 20);
    for (let number = 0; number < 20; number++) void workers.make(0, 'handoff', 0);
    await workers.clock.pass(100);
    for (let number = 0; number < 10; number++) void workers.make(1, 'handoff', 0);
    await workers.clock.pass(1_900);
    const { asked } = workers.budget;
    await workers.clock.pass(30_000);
    expect(workers.budget.asked - asked).to.be.within(25, 35);
    await workers.clock.pass(minute);
    expect(workers.sent).to.have.length(30);
    const after = workers.budget.asked;
    await workers.clock.pass(10 * minute);
    expect(workers.budget.asked).to.equal(after);
    expect(workers.clock.sleeping).to.equal(0);
  });

  it('learns from the headers what others than the workers use, and takes no worker for another', async () => {
    const workers = new Workers(2, 300);
    for (const worker of [0, 1])
      for (let number = 0; number < 100; number++) void workers.make(worker, 'handoff', 0, { headers: true });
    await workers.clock.pass(1_000);
    const limits = (): readonly number[] => workers.buckets.map((one) => one.limit(workers.clock.now()));
    expect(limits()).to.deep.equal([300, 300]);
    workers.foreign = 50;
    await workers.make(0, 'handoff', 0, { headers: true });
    await workers.clock.pass(100);
    expect(limits()).to.deep.equal([250, 300]);
    expect(workers.buckets[0]!.left(workers.clock.now())).to.equal(49);
  });

  it('uses a tenth without the budget while it cannot be asked, says so once, and goes on by it afterwards', async () => {
    const workers = new Workers(1, 100, { answerMs: 20 });
    workers.budget.away = new Error('no database');
    for (let number = 0; number < 60; number++) void workers.make(0, 'handoff', 100);
    await workers.clock.pass(1_000);
    expect(workers.sent).to.have.length(10);
    await workers.clock.pass(minute);
    expect(workers.sent).to.have.length(20);
    expect(workers.away.map(String)).to.deep.equal(['Error: no database']);
    workers.budget.away = undefined;
    await workers.clock.pass(6_000);
    expect(workers.sent).to.have.length(60);
    expect(workers.busiest).to.be.at.most(100);
    workers.budget.away = new Error('again');
    void workers.make(0, 'handoff', 100);
    await workers.clock.pass(1_000);
    expect(workers.away).to.have.length(2);
  });

  it('makes no more than a tenth above the limit though the budget comes and goes', async () => {
    const workers = new Workers(3, 100, { answerMs: 20 });
    for (const worker of [0, 1, 2])
      for (let number = 0; number < 300; number++) void workers.make(worker, 'handoff', 100);
    for (let step = 0; step < 40; step++) {
      workers.budget.away = step % 3 === 1 ? new Error('away') : undefined;
      await workers.clock.pass(7_000);
    }
    // Three workers, each of which may have used its tenth.
    expect(workers.busiest).to.be.within(90, 130);
    workers.budget.away = undefined;
    await workers.clock.pass(15 * minute);
    expect(workers.sent).to.have.length(900);
  });
});
