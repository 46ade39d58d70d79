import { expect } from 'chai';
import fc from 'fast-check';
import { retailBankOrg } from '../../harness/sandbox/orgs/retailBank.ts';
import { live, nationalBankWith, sameTwice } from './liveDay.ts';
import { faultsWithin } from '../harness/sandbox/anyFaults.ts';
import { assertWeathered, anyFaults, weather } from './storm.ts';

describe('the engine live on the sandbox', function () {
  this.timeout(240_000);

  it('decides alike twice, to the byte: two hours of the national bank with a tenth of its customers', async () => {
    const { decisions, commands } = await sameTwice(nationalBankWith(0.1), 7, { from: 10, hours: 2 });
    for (const point of ['skills', 'order', 'ranking'] as const) expect(decisions[point]).to.be.above(20);
    expect(commands['set skills']!['done']).to.be.above(0);
  });

  it('decides otherwise from another seed', async () => {
    const hash = (seed: number) =>
      live({ org: retailBankOrg, seed, from: 9 }, async (engine) => {
        await engine.passTo(engine.sandbox.now + 600_000);
        return engine.tally.result().decisionLogHash;
      });
    expect(await hash(1)).not.to.equal(await hash(2));
  });

  it('weathers eighty faults in an hour: all in its place, nothing done twice, no minute too busy', () => {
    const start = Date.parse(retailBankOrg.scenario.startsAt) + 10 * 3_600_000;
    const end = start + 3_600_000;
    return fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 1000 }),
        fc.array(faultsWithin(start + 60_000, end, anyFaults), { minLength: 80, maxLength: 80 }),
        (seed, faults) =>
          live({ org: retailBankOrg, seed, from: 10 }, async (engine) => {
            await weather(engine, faults, end);
            assertWeathered(engine, start);
          }),
      ),
      { numRuns: 3, endOnFailure: true },
    );
  });
});
