import { expect } from 'chai';
import { withinDeadline } from '../../engine/deadline.ts';
import { settled, VirtualClock } from '../../harness/lockStep/virtualClock.ts';

const late = (): Error => new Error('too late');
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it came about'),
    (error: unknown) => error,
  );

describe('a deadline', () => {
  it('gives what was done in time, and leaves nothing running', async () => {
    const clock = new VirtualClock();
    let given: AbortSignal | undefined;
    const work = async (signal: AbortSignal): Promise<string> => {
      given = signal;
      await clock.sleep(99);
      return 'done';
    };
    const result = withinDeadline(clock, 100, work, late);
    await clock.pass(99);
    expect(await result).to.equal('done');
    expect(clock.sleeping).to.equal(0);
    expect(given!.aborted).to.equal(false);
  });

  it('tells work that is late to give up, and waits for it no longer', async () => {
    const clock = new VirtualClock();
    let told: unknown;
    const work = (signal: AbortSignal): Promise<void> => {
      signal.addEventListener('abort', () => void (told = signal.reason));
      return new Promise(() => undefined);
    };
    const result = failure(withinDeadline(clock, 100, work, late));
    await clock.pass(100);
    expect(await result).to.deep.include({ message: 'too late' });
    expect(told).to.equal(await result);
  });

  it('ends when all ends, with its reason', async () => {
    const all = new AbortController();
    const reason = new Error('the end');
    const clock = new VirtualClock();
    const result = failure(withinDeadline(clock, 100, () => new Promise(() => undefined), late, all.signal));
    all.abort(reason);
    expect(await result).to.equal(reason);
    expect(clock.sleeping).to.equal(0);
  });

  it('passes on what work throws, at once or later', async () => {
    const clock = new VirtualClock();
    const thrown = new Error('broken');
    const atOnce = (): Promise<void> => {
      throw thrown;
    };
    expect(await failure(withinDeadline(clock, 100, atOnce, late))).to.equal(thrown);
    expect(await failure(withinDeadline(clock, 100, () => Promise.reject(thrown), late))).to.equal(thrown);
    await settled();
    expect(clock.sleeping).to.equal(0);
  });
});
