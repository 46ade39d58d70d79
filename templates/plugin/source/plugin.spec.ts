import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { eventSourceContract, pluginContract, settled, standIn, VirtualClock } from 'signalbox/contract';
import type { EventSource, Problem } from 'signalbox/plugin';
import { aCall, Acme } from './acme.ts';
import plugin from './plugin.ts';

const acme = new Acme();
const { url, close } = await standIn(acme.answer);
const clock = new VirtualClock();
const problems: Problem[] = [];
const [networkToken, clockToken, problemToken] = plugin.needs;
const needs = new Map<symbol, unknown>([
  [networkToken!, { fetch, WebSocket }],
  [clockToken!, clock],
  [problemToken!, (problem: Problem) => void problems.push(problem)],
]);

function made(): EventSource {
  const get = ((token: symbol) => needs.get(token)) as never;
  const { parts } = plugin.create({
    name: 'it',
    configuration: { url },
    folder: '.',
    place: () => ({}),
    get,
  });
  return parts[plugin.provides[0]!] as EventSource;
}

/** Lets time pass until this is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await settled();
    clock.next();
  }
}

acme.calls.push(
  ...aCall('call-1', clock.now() + 1 * 60_000),
  ...aCall('call-2', clock.now() + 2 * 60_000),
  ...aCall('call-3', clock.now() + 3 * 60_000),
);

describe('plugin crm-acme', () => {
  after(close);

  pluginContract({
    plugin,
    right: [{ url }, { url, token: 'secret', everySeconds: 0.5 }],
    wrong: [{}, { url: 'calls.example.com' }, { url, token: '' }, { url, everySeconds: 0 }],
    needs,
  });
  eventSourceContract({ make: () => Promise.resolve(made()), step: () => clock.next() });

  it('goes on through a failure, which it tells, and hears what is new', async () => {
    acme.isOver = false;
    acme.refusal = { status: 503 };
    const stop = new AbortController();
    const told: string[] = [];
    const take: Parameters<EventSource['listen']>[0] = ({ events }) => {
      told.push(...events.map(({ event }) => event.type));
      return Promise.resolve();
    };
    const listening = made().listen(take, stop.signal, '9');
    await until(() => problems.length > 0);
    assert.equal(problems[0]!.message, 'it hears nothing: the telephone system answers 503');
    acme.refusal = undefined;
    acme.calls.push(...aCall('call-4', clock.now() + 4 * 60_000));
    await until(() => told.length === 4);
    stop.abort();
    await listening;
    assert.deepEqual(told, [
      'conversation.started',
      'conversation.queued',
      'conversation.answered',
      'conversation.ended',
    ]);
  });
});
