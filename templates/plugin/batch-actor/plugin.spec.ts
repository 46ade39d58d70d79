import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { batchActorContract, pluginContract, standIn } from 'signalbox/contract';
import type { BatchActor, BatchedCommand } from 'signalbox/plugin';
import { Acme } from './acme.ts';
import plugin from './plugin.ts';

const acme = new Acme();
const { url, close } = await standIn(acme.answer);
const network = { fetch, WebSocket };

function made(configuration = { url }): BatchActor {
  const get = (() => network) as never;
  const { parts } = plugin.create({ name: 'it', configuration, folder: '.', place: () => ({}), get });
  return parts[plugin.provides[0]!] as BatchActor;
}

describe('plugin crm-acme', () => {
  after(close);

  pluginContract({
    plugin,
    right: [{ url }, { url, token: 'secret' }],
    wrong: [{}, { url: 'chat.example.com' }, { url, token: '' }, { url, colour: true }],
    needs: new Map([[plugin.needs[0]!, network]]),
  });
  batchActorContract({ make: () => Promise.resolve(made()) });

  const { signal } = new AbortController();
  const batch = ['lead', 'nobody', 'chief'].map((supervisor, index): BatchedCommand => {
    const id = `n-${index}`;
    const command = { id, conversation: `c-${index}`, do: 'notify', supervisor, about: 'a rule' } as const;
    return { command, decidedAt: 0, isRepeated: false };
  });

  it('posts the notices of a batch, and says of the one that is refused', async () => {
    acme.notices.clear();
    const outcomes = await made().actTogether(batch, signal);
    assert.deepEqual(outcomes, [
      { status: 'done' },
      { status: 'refused', why: 'nobody is not known' },
      { status: 'done' },
    ]);
    assert.deepEqual([...acme.notices.keys()], ['n-0', 'n-2']);
  });

  it('tells a refusal, a failure that leaves it open, and one that does not, apart', async () => {
    const statusesOf = async (status: number): Promise<readonly string[]> => {
      acme.refusal = { status, headers: { 'retry-after': '7' } };
      return (await made().actTogether(batch, signal)).map((outcome) => outcome.status);
    };
    assert.deepEqual(await statusesOf(400), ['refused', 'refused', 'refused']);
    assert.deepEqual(await statusesOf(500), ['notDone', 'notDone', 'notDone']);
    await assert.rejects(statusesOf(503), { retryAfterSeconds: 7 });
    acme.refusal = undefined;
  });

  it('leaves it open where nobody answers', async () => {
    const gone = await standIn(acme.answer);
    await gone.close();
    const outcomes = await made({ url: gone.url }).actTogether(batch, signal);
    assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(['notDone']));
  });
});
