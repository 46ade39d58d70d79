import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { actorContract, pluginContract, standIn } from 'signalbox/contract';
import type { Actor, Command } from 'signalbox/plugin';
import { Acme } from './acme.ts';
import plugin from './plugin.ts';

const acme = new Acme();
const { url, close } = await standIn(acme.answer);
const network = { fetch, WebSocket };

function made(configuration = { url }): Actor {
  const get = (() => network) as never;
  const { parts } = plugin.create({ name: 'it', configuration, folder: '.', place: () => ({}), get });
  return parts[plugin.provides[0]!] as Actor;
}

describe('plugin crm-acme', () => {
  after(close);

  pluginContract({
    plugin,
    right: [{ url }, { url, token: 'secret' }],
    wrong: [{}, { url: 'chat.example.com' }, { url, token: '' }, { url, colour: true }],
    needs: new Map([[plugin.needs[0]!, network]]),
  });
  actorContract({ make: () => Promise.resolve(made()) });

  const { signal } = new AbortController();
  const notice: Command = {
    ...{ id: 'n-1', conversation: 'c-1' },
    ...{ do: 'notify', supervisor: 'lead@example.com', about: 'a rule' },
  };
  const first = { decidedAt: 0, isRepeated: false };

  it('posts a notice, and one that is asked for again once', async () => {
    acme.notices.clear();
    for (const isRepeated of [false, true])
      assert.deepEqual(await made().act([notice], { ...first, isRepeated }, signal), { status: 'done' });
    assert.deepEqual([...acme.notices], [['n-1', { to: 'lead@example.com', text: 'c-1: a rule' }]]);
  });

  it('tells a refusal, a failure that leaves it open, and one that does not, apart', async () => {
    const statusOf = async (status: number): Promise<string> => {
      acme.refusal = { status, headers: { 'retry-after': '7' } };
      return (await made().act([notice], first, signal)).status;
    };
    assert.equal(await statusOf(400), 'refused');
    assert.equal(await statusOf(500), 'notDone');
    await assert.rejects(statusOf(429), { retryAfterSeconds: 7 });
    acme.refusal = undefined;
  });

  it('leaves it open where nobody answers', async () => {
    const gone = await standIn(acme.answer);
    await gone.close();
    assert.equal((await made({ url: gone.url }).act([notice], first, signal)).status, 'notDone');
  });
});
