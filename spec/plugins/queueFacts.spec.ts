import { expect } from 'chai';
import { tokens, type FactProvider } from '../../engine/ports.ts';
import queueFacts from '../../plugins/queue-facts/plugin.ts';
import type { QueueFactsConfiguration } from '../../plugins/queue-facts/schema.ts';
import { VirtualClock } from '../../harness/lockStep/virtualClock.ts';
import { factProviderContract, pluginContract } from './contract.ts';

const configuration: QueueFactsConfiguration = {
  queues: { Cards: { slaTarget: '80/20', queueOpen: true }, Fraud: { slaTarget: '90/10' } },
};
const clock = new VirtualClock();
const get = (() => clock) as never;

function providerOf(given: QueueFactsConfiguration): FactProvider {
  const { parts } = queueFacts.create({
    name: 'it',
    configuration: given,
    folder: '.',
    place: () => ({}),
    get,
  });
  return parts[tokens.factProvider] as FactProvider;
}

describe('plugin queue-facts', () => {
  pluginContract({
    plugin: queueFacts,
    right: [configuration],
    wrong: [{}, { queues: {} }, { queues: { Cards: { slaTraget: '80/20' } } }, { queues: { Cards: 3 } }],
    needs: new Map([[tokens.clock, clock]]),
  });
  factProviderContract({
    make: () => Promise.resolve({ provider: providerOf(configuration), clock }),
    known: [{ queue: 'Cards' }, { queue: 'Fraud' }],
  });

  it('tells of each queue what is agreed about it, and only that', async () => {
    const provider = providerOf(configuration);
    const { signal } = new AbortController();
    const found = async (fact: string, queue: string) =>
      (await provider.observe(fact, { queue }, signal))?.value;
    expect(provider.facts).to.deep.equal(['queueOpen', 'slaTarget']);
    expect(await found('slaTarget', 'Fraud')).to.equal('90/10');
    expect(await found('queueOpen', 'Cards')).to.equal(true);
    expect(await found('queueOpen', 'Fraud')).to.equal(undefined);
  });

  it('refuses a value that its fact cannot have', () => {
    expect(() => providerOf({ queues: { Cards: { slaTarget: 'fast' } } })).to.throw(
      /slaTarget of queue Cards must be percent\/seconds/,
    );
  });
});
