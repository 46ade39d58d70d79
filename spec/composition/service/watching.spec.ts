import { expect } from 'chai';
import { request } from 'node:http';
import { readFileSync } from 'node:fs';
import type { FactValues } from '../../../engine/facts/definition.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import type { Changes } from '../../../engine/store.ts';
import { rightPolicy } from '../../engine/policyText.ts';
import { Mouth } from '../../engine/runtime/running.ts';
import { samplesIn } from './prometheusText.ts';
import { pseudonymOf, token, withService, type Serving } from './serving.ts';

interface Check {
  readonly name: string;
  readonly ready: boolean;
}

async function checksOf({ get }: Serving): Promise<Readonly<Record<string, boolean>>> {
  const { body } = await get('/readyz');
  return Object.fromEntries((body['checks'] as readonly Check[]).map(({ name, ready }) => [name, ready]));
}

/** Refuses to write once it is told to. */
class FailingStore extends MemoryStore {
  isFailing = false;

  override commit(changes: Changes): Promise<void> {
    return this.isFailing ? Promise.reject(new Error('the disk is full')) : super.commit(changes);
  }
}

/** One request with headers that `fetch` does not let be set. @returns its status. */
function statusWith(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    });
    asking.on('error', reject).end();
  });
}

describe('how a run is doing', () => {
  it('is told: it lives, and is ready once it has started', () =>
    withService({ sources: { spec: new Mouth() } }, async (serving) => {
      expect((await serving.get('/healthz')).body).to.deep.equal({ alive: true });
      expect((await serving.get('/readyz')).status).to.equal(200);
      const checks = { run: true, store: true, 'source spec': true, 'source service': true };
      expect(await checksOf(serving)).to.deep.equal(checks);
    }));

  it('is not ready before it has started, and lives', () =>
    withService(
      { sources: { spec: new Mouth() } },
      async (serving) => {
        expect((await serving.get('/healthz')).status).to.equal(200);
        expect((await serving.get('/readyz')).status).to.equal(503);
        expect(await checksOf(serving)).to.include({ run: false, store: false, 'source spec': false });
      },
      false,
    ));

  it('is not ready while a source may miss what happens', () => {
    const mouth = new Mouth();
    return withService({ sources: { spec: mouth } }, async (serving) => {
      await mouth.say({ type: 'platform.unseen', at: 1 });
      expect((await serving.get('/readyz')).status).to.equal(503);
      expect(await checksOf(serving)).to.include({ store: true, 'source spec': false });
      await mouth.say({ type: 'platform.seen', at: 2 });
      expect((await serving.get('/readyz')).status).to.equal(200);
    });
  });

  it('is not ready when its store refuses to write, and answers all the same', async () => {
    const store = new FailingStore();
    const serving = withService({ store }, async (at) => {
      store.isFailing = true;
      expect(await checksOf(at)).to.include({ store: false });
      const { body } = await at.ask('handoff', { conversation: 'a', facts: { intent: 'refund' } });
      expect(body).to.deep.include({ fallback: true });
      throw new Error('seen');
    });
    expect(await serving.catch((error: Error) => error.message)).to.equal('seen');
  });

  it('is told in figures that Prometheus reads', () => {
    const mouth = new Mouth();
    const policy = rightPolicy(
      ...['handoff', 'scoring', 'skill-mapping'].map((name) =>
        readFileSync(`docs/examples/${name}/${name}.yaml`, 'utf8'),
      ),
    );
    return withService({ sources: { spec: mouth }, policy }, async ({ get, ask }) => {
      const conversation = pseudonymOf('genesys-id');
      const at = Date.now() - 5_000;
      const facts: FactValues = { intent: 'none', mediaType: 'voice' };
      await mouth.say(
        { type: 'agent.updated', at, agent: 'agent-1', status: 'IDLE', queues: ['Cards'], skills: {} },
        { type: 'conversation.queued', at, conversation, queue: 'Cards', facts },
      );
      await ask('handoff', { conversation: 'other', facts: { mediaType: 'message', intent: 'refund' } });
      const { text, headers } = await get('/metrics');
      expect(headers.get('content-type')).to.equal('text/plain; version=0.0.4; charset=utf-8');
      const samples = samplesIn(text);
      const value = (name: string): number | undefined => samples.get(name);
      expect(value('signalbox_events_total{plugin="spec",source="spec"}')).to.equal(2);
      expect(value('signalbox_events_total{plugin="service",source="asked"}')).to.equal(1);
      expect(value('signalbox_decisions_total{point="skills",stage="active"}')).to.equal(1);
      expect(value('signalbox_inbox_entries')).to.equal(0);
      expect(value('signalbox_undecided_total')).to.equal(0);
      const counted = [...samples].filter(([name]) => name.startsWith('signalbox_decisions_total'));
      const decisions = counted.reduce((sum, [, count]) => sum + count, 0);
      expect(value('signalbox_decision_lag_seconds_count')).to.equal(decisions);
      expect(value('signalbox_decision_seconds_bucket{le="+Inf"}')).to.be.at.least(1);
    });
  });

  it('compares who was ranked first with who answered', () => {
    const mouth = new Mouth();
    const policy = rightPolicy(readFileSync('docs/examples/scoring/scoring.yaml', 'utf8'));
    return withService({ sources: { spec: mouth }, policy }, async ({ get }) => {
      const at = Date.now() - 5_000;
      await mouth.say({
        type: 'agent.updated',
        at,
        agent: 'agent-1',
        status: 'IDLE',
        queues: ['Cards', 'Billing'],
        skills: { Cards: 5 },
      });
      for (const [conversation, agent] of [
        ['c-1', 'agent-1'],
        ['c-2', 'agent-2'],
      ] as const) {
        const facts: FactValues = { requiredSkills: ['Cards'], mediaType: 'voice' };
        await mouth.say({ type: 'conversation.queued', at, conversation, queue: 'Billing', facts });
        await mouth.say({ type: 'conversation.answered', at: at + 1, conversation, agent });
      }
      const samples = samplesIn((await get('/metrics')).text);
      expect(samples.get('signalbox_decisions_total{point="ranking",stage="active"}')).to.be.at.least(2);
      const compared = samples.get('signalbox_ranking_compared_total')!;
      expect(compared).to.equal(2);
      expect(samples.get('signalbox_ranking_agreed_total')).to.equal(1);
    });
  });
});

