import { expect } from 'chai';
import { prepareWorkers } from '../../bench/contenders/signalboxWorkers.ts';
import { workNamed } from '../../bench/works/works.ts';
import { serverIsThere } from '../plugins/postgres/server.ts';

describe('workers on PostgreSQL, as the benchmark measures them', function () {
  this.timeout(60_000);

  before(async function () {
    if (await serverIsThere()) return;
    process.stdout.write('      skipped: there is no PostgreSQL\n');
    this.skip();
  });

  it('come to one command for each event, and to figures', async () => {
    const two = await prepareWorkers(2);
    try {
      const work = workNamed('workers');
      expect(await two.answers(1)).to.deep.equal([await work.expected(work.inputs(1)[0]!)]);
      const { perSecond, p50Us, p99Us } = await two.round(25);
      expect(perSecond).to.be.above(1);
      expect(p50Us).to.be.within(1, p99Us);
    } finally {
      await two.close?.();
    }
  });
});
