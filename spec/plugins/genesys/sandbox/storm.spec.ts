import { expect } from 'chai';
import fc from 'fast-check';
import { transferToQueue } from '../../../../plugins/genesys/acting/transfer.ts';
import { GenesysError } from '../../../../plugins/genesys/genesysError.ts';
import { genesysDefaults } from '../../../../plugins/genesys/settings.ts';
import { busiestMinute } from '../../../../harness/live/platformTally.ts';
import { requestFaultKinds, streamFaultKinds } from '../../../../harness/sandbox/faults/fault.ts';
import { faultsWithin } from '../../../harness/sandbox/anyFaults.ts';
import { shop } from '../../../harness/sandbox/sandboxes.ts';
import { withNotifications } from './followed.ts';
import { withPlugin, type Plugged } from './plugged.ts';

const start = Date.parse('2026-03-02T16:10:00.000Z');
const hourMs = 3_600_000;
const transfer = 'postConversationParticipantReplaceQueue';

const fault = faultsWithin(start, start + hourMs, [...requestFaultKinds, ...streamFaultKinds]);

/** Transfers whoever waits in Orders to Refunds. @returns the conversations it was asked for. */
async function transferWaiting({ states, acting, lockStep }: Plugged): Promise<string[]> {
  const waiting = (await states()).filter(({ place, queue }) => place === 'waiting' && queue === 'Orders');
  const occasion = { decidedAt: lockStep.clock.now(), isRepeated: false };
  const asked = waiting.map(({ id }) => transferToQueue(acting, id, 'Refunds', occasion));
  for (const outcome of await lockStep.run(Promise.allSettled(asked))) {
    if (outcome.status === 'rejected') expect(outcome.reason).to.be.instanceOf(GenesysError);
  }
  return waiting.map(({ id }) => id);
}

describe('an hour of a sandbox in which much goes wrong', function () {
  this.timeout(240_000);

  it('ends with every conversation where it is, each act done once, and no minute too busy', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fault, { minLength: 40, maxLength: 80 }), (faults) =>
        withPlugin(
          async (plugged) => {
            const { lockStep, driven, befall, exchanges } = plugged;
            await lockStep.pass(600);
            await withNotifications(plugged, async (followed, source) => {
              await befall(...faults);
              for (let minutes = 0; minutes < 60; minutes += 5) {
                await lockStep.pass(300);
                await transferWaiting(plugged);
              }
              await driven.control('DELETE', '/sandbox/faults');
              await lockStep.pass(600);
              // What was refused for good, or lost on a socket that was well, is found by the next check.
              await lockStep.pass(genesysDefaults.listening.reconcileSeconds);
              await followed.agrees();
              expect(source.counts.checks).to.be.greaterThan(0);
              expect(source.counts.reconciliations).to.be.greaterThan(0);
            });
            const done = (await exchanges(transfer)).filter(({ applied }) => applied !== undefined);
            const paths = done.map(({ path }) => path);
            expect(paths, 'nobody is transferred out of one wait twice').to.deep.equal([...new Set(paths)]);
            const moments = (await exchanges()).map(({ at }) => Date.parse(at));
            expect(busiestMinute(moments)).to.be.at.most(300);
          },
          { org: shop, requestsPerMinute: 300 },
        ),
      ),
      { numRuns: 5 },
    ));
});