describe('who may ask', () => {
  const wrong: Readonly<Record<string, string | undefined>> = {
    'no token': undefined,
    'another token': 'Bearer another-token-of-sixteen-characters',
    'a part of the token': `Bearer ${token.slice(0, -1)}`,
    'another scheme': `Basic ${token}`,
    'the token alone': token,
    'an empty token': 'Bearer ',
  };
  for (const [name, authorization] of Object.entries(wrong)) {
    it(`no decision for ${name}, and nothing more is said`, () =>
      withService({}, async ({ get, store }) => {
        const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
        const body = JSON.stringify({ conversation: 'a' });
        const answer = await get('/v1/decide/handoff', { method: 'POST', headers, body });
        expect(answer.status).to.equal(401);
        expect(answer.headers.get('www-authenticate')).to.equal('Bearer');
        expect(answer.text).not.to.contain('another').and.not.to.contain(token.slice(0, 8));
        expect((await store.counters()).position).to.equal(0);
      }));
  }

  it('either of two tokens', () =>
    withService({ settings: { tokens: [token, 'the-next-token-0123456789'] } }, async ({ ask }) => {
      const body = { conversation: 'a', facts: { intent: 'refund' } };
      for (const one of [token, 'the-next-token-0123456789']) {
        const { status } = await ask('handoff', body, { authorization: `Bearer ${one}` });
        expect(status).to.equal(200);
      }
    }));

  it('a page in a browser of this machine sees nothing without a token', () =>
    withService({}, async ({ url }) => {
      for (const path of ['/metrics', '/readyz', '/healthz', '/v1/openapi.json', '/nowhere']) {
        expect(await statusWith(`${url}${path}`, { host: 'evil.example' }), path).to.equal(401);
      }
      const authorization = `Bearer ${token}`;
      expect(await statusWith(`${url}/metrics`, { host: 'evil.example', authorization })).to.equal(200);
    }));

  it('is served beyond loopback only where that is asked for; then health and figures need the token', async () => {
    const host = '0.0.0.0';
    const refused = withService({ settings: { host } }, () => Promise.resolve());
    expect(await refused.catch((error: Error) => error.message)).to.contain('[beyond-loopback]');
    await withService({ settings: { host, beyondLoopback: true } }, async ({ url, problems }) => {
      expect(problems.map(({ code }) => code)).to.deep.equal(['beyond-loopback']);
      const local = url.replace(host, '127.0.0.1');
      expect(await statusWith(`${local}/metrics`, {})).to.equal(401);
      expect(await statusWith(`${local}/metrics`, { authorization: `Bearer ${token}` })).to.equal(200);
    });
  });

  it('refuses what it does not serve, each in the one shape', () =>
    withService({}, async ({ get, ask }) => {
      expect((await get('/v1/decide/handof', { method: 'POST' })).text).to.contain('/v1/decide/handoff');
      expect((await get('/v1/decide/handoff')).headers.get('allow')).to.equal('POST');
      expect((await get('/metrics', { method: 'DELETE' })).status).to.equal(405);
      expect((await ask('handoff', '{}', { 'content-type': 'text/plain' })).status).to.equal(415);
      expect((await ask('handoff', `{"conversation":"${'x'.repeat(65_536)}"}`)).status).to.equal(413);
      const preflight = await get('/v1/decide/handoff', {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example' },
      });
      expect(preflight.status).to.equal(405);
      expect(preflight.headers.get('access-control-allow-origin')).to.equal(null);
    }));

  it('says where the port is taken', () =>
    withService({}, async ({ url }) => {
      const port = Number(new URL(url).port);
      const second = withService({ settings: { port } }, () => Promise.resolve());
      expect(await second.catch((error: Error) => error.message)).to.match(
        /another program has it .*\[cannot-serve\]/,
      );
    }));
});
