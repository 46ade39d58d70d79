import { expect } from 'chai';
import { freeRunning } from '../../../harness/sandbox/clock/pace.ts';
import { Timeline } from '../../../harness/sandbox/clock/timeline.ts';
import { World } from '../../../harness/world/world.ts';
import { Listener, quietShop, shop, withSandbox, type Clock, type Frame } from './sandboxes.ts';

/** Everything a client hears in an hour at the shop, whatever its steps. */
async function anHour(steps: readonly number[]): Promise<readonly Frame[]> {
  let frames: readonly Frame[] = [];
  await withSandbox(
    async (driven) => {
      const made = await driven.call('POST', '/api/v2/notifications/channels');
      const { id, connectUri } = (await made.json()) as { id: string; connectUri: string };
      const topics = [
        ...Object.values(driven.ids.queues).map((queue) => `v2.routing.queues.${queue}.conversations`),
        ...Object.values(driven.ids.users).map((user) => `v2.users.${user}.activity`),
      ];
      const body = topics.map((topic) => ({ id: topic }));
      await driven.call('PUT', `/api/v2/notifications/channels/${id}/subscriptions`, body);
      const listener = await new Listener(connectUri).opened();
      for (const seconds of steps) await listener.had((await driven.advance(seconds)).framesSent);
      frames = listener.frames;
    },
    { org: shop },
  );
  return frames;
}

describe('the sandbox’s clock', () => {
  it('stands still in lock-step until it is told to go on', () =>
    withSandbox(async (driven) => {
      const before = await driven.control<Clock>('GET', '/sandbox/clock');
      await new Promise((done) => setTimeout(done, 20));
      expect(await driven.control<Clock>('GET', '/sandbox/clock')).to.deep.equal(before);
      expect((await driven.advance(1.5)).now).to.equal('2026-03-02T16:00:01.500Z');
      const next = await driven.control<Clock>('POST', '/sandbox/clock/advance', { toNext: true });
      expect(next.now > '2026-03-02T16:00:01.500Z').to.equal(true);
      const to = '2026-03-02T20:00:00.000Z';
      expect((await driven.control<Clock>('POST', '/sandbox/clock/advance', { to })).now).to.equal(to);
    }));

  it('refuses to go back, and what is no time', () =>
    withSandbox(async (driven) => {
      for (const body of [{ bySeconds: -1 }, { to: '2026-03-02T01:00:00.000Z' }, { to: 'soon' }, {}]) {
        const refused = await driven
          .control('POST', '/sandbox/clock/advance', body)
          .then(String, (error: Error) => error.message);
        expect(refused, JSON.stringify(body)).to.contain('not in the past');
      }
    }));

  it('refuses to go further in one step than can be waited for', () =>
    withSandbox(async (driven) => {
      for (const body of [
        { bySeconds: 1e300 },
        { bySeconds: 31 * 86_400 + 1 },
        { to: '9999-12-31T00:00:00.000Z' },
      ]) {
        const refused = await driven
          .control('POST', '/sandbox/clock/advance', body)
          .then(String, (error: Error) => error.message);
        expect(refused, JSON.stringify(body)).to.contain('31 days at most');
      }
    }));

  it('gives the same frames for the same seed, byte for byte, in steps of any length', async () => {
    const whole = await anHour([3600]);
    expect(whole.length).to.be.greaterThan(100);
    expect(await anHour([3600])).to.deep.equal(whole);
    expect(await anHour([600, 1, 0, 1799.5, 0.25, 1199.25])).to.deep.equal(whole);
  });

  it('runs by itself at a factor, and only as far as time has come', () => {
    const world = new World(quietShop.scenario, 1);
    const timeline = new Timeline(world, () => void world.step());
    const began = timeline.now;
    const rung: number[] = [];
    timeline.at(began + 90_000, () => void rung.push(timeline.now - began));
    let [now, wakes] = [0, [] as { at: number; action: () => void }[]];
    const real = {
      now: () => now,
      after: (milliseconds: number, action: () => void) => {
        const wake = { at: now + milliseconds, action };
        wakes.push(wake);
        return () => void (wakes = wakes.filter((one) => one !== wake));
      },
    };
    const pace = freeRunning(timeline, 60, real);
    now = 1000;
    pace.catchUp();
    expect([timeline.now - began, rung]).to.deep.equal([60_000, []]);
    const [wake] = wakes;
    expect(wakes, 'one timer at a time').to.have.length(1);
    now = wake!.at;
    wakes = [];
    wake!.action();
    expect(rung).to.deep.equal([90_000]);
    pace.stop();
    expect(wakes).to.be.empty;
  });

  it('cannot be told to go on while it runs by itself', () =>
    withSandbox(
      async (driven) => {
        const refused = await driven.advance(1).then(String, (error: Error) => error.message);
        expect(refused).to.contain('lock-step');
        const { now } = await driven.control<Clock>('GET', '/sandbox/clock');
        await new Promise((done) => setTimeout(done, 5));
        const later = await driven.control<Clock>('GET', '/sandbox/clock');
        expect(later.now > now).to.equal(true);
      },
      { factor: 3600 },
    ));
});
