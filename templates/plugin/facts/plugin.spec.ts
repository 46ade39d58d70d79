import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { factProviderContract, pluginContract, standIn, VirtualClock } from 'signalbox/contract';
import type { FactProvider } from 'signalbox/plugin';
import { Acme } from './acme.ts';
import plugin from './plugin.ts';

const acme = new Acme();
acme.customers.set('c-1', { customerClass: 'gold' }).set('c/2?', { customerClass: 'lead' });
const { url, close } = await standIn(acme.answer);
const clock = new VirtualClock();
const [networkToken, clockToken] = plugin.needs;
const needs = new Map<symbol, unknown>([
  [networkToken!, { fetch, WebSocket }],
  [clockToken!, clock],
]);

function made(): FactProvider {
  const get = ((token: symbol) => needs.get(token)) as never;
  const { parts } = plugin.create({
    name: 'it',
    configuration: { url },
    folder: '.',
    place: () => ({}),
    get,
  });
  return parts[plugin.provides[0]!] as FactProvider;
}

describe('plugin crm-acme', () => {
  after(close);

  pluginContract({
    plugin,
    right: [{ url }, { url, token: 'secret' }],
    wrong: [{}, { url: 'crm.example.com' }, { url, token: '' }, { url, colour: true }],
    needs,
  });
  factProviderContract({
    make: () => Promise.resolve({ provider: made(), clock }),
    known: [{ conversation: 'c-1' }, { conversation: 'c/2?' }],
  });

  const { signal } = new AbortController();

  it('looks the priority up, and says when; of a class that has none it is missing', async () => {
    const found = await made().observe('priority', { conversation: 'c-1' }, signal);
    assert.deepEqual(found, { value: 'high', observedAt: clock.now() });
    assert.equal(await made().observe('priority', { conversation: 'c/2?' }, signal), undefined);
  });

  it('asks nobody about a queue', async () => {
    acme.asked = 0;
    assert.equal(await made().observe('priority', { queue: 'c-1' }, signal), undefined);
    assert.equal(acme.asked, 0);
  });

  it('rejects where the CRM does not answer, and where it is told to give up', async () => {
    const observing = (until: AbortSignal): Promise<unknown> =>
      made().observe('priority', { conversation: 'c-1' }, until);
    acme.refusal = { status: 500 };
    await assert.rejects(observing(signal), { message: 'the CRM answers 500' });
    acme.refusal = undefined;
    await assert.rejects(observing(AbortSignal.abort(new Error('enough'))), { message: 'enough' });
  });
});
