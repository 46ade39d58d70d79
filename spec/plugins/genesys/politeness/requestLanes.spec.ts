import { expect } from 'chai';
import fc from 'fast-check';
import type { Clock } from '../../../../engine/ports.ts';
import { RequestLanes } from '../../../../plugins/genesys/politeness/requestLanes.ts';
import { lanes as laneOrder, type Lane } from '../../../../plugins/genesys/politeness/settings.ts';
import { TokenBucket } from '../../../../plugins/genesys/politeness/tokenBucket.ts';
import { settled, VirtualClock } from '../../../../harness/lockStep/virtualClock.ts';

const reserve = { handoff: 0.1, skills: 0.1 };
const never = new AbortController().signal;

interface Arrival {
  /** Milliseconds after the one before. */
  readonly after: number;
  readonly lane: Lane;
  readonly takes: number;
  /** What the answer's headers say is allowed, if they say anything. */
  readonly allowed?: number | undefined;
  /** Requests of other programs that the headers count as well. */
  readonly others: number;
  readonly resetSeconds: number;
  /** The request is not made after all. */
  readonly unused: boolean;
  /** The answer is a 429 that asks for so long. */
  readonly pauseSeconds?: number | undefined;
}

const arrival = fc.record<Arrival>({
  after: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
  lane: fc.constantFrom(...laneOrder),
  takes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90_000 })),
  allowed: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined, freq: 3 }),
  others: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })),
  resetSeconds: fc.integer({ min: 0, max: 70 }),
  unused: fc.boolean(),
  pauseSeconds: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined, freq: 8 }),
});

interface Sent {
  readonly number: number;
  readonly lane: Lane;
  readonly at: number;
  /** The most that could be sent in a minute, by what had been told until then. */
  readonly limit: number;
}

/** Lets the calls arrive, and tells those made, in their order, and how many were made at the end. */
async function simulate(requestsPerMinute: number, arrivals: readonly Arrival[]) {
  const clock = new VirtualClock(0);
  const lanes = new RequestLanes(clock, new TokenBucket({ requestsPerMinute, reserve }));
  let allowed = Infinity;
  const sent: Sent[] = [];
  let over = 0;
  const make = async (number: number, one: Arrival): Promise<void> => {
    await lanes.enter(one.lane, never);
    if (one.unused) lanes.leave(false);
    else {
      sent.push({ number, lane: one.lane, at: clock.now(), limit: Math.min(requestsPerMinute, allowed) });
      await clock.sleep(one.takes);
      const within = sent.filter(({ at }) => at > clock.now() - 60_000).length;
      if (one.allowed !== undefined) {
        ({ allowed } = one);
        const resetMilliseconds = one.resetSeconds * 1000;
        lanes.learn({ allowed, count: within + one.others, resetMilliseconds });
      }
      if (one.pauseSeconds !== undefined) lanes.pause(one.pauseSeconds * 1000);
      lanes.leave(true);
    }
    over++;
  };
  for (const [number, one] of arrivals.entries()) {
    if (one.after > 0) await clock.pass(one.after);
    void make(number, one);
  }
  await clock.pass(0);
  while (clock.sleeping > 0) {
    clock.next();
    await settled();
  }
  return { sent, over };
}

const arrivals = fc.array(arrival, { maxLength: 60 });

