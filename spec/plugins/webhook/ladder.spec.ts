import { expect } from 'chai';
import { tokens, type Actor } from '../../../engine/ports.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import webhook from '../../../plugins/webhook/plugin.ts';
import { shippedPolicy } from '../decisions.ts';
import { decision } from '../contract/commands.ts';
import { listening } from '../../engine/runtime/running.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const [minute, hour] = [60, 3600];

describe('a webhook whose endpoint is down', () => {
  it('is tried at once, and again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h; then it is among the dead', async () => {
    const clock = new VirtualClock();
    const store = new MemoryStore();
    const start = clock.now();
    const triedAt: number[] = [];
    const ids = new Set<string | null>();
    const network = {
      fetch(request: Request) {
        triedAt.push((clock.now() - start) / 1000);
        ids.add(request.headers.get('webhook-id'));
        return Promise.resolve(new Response('', { status: 503 }));
      },
    };
    const needs = new Map<symbol, unknown>([
      [tokens.clock, clock],
      [tokens.network, network],
      [tokens.problem, () => undefined],
    ]);
    const { parts } = webhook.create({
      ...{ name: 'webhook', folder: '.', place: () => ({}) },
      configuration: {
        endpoints: { handoff_evaluated: { url: 'https://wfm.example.com', secrets: [secret] } },
      },
      get: ((token: symbol) => needs.get(token)) as never,
    });
    await store.commit({
      decisions: [
        decision(1, {
          id: 'id-1',
          conversation: 'c-1',
          do: 'webhook',
          event: 'handoff_evaluated',
          content: {},
        }),
      ],
    });
    await listening({ policy: shippedPolicy, clock, store, actors: { wfm: parts[tokens.actor] as Actor } });
    await clock.pass(40 * hour * 1000);
    const pauses = triedAt.slice(1).map((at, index) => at - triedAt[index]!);
    expect(pauses).to.deep.equal([5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour]);
    expect([...ids]).to.deep.equal(['id-1']);
    const dead = await store.dead(0, 9);
    expect(dead.map(({ ended }) => [ended.outcome.status, ended.attempts])).to.deep.equal([['notDone', 8]]);
  });
});
