import { expect } from 'chai';
import type { Clock } from '../../../engine/ports.ts';
import { it } from './runner.ts';

/**
 * What every clock must do.
 * @param pass lets this many milliseconds pass at least.
 */
export function clockContract(
  make: () => { readonly clock: Clock; readonly pass: (milliseconds: number) => Promise<void> },
): void {
  it('never wakes a sleeper before its time, and then does', async () => {
    const { clock, pass } = make();
    const from = clock.now();
    const woken = clock.sleep(20).then(() => clock.now());
    await pass(30);
    expect(await woken).to.be.at.least(from + 19);
  });

  it('wakes in the order of the times', async () => {
    const { clock, pass } = make();
    const woken: number[] = [];
    const sleeps = [30, 5, 15].map((time) => clock.sleep(time).then(() => woken.push(time)));
    await pass(60);
    await Promise.all(sleeps);
    expect(woken).to.deep.equal([5, 15, 30]);
  });

  it('lets the caller go on first, even with no time to sleep', async () => {
    const { clock, pass } = make();
    let hasWoken = false;
    const sleeps = [0, -5].map((time) => clock.sleep(time).then(() => (hasWoken = true)));
    expect(hasWoken).to.equal(false);
    await pass(5);
    await Promise.all(sleeps);
  });

  it('ends a sleep with the signal’s reason, before it and during it', async () => {
    const { clock } = make();
    const reason = new Error('enough');
    const stop = new AbortController();
    const sleeping = clock.sleep(1e9, stop.signal).catch((error: unknown) => error);
    stop.abort(reason);
    expect(await sleeping).to.equal(reason);
    expect(await clock.sleep(1e9, stop.signal).catch((error: unknown) => error)).to.equal(reason);
  });
}
