import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { simulateDocument } from '../../../composition/service/simulateDocument.ts';
import { SimulationService } from '../../../composition/service/simulation.ts';
import { Floor } from '../../../engine/conversation/floor.ts';
import type { SimulatedMoment } from '../../../engine/decisions/ranking/simulate.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';

const policy = rightPolicy(`${header('Scoring')}minimumScore: 0.5\n`);
const call = {
  ...{ queue_id: 'Cards', required_skill: 'Cards', required_language: 'en-US' },
  ...{ start_date: '2026-03-01', end_date: '2026-03-02' },
};
const empty: SimulatedMoment = { floor: new Floor().state(), at: 0, lacking: new Set() };

/** Serves simulations whose agents are read when the spec says so. */
async function withHeld(
  use: (held: {
    readonly ask: () => Promise<Response>;
    readonly reading: () => number;
    readonly read: () => void;
    readonly close: () => Promise<void>;
  }) => Promise<void>,
): Promise<void> {
  const held: (() => void)[] = [];
  const service = new SimulationService({
    ...{ policy, seed: 'spec', settings: { host: '127.0.0.1', port: 0, beyondLoopback: false, tokens: [] } },
    agentsAt: () => new Promise((done) => held.push(() => done(empty))),
    fairness: () => expect.fail('nobody is chosen'),
    problem: ({ message }) => expect.fail(message),
  });
  const url = await service.open();
  const ask = () =>
    fetch(`${url}/simulate/routing`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(call),
    });
  try {
    await use({
      ask,
      reading: () => held.length,
      read: () => held.shift()!(),
      close: () => service.close(),
    });
  } finally {
    await service.close();
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setImmediate(done));
}

describe('simulations that are asked for at one time', () => {
  it('are made one after the other; of those that wait there is a limit, and the rest is told when to come again', () =>
    withHeld(async ({ ask, reading, read }) => {
      let refused: Response | undefined;
      const statuses: number[] = [];
      const asked = Array.from({ length: 18 }, async () => {
        const answer = await ask();
        statuses.push(answer.status);
        if (answer.status === 503) refused = answer;
      });
      await until(() => refused !== undefined);
      expect(refused!.headers.get('retry-after')).to.equal('10');
      const said = (await refused!.json()) as { readonly problems: readonly { readonly code: string }[] };
      const validate = new Ajv2020({ strict: false }).addSchema(simulateDocument, 'document');
      const path = 'document#/paths/~1simulate~1routing/post/responses/503/content/application~1json/schema';
      expect(validate.getSchema(path)!(said)).to.equal(true);
      expect(said.problems[0]!.code).to.equal('too-many');
      for (let number = 0; number < 17; number++) {
        await until(() => reading() > 0);
        expect(reading(), 'read at one time').to.equal(1);
        read();
      }
      await Promise.all(asked);
      expect(statuses).to.deep.equal([503, ...Array.from({ length: 17 }, () => 404)]);
    }));

  it('are refused where they wait when it stops', () =>
    withHeld(async ({ ask, reading, read, close }) => {
      // All there is place for: of one more it is known that they wait.
      const asked = Array.from({ length: 18 }, ask);
      expect((await Promise.race(asked)).status).to.equal(503);
      await until(() => reading() === 1);
      const closed = close();
      read();
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(statuses.sort()).to.deep.equal([404, ...Array.from({ length: 17 }, () => 503)]);
      await closed;
    }));
});
