import { expect } from 'chai';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { listening } from '../../engine/runtime/running.ts';
import { decision, transfer } from '../contract/commands.ts';
import { shippedPolicy } from '../decisions.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import type { Actor } from '../../../engine/ports.ts';
import { madeCrm, recordsIn, upsert } from './crm.ts';

const hour = 3_600_000;

describe('a CRM that is down for an hour', () => {
  it('loses nothing and blocks nothing: every record comes in once it is back, the poison ends among the dead', async () => {
    const clock = new VirtualClock();
    const store = new MemoryStore();
    const backAt = clock.now() + hour;
    const kept = new Map<string, string>();
    let calls = 0;
    const network = {
      async fetch(request: Request): Promise<Response> {
        calls++;
        if (clock.now() < backAt)
          return calls % 2 === 0
            ? new Response(null, { status: 503 })
            : Promise.reject(
                new TypeError('fetch failed', {
                  cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
                }),
              );
        const records = recordsIn(await request.text());
        if (records.some(({ conversation_id: one }) => one === 'poison'))
          return new Response(null, { status: 400 });
        for (const { idempotency_key: key, conversation_id: one } of records) kept.set(key, one);
        return new Response(null, { status: 200 });
      },
    };
    const { actor, problems } = madeCrm({ url: 'https://crm.example.com' }, network, clock);
    const transferred: string[] = [];
    const transfers: Actor = {
      does: ['do transfer'],
      act: ([one]) => {
        transferred.push((one as { id: string }).id);
        return Promise.resolve({ status: 'done' });
      },
    };
    const commands = Array.from(
      { length: 230 },
      (_, index) => upsert(`${index}`, index === 77 ? 'poison' : `c-${index % 90}`).command,
    );
    await store.commit({ decisions: [decision(1, ...commands, transfer('t-1'))] });
    await listening({
      policy: shippedPolicy,
      clock,
      store,
      actors: { transfers },
      batchActors: { crm: actor },
    });
    await clock.pass(10_000);
    expect(transferred).to.deep.equal(['t-1']);
    await clock.pass(hour - 10_001);
    expect([kept.size, (await store.depths()).dead]).to.deep.equal([0, 0]);
    await clock.pass(11 * 60_000);
    expect(kept.size).to.equal(229);
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 1 });
    const [letter] = await store.dead(0, 9);
    expect([letter!.ended.command.conversation, letter!.ended.outcome.status]).to.deep.equal([
      'poison',
      'refused',
    ]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['receiver-down']);
  });
});