describe('request lanes', () => {
  it('never make more requests in any window than the limit is then, and make them all in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), arrivals, async (limit, calls) => {
        const { sent, over } = await simulate(limit, calls);
        expect(over).to.equal(calls.length);
        sent.forEach((one, index) => {
          const window = sent.slice(0, index + 1).filter(({ at }) => at > one.at - 60_000);
          expect(window.length).to.be.at.most(one.limit);
        });
      }),
    );
  });

  it('never make more than the limit in any minute that passes, however the clock is set meanwhile', async () => {
    const step = fc.record({
      passes: fc.integer({ min: 0, max: 40_000 }),
      isSetBy: fc.constantFrom(0, 0, 3_600_000, 86_400_000, -3_600_000),
      calls: fc.integer({ min: 0, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(step, { maxLength: 20 }),
        async (limit, steps) => {
          const time = new VirtualClock(0);
          let set = 0;
          const clock: Clock = {
            now: () => time.now() + set,
            steady: () => time.now(),
            sleep: (milliseconds, signal) => time.sleep(milliseconds, signal),
          };
          const lanes = new RequestLanes(clock, new TokenBucket({ requestsPerMinute: limit, reserve }));
          const sentAt: number[] = [];
          const make = async (): Promise<void> => {
            await lanes.enter('handoff', never);
            sentAt.push(time.now());
            lanes.leave(true);
          };
          let made = 0;
          for (const { passes, isSetBy, calls } of steps) {
            for (let call = 0; call < calls; call++, made++) void make();
            await time.pass(passes);
            set += isSetBy;
          }
          await time.pass(made * 60_000 + 60_000);
          expect(sentAt).to.have.length(made);
          sentAt.forEach((at, index) => {
            const window = sentAt.slice(0, index + 1).filter((one) => one > at - 60_000);
            expect(window.length).to.be.at.most(limit);
          });
        },
      ),
    );
  });

  it('keep the order of arrival within a lane', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), arrivals, async (limit, calls) => {
        const { sent } = await simulate(limit, calls);
        for (const lane of laneOrder) {
          const numbers = sent.filter((one) => one.lane === lane).map(({ number }) => number);
          expect(numbers).to.deep.equal([...numbers].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('serve all that wait in one lane before any in the next', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.constantFrom(...laneOrder), { minLength: 1, maxLength: 60 }),
        async (requestsPerMinute, order) => {
          const clock = new VirtualClock(0);
          const lanes = new RequestLanes(clock, new TokenBucket({ requestsPerMinute, reserve }));
          lanes.pause(1000);
          const served: Lane[] = [];
          for (const lane of order) {
            void lanes.enter(lane, never).then(() => {
              served.push(lane);
              lanes.leave(true);
            });
          }
          while (clock.sleeping > 0) {
            clock.next();
            await settled();
          }
          const ranks = served.map((lane) => laneOrder.indexOf(lane));
          expect(ranks).to.deep.equal([...ranks].sort((a, b) => a - b));
          expect(served).to.have.length(order.length);
        },
      ),
    );
  });

  it('keep a share for handoffs, however much there is to do in bulk', async () => {
    const clock = new VirtualClock(0);
    const lanes = new RequestLanes(clock, new TokenBucket({ requestsPerMinute: 300, reserve }));
    const served = { handoff: 0, skills: 0, bulk: 0 };
    for (const lane of ['bulk', 'skills', 'handoff'] as const) {
      for (let number = 1; number <= 400; number++) {
        void lanes.enter(lane, never).then(() => served[lane]++);
      }
      await settled();
    }
    expect(served).to.deep.equal({ bulk: 240, skills: 30, handoff: 30 });
  });

  for (const [everySeconds, servedInBulk] of [
    [10, 20],
    [6, 0],
  ] as const) {
    it(`serve ${servedInBulk} of 20 calls in bulk while a handoff comes every ${everySeconds} s`, async () => {
      const clock = new VirtualClock(0);
      const lanes = new RequestLanes(clock, new TokenBucket({ requestsPerMinute: 10, reserve }));
      const make = async (lane: Lane): Promise<void> => {
        await lanes.enter(lane, never);
        lanes.leave(true);
      };
      const handoffsFor = async (minutes: number): Promise<void> => {
        for (let seconds = 0; seconds < minutes * 60; seconds += everySeconds) {
          void make('handoff');
          await clock.pass(everySeconds * 1000);
        }
      };
      await handoffsFor(2);
      let served = 0;
      for (let number = 1; number <= 20; number++) void make('bulk').then(() => served++);
      await handoffsFor(30);
      expect(served).to.equal(servedInBulk);
    });
  }

  it('let a caller give up, in whose place the next goes', async () => {
    const clock = new VirtualClock(0);
    const lanes = new RequestLanes(clock, new TokenBucket({ requestsPerMinute: 1, reserve }));
    await lanes.enter('bulk', never);
    const caller = new AbortController();
    const given = lanes.enter('bulk', caller.signal).then(
      () => 'served',
      (error: Error) => error.message,
    );
    const next = lanes.enter('bulk', never);
    caller.abort(new Error('given up'));
    expect(await given).to.equal('given up');
    await lanes.enter('bulk', caller.signal).then(
      () => expect.fail('it was served'),
      (error: Error) => expect(error.message).to.equal('given up'),
    );
    lanes.leave(false);
    await next;
  });

  it('leave no alarm behind when nobody waits', async () => {
    const clock = new VirtualClock(0);
    const lanes = new RequestLanes(clock, new TokenBucket({ requestsPerMinute: 1, reserve }));
    await lanes.enter('bulk', never);
    lanes.leave(true);
    const caller = new AbortController();
    const given = lanes.enter('bulk', caller.signal).catch(() => 'given up');
    expect(clock.sleeping).to.equal(1);
    caller.abort(new Error('given up'));
    await given;
    expect(clock.sleeping).to.equal(0);
  });
});
