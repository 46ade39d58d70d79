import { expect } from 'chai';
import fc from 'fast-check';
import { retailBankOrg } from '../../harness/sandbox/orgs/retailBank.ts';
import { live, nationalBank, sameTwice } from './liveDay.ts';
import { faultsWithin } from '../harness/sandbox/anyFaults.ts';
import { assertWeathered, anyFaults, weather } from './storm.ts';

const hourMs = 3_600_000;

describe('the engine live on the sandbox, a whole day', function () {
  this.timeout(3_600_000);

  it('decides alike twice, to the byte: 10,000 conversations, 200 agents, 20 queues', async () => {
    const { decisions } = await sameTwice(nationalBank, 1, { from: 0, hours: 24 });
    expect(decisions.skills).to.be.above(7000);
  });

  it('weathers a thousand faults: all in its place, nothing done twice, no minute too busy', () => {
    const start = Date.parse(retailBankOrg.scenario.startsAt) + 7.5 * hourMs;
    const end = start + 13 * hourMs;
    return fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 1000 }),
        fc.array(faultsWithin(start + 60_000, end, anyFaults), { minLength: 1000, maxLength: 1000 }),
        (seed, faults) =>
          live({ org: retailBankOrg, seed, from: 7.5 }, async (engine) => {
            await weather(engine, faults, end);
            assertWeathered(engine, start);
          }),
      ),
      { numRuns: 3, endOnFailure: true },
    );
  });
});
