import { expect } from 'chai';
import fc from 'fast-check';
import {
  CircuitBreaker,
  type BreakerOutcome,
} from '../../../../plugins/genesys/politeness/circuitBreaker.ts';
import { VirtualClock } from '../../../../harness/lockStep/virtualClock.ts';

const settings = { failures: 3, openSeconds: 10 };

function broken(): { breaker: CircuitBreaker; clock: VirtualClock } {
  const clock = new VirtualClock();
  const breaker = new CircuitBreaker(clock, settings);
  for (let time = 1; time <= 3; time++) breaker.enter({})!('failed');
  return { breaker, clock };
}

describe('the circuit breaker', () => {
  it('opens after so many calls that failed in a row, and not before', () => {
    const breaker = new CircuitBreaker(new VirtualClock(), settings);
    for (const outcome of ['failed', 'failed', 'worked', 'failed', 'unsaid', 'failed'] as const) {
      breaker.enter({})!(outcome);
      expect(breaker.passable).to.equal(true);
    }
    breaker.enter({})!('failed');
    expect(breaker.enter({})).to.equal(undefined);
    expect(breaker.waitMilliseconds).to.equal(10_000);
  });

  it('counts a call once, however often it is tried', () => {
    const breaker = new CircuitBreaker(new VirtualClock(), settings);
    const [first, second] = [{}, {}];
    for (const call of [first, first, first, second, first, second]) breaker.enter(call)!('failed');
    expect(breaker.passable).to.equal(true);
    breaker.enter({})!('failed');
    expect(breaker.passable).to.equal(false);
  });

  it('lets one try when its time is over, and closes when that worked', async () => {
    const { breaker, clock } = broken();
    await clock.pass(9999);
    expect(breaker.enter({})).to.equal(undefined);
    await clock.pass(1);
    const settle = breaker.enter({})!;
    expect(breaker.enter({})).to.equal(undefined);
    settle('worked');
    expect([breaker.enter({}), breaker.enter({})]).to.not.include(undefined);
  });

  it('opens again when the one that tried failed', async () => {
    const { breaker, clock } = broken();
    await clock.pass(10_000);
    breaker.enter({})!('failed');
    expect(breaker.waitMilliseconds).to.equal(10_000);
  });

  it('lets the next try when the one that tried was given up', async () => {
    const { breaker, clock } = broken();
    await clock.pass(10_000);
    breaker.enter({})!('unsaid');
    expect(breaker.enter({})).to.not.equal(undefined);
    expect(breaker.enter({})).to.equal(undefined);
  });

  it('takes no old answer for news', async () => {
    const clock = new VirtualClock();
    const breaker = new CircuitBreaker(clock, settings);
    const slow = [breaker.enter({})!, breaker.enter({})!];
    for (let time = 1; time <= 3; time++) breaker.enter({})!('failed');
    slow[0]!('worked');
    expect(breaker.passable).to.equal(false);
    await clock.pass(10_000);
    const settle = breaker.enter({})!;
    slow[1]!('failed');
    settle('worked');
    expect(breaker.passable).to.equal(true);
  });

  it('never lets two try at once, nor any while it is open, nor keeps shut for ever', async () => {
    const step = fc.record({
      passes: fc.constantFrom(0, 0, 1, 5000, 9999, 10_000),
      outcome: fc.constantFrom<BreakerOutcome>('worked', 'failed', 'failed', 'unsaid'),
      late: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const clock = new VirtualClock();
        const breaker = new CircuitBreaker(clock, settings);
        const underWay: (() => void)[] = [];
        for (const { passes, outcome, late } of steps) {
          await clock.pass(passes);
          const open = breaker.waitMilliseconds > 0;
          const settle = breaker.enter({});
          expect(open && settle !== undefined).to.equal(false);
          if (settle === undefined) underWay.shift()?.();
          else if (late) underWay.push(() => settle(outcome));
          else settle(outcome);
        }
        for (const settle of underWay) settle();
        await clock.pass(10_000);
        expect(breaker.enter({})).to.not.equal(undefined);
      }),
    );
  });
});
