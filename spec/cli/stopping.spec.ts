import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../../composition/systemClock.ts';
import { withFolder } from '../folder.ts';
import { openStore } from '../plugins/sqlite/opening.ts';
import { askedIn, endAll, LiveProcess, settle } from './liveProcess.ts';

/** Stops take no longer than this beside what they wait for, in seconds: processes share the machine with others. */
const slack = 20;

describe('signalbox run that is told to stop while work is under way', function () {
  this.timeout(120_000);
  afterEach(endAll);

  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    it(`takes in nothing more after ${signal}, does what it took in, and ends in good order`, () =>
      withFolder(async (folder) => {
        await settle(folder, { conversations: 1e6, everyMs: 5, actMs: 200 });
        const run = new LiveProcess(folder);
        await run.until(() => askedIn(folder).length > 10);
        run.kill(signal);
        expect(await run.closed, run.stderr).to.equal(0);
        expect(run.stdout).to.contain('Stopped in good order');
        const store = openStore(join(folder, 'store.db'), { clock: systemClock });
        const { position } = await store.counters();
        expect(await store.depths()).to.deep.include({ outbox: 0, dead: 0 });
        expect(await store.inbox()).to.deep.equal([]);
        store.close();
        const asked = askedIn(folder);
        const begun = asked.filter(({ step }) => step === 'begun').map(({ id }) => id);
        expect(begun).to.have.length(position);
        expect(new Set(begun).size).to.equal(position);
        expect(asked.filter(({ step }) => step === 'done')).to.have.length(position);
      }));

  it('ends in time though a receiver never answers, keeps what is left, and does it when it is started again', () =>
    withFolder(async (folder) => {
      const setting = { conversations: 40, everyMs: 1, runtime: 'drainSeconds: 1, stopSeconds: 1' };
      await settle(folder, { ...setting, actMs: undefined });
      const run = new LiveProcess(folder);
      await run.until(() => askedIn(folder).length >= 7);
      const from = performance.now();
      run.kill('SIGTERM');
      expect(await run.closed, run.stderr).to.equal(0);
      expect((performance.now() - from) / 1000).to.be.below(1 + slack);
      expect(run.stderr).to.contain('[not-drained]');
      const left = new Set(askedIn(folder).map(({ id }) => id));
      await settle(folder, { ...setting, actMs: 0 });
      const again = new LiveProcess(folder);
      const done = (): number => askedIn(folder).filter(({ step }) => step === 'done').length;
      await again.until(() => done() >= 40);
      again.kill('SIGTERM');
      expect(await again.closed, again.stderr).to.equal(0);
      expect(done()).to.equal(40);
      for (const { process: by, id, isRepeated } of askedIn(folder))
        if (by === again.pid) expect(isRepeated).to.equal(left.has(id));
    }));
});
