import { expect } from 'chai';
import { MetricRegistry } from '../../../composition/service/metricRegistry.ts';
import type { Clock } from '../../../engine/ports.ts';
import { baseUrlAddress } from '../../../plugins/genesys/client/address.ts';
import { GenesysClient } from '../../../plugins/genesys/client/client.ts';
import { addFigures } from '../../../plugins/genesys/figures.ts';
import { politenessDefaults } from '../../../plugins/genesys/politeness/settings.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { samplesIn } from '../../composition/service/prometheusText.ts';

/** A client of a Genesys Cloud that answers with these statuses, one after the other, once it has logged in. */
function clientOf(statuses: readonly number[], clock: Clock = new VirtualClock()): GenesysClient {
  const left = [...statuses];
  const fetch = (request: Request): Promise<Response> =>
    Promise.resolve(
      request.url.endsWith('/oauth/token')
        ? Response.json({ access_token: 'spec', expires_in: 86_400, token_type: 'bearer' })
        : new Response('{}', { status: left.shift()!, headers: { 'content-type': 'application/json' } }),
    );
  const politeness = { ...politenessDefaults, attempts: 1 };
  const address = baseUrlAddress('http://127.0.0.1:1');
  const [clientId, clientSecret] = ['id', 'secret'];
  return new GenesysClient({ address, clientId, clientSecret, clock, random: () => 0.5, politeness, fetch });
}

describe('figures of how Genesys Cloud is asked', () => {
  it('are requests by their answers, what is left of the budget, and the breaker', async () => {
    const failures = politenessDefaults.breaker.failures;
    const client = clientOf([200, ...Array<number>(failures).fill(503)]);
    const registry = new MetricRegistry();
    addFigures(registry, 'genesys', () => ({ reading: client }));
    const params = { path: { conversationId: 'a' } };
    for (let call = 0; call <= failures; call++)
      await client.call('getConversation', { params }, { lane: 'handoff' }).catch(() => undefined);
    const samples = samplesIn(await registry.text());
    const at = (name: string, labels = ''): number | undefined =>
      samples.get(`signalbox_genesys_${name}{plugin="genesys",client="reading"${labels}}`);
    expect(at('requests_total', ',status="200"')).to.equal(1);
    expect(at('requests_total', ',status="503"')).to.equal(failures);
    expect(at('requests_limit')).to.equal(politenessDefaults.requestsPerMinute);
    expect(at('requests_left')).to.equal(politenessDefaults.requestsPerMinute - failures - 1);
    expect(at('breaker_state', ',state="open"')).to.equal(1);
    expect(at('breaker_state', ',state="closed"')).to.equal(0);
  });

  it('leave the budget as it is, on a clock whose even time begins elsewhere', async () => {
    const time = new VirtualClock();
    const clock: Clock = {
      now: () => time.now(),
      steady: () => 1_000,
      sleep: (milliseconds, signal) => time.sleep(milliseconds, signal),
    };
    const client = clientOf([200, 200], clock);
    const params = { path: { conversationId: 'a' } };
    for (let call = 1; call <= 2; call++) {
      await client.call('getConversation', { params }, { lane: 'handoff' });
      expect(client.figures.budget.left).to.equal(politenessDefaults.requestsPerMinute - call);
    }
  });
});
