import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { systemNetwork } from '../../../composition/systemNetwork.ts';
import type { Network } from '../../../engine/network.ts';
import { tokens, type Actor } from '../../../engine/ports.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import webhook from '../../../plugins/webhook/plugin.ts';
import { morning, turn } from '../../engine/decisions/decideEvents.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';
import { listening } from '../../engine/runtime/running.ts';

const policy = rightPolicy(
  `${header('Handoff')}target: { queue: Support }\nguards: { all: [] }\n`,
  `${header('Reactions')}reactions:
  - { name: evaluated, on: transfer.ended, do: [{ webhook: handoff_evaluated }] }
`,
);
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A receiver on this machine that answers every call with 500. */
async function failing<Result>(
  use: (url: string, ids: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const ids: string[] = [];
  const server = createServer((request, response) => {
    ids.push(String(request.headers['webhook-id']));
    request.resume().on('end', () => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ids);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a webhook that fails after a successful transfer', () => {
  it('never makes the transfer look failed, and never repeats it: it alone is among the dead in the end', () =>
    failing(async (url, ids) => {
      const clock = new VirtualClock(morning);
      const store = new MemoryStore();
      let underWay = 0;
      const network: Pick<Network, 'fetch'> = {
        async fetch(request) {
          underWay++;
          return systemNetwork.fetch(request).finally(() => underWay--);
        },
      };
      const needs = new Map<symbol, unknown>([
        [tokens.clock, clock],
        [tokens.network, network],
        [tokens.problem, () => undefined],
      ]);
      const { parts } = webhook.create({
        ...{ name: 'webhook', folder: '.', place: () => ({}) },
        configuration: { endpoints: { handoff_evaluated: { url, secrets: [secret] } } },
        get: ((token: symbol) => needs.get(token)) as never,
      });
      const transfers: string[] = [];
      const genesys: Actor = {
        does: ['do transfer'],
        act: ([command]) => {
          transfers.push(command!.conversation);
          return Promise.resolve({ status: 'done' });
        },
      };
      const actors = { genesys, webhook: parts[tokens.actor] as Actor };
      const { mouth } = await listening({ policy, clock, store, actors });
      await mouth.say(turn(0, { intent: 'human' }));
      while ((await store.depths()).dead === 0) {
        await settled();
        if (underWay === 0) clock.next();
      }
      expect(transfers).to.deep.equal(['c-1']);
      const ends = (await store.told(0, 99)).flatMap(({ told }) =>
        'outcome' in told ? [`${told.outcome.plugin} ${told.outcome.outcome.status}`] : [],
      );
      expect(ends).to.deep.equal(['genesys done', 'webhook notDone']);
      expect(ids).to.have.length(8);
      expect(new Set(ids).size).to.equal(1);
    }));
});
