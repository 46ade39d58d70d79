import { expect } from 'chai';
import { baseUrlAddress } from '../../../../plugins/genesys/client/address.ts';
import { GenesysClient } from '../../../../plugins/genesys/client/client.ts';
import type { GenesysError } from '../../../../plugins/genesys/genesysError.ts';
import { quietShop, shop } from '../../../harness/sandbox/sandboxes.ts';
import { failure } from '../session.ts';
import { busiestMinute } from '../../../../harness/live/platformTally.ts';
import { withPlugin, type Plugged } from './plugged.ts';

const manner = { lane: 'bulk' } as const;
const get = 'getRoutingSkills';

/** When requests were made, in order, in milliseconds since 1970. */
async function moments({ exchanges }: Plugged): Promise<readonly number[]> {
  return (await exchanges()).map(({ at }) => Date.parse(at));
}

describe('who is not let in by a sandbox', function () {
  this.timeout(60_000);

  it('a permission that is missing: in words, with what to grant', () =>
    withPlugin(
      async ({ driven, lockStep }) => {
        const { clock, fetch } = lockStep;
        const reader = new GenesysClient({
          ...{ address: baseUrlAddress(driven.sandbox.baseUrl), clock, fetch, random: () => 0.5 },
          ...{ clientId: 'reader', clientSecret: 'reader-secret' },
        });
        const error = (await failure(lockStep.run(reader.call(get, {}, manner)))) as GenesysError;
        expect(error.code).to.equal('genesys-permission-missing');
        expect(error.problems[0]!.hint).to.contain('routing:skill:view');
        const params = { path: { conversationId: 'c' } };
        const assign = reader.call('postConversationAssign', { params, body: { id: 'u' } }, manner);
        const refused = (await failure(lockStep.run(assign))) as GenesysError;
        expect(refused.problems[0]!.hint).to.contain('conversation:message:assign or ');
      },
      { org: { ...quietShop, clients: shop.clients! } },
    ));

  it('a secret that is wrong: told, and never shown', () =>
    withPlugin(async ({ driven, lockStep }) => {
      const { clock, fetch } = lockStep;
      const stranger = new GenesysClient({
        ...{ address: baseUrlAddress(driven.sandbox.baseUrl), clock, fetch, random: () => 0.5 },
        ...{ clientId: 'spec', clientSecret: 'wrong-canary' },
      });
      const error = (await failure(lockStep.run(stranger.call(get, {}, manner)))) as GenesysError;
      expect(error.code).to.equal('genesys-credentials-rejected');
      expect(JSON.stringify([error.message, error.problems, error.stack])).not.to.contain('wrong-canary');
    }));

  it('a token that ends after a day: another is asked for, and nothing is refused', () =>
    withPlugin(async ({ genesys, lockStep, exchanges }) => {
      for (let hour = 0; hour < 50; hour++) {
        await lockStep.run(genesys.call('getTokensMe', {}, manner));
        await lockStep.pass(3600);
      }
      expect((await exchanges()).filter(({ status }) => status !== 200)).to.deep.equal([]);
    }));
});

describe('requests to a sandbox that allows 300 a minute', function () {
  this.timeout(60_000);

  it('are never more in any minute, whoever asks, and never refused', () =>
    withPlugin(
      async (plugged) => {
        const { genesys, lockStep, exchanges } = plugged;
        const lanes = ['handoff', 'skills', 'bulk'] as const;
        const asked: Promise<unknown>[] = [];
        const manner = (index: number) => ({ lane: lanes[index % 3]!, deadlineSeconds: 600 });
        for (let burst = 0; burst < 4; burst++) {
          for (let index = 0; index < 200; index++) asked.push(genesys.call(get, {}, manner(index)));
          await lockStep.pass(17);
        }
        await lockStep.run(Promise.all(asked));
        expect((await exchanges()).filter(({ status }) => status === 429)).to.deep.equal([]);
        expect(await exchanges(get)).to.have.length.above(800);
        expect(busiestMinute(await moments(plugged))).to.be.within(290, 300);
      },
      { requestsPerMinute: 300 },
    ));

  it('are never more than the headers allow, be that fewer', () =>
    withPlugin(
      async (plugged) => {
        const { genesys, lockStep, exchanges } = plugged;
        const asked = Array.from({ length: 100 }, () =>
          genesys.call(get, {}, { lane: 'bulk', deadlineSeconds: 600 }),
        );
        await lockStep.run(Promise.all(asked));
        expect((await exchanges()).filter(({ status }) => status === 429)).to.deep.equal([]);
        expect(busiestMinute(await moments(plugged))).to.be.at.most(40);
      },
      { requestsPerMinute: 40 },
    ));
});
