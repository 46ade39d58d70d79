import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { pluginContract, shippedDecisions, sinkContract, standIn } from 'signalbox/contract';
import type { Sink } from 'signalbox/plugin';
import { Acme } from './acme.ts';
import plugin from './plugin.ts';

const acme = new Acme();
const { url, close } = await standIn(acme.answer);
const decisions = (await shippedDecisions()).slice(0, 300);
const network = { fetch, WebSocket };

function made(): Sink {
  const get = (() => network) as never;
  const { parts } = plugin.create({
    name: 'it',
    configuration: { url },
    folder: '.',
    place: () => ({}),
    get,
  });
  return parts[plugin.provides[0]!] as Sink;
}

describe('plugin crm-acme', () => {
  after(close);

  pluginContract({
    plugin,
    right: [{ url }, { url, token: 'secret' }],
    wrong: [{}, { url: 'crm.example.com' }, { url, token: '' }, { url, colour: true }],
    needs: new Map([[plugin.needs[0]!, network]]),
  });
  sinkContract({ make: () => Promise.resolve(made()), decisions });

  const { signal } = new AbortController();

  it('has the CRM keep every decision, and one that is told twice once', async () => {
    acme.notes.clear();
    for (const told of [decisions.slice(0, 200), decisions.slice(100)])
      await made().hear(
        told.map((decision) => ({ decision })),
        signal,
      );
    assert.deepEqual(
      [...acme.notes.keys()],
      decisions.map(({ body }) => body.id),
    );
  });

  it('says when the CRM wants to be asked again', async () => {
    acme.refusal = { status: 503, headers: { 'retry-after': '7' } };
    const hearing = made().hear([{ decision: decisions[0]! }], signal);
    await assert.rejects(hearing, { message: 'the CRM answers 503', retryAfterSeconds: 7 });
    acme.refusal = undefined;
  });
});
