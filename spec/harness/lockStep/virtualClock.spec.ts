import { expect } from 'chai';
import fc from 'fast-check';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';

/** When somebody falls asleep, for how long, and when the sleep is ended early, if it is. */
const sleep = fc.record({
  after: fc.nat({ max: 20 }),
  milliseconds: fc.integer({ min: -1, max: 20 }),
  endedAfter: fc.option(fc.nat({ max: 20 }), { nil: undefined }),
});

describe('a clock that stands still until it is told to go on', () => {
  it('wakes everybody once, in the order of the times and then of falling asleep', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sleep, { maxLength: 30 }), async (sleeps) => {
        const clock = new VirtualClock(0);
        const woken: { readonly at: number; readonly who: number }[] = [];
        const ended = new Set<number>();
        const stops = new Map<number, AbortController>();
        // Who falls asleep at one moment does so in this order.
        const inTurn = sleeps.map((one, who) => ({ ...one, who })).sort((a, b) => a.after - b.after);
        const expected: { readonly at: number; readonly who: number }[] = [];
        for (let now = 0; now <= 60; now++) {
          clock.jump(now);
          for (const { who, endedAfter, after } of inTurn) {
            if (endedAfter !== undefined && after + endedAfter === now) stops.get(who)?.abort('enough');
          }
          while (clock.wake());
          for (const { who, after, milliseconds, endedAfter } of inTurn) {
            if (after !== now) continue;
            const stop = new AbortController();
            stops.set(who, stop);
            clock.sleep(milliseconds, stop.signal).then(
              () => woken.push({ at: clock.now(), who }),
              () => ended.add(who),
            );
            const at = now + Math.max(0, milliseconds);
            // An end that comes in the moment of waking comes first, but at once it comes after falling asleep.
            const isEnded = endedAfter !== undefined && endedAfter > 0 && now + endedAfter <= at;
            if (!isEnded) expected.push({ at: milliseconds <= 0 ? now : at, who });
          }
          while (clock.wake());
          await Promise.resolve();
        }
        const order = new Map(inTurn.map(({ who }, index) => [who, index]));
        expected.sort((a, b) => a.at - b.at || order.get(a.who)! - order.get(b.who)!);
        expect(woken).to.deep.equal(expected);
        expect(woken.length + ended.size).to.equal(sleeps.length);
        expect([clock.sleeping, clock.nextAt]).to.deep.equal([0, undefined]);
      }),
      { numRuns: 200 },
    );
  });

  it('knows when the next of those who still sleep wakes', () => {
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    clock.sleep(5, stop.signal).catch(() => undefined);
    void clock.sleep(9);
    expect([clock.nextAt, clock.sleeping]).to.deep.equal([5, 2]);
    stop.abort();
    expect([clock.nextAt, clock.sleeping]).to.deep.equal([9, 1]);
    clock.jump(8);
    expect(clock.wake()).to.equal(false);
    clock.jump(9);
    expect([clock.wake(), clock.wake()]).to.deep.equal([true, false]);
  });
});
