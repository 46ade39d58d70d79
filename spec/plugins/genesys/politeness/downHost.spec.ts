import { expect } from 'chai';
import type { GenesysError } from '../../../../plugins/genesys/genesysError.ts';
import { api, failure, logins, session } from '../session.ts';
import { useNetwork } from '../useNetwork.ts';
import { reading, skills } from './calls.ts';

describe('a host that is down', () => {
  useNetwork();
  beforeEach(() => void logins());

  const once = { attempts: 1 };

  it('is left alone after five calls that failed in a row, tried by one call, and used again once that worked', async () => {
    api().get(skills).times(5).reply(500, {});
    const made = session({ politeness: once });
    for (let time = 1; time <= 5; time++) await failure(made.run(reading(made)));
    const shut = (await failure(made.run(reading(made)))) as GenesysError;
    expect(shut.code).to.equal('genesys-circuit-open');
    expect(shut.message).to.contain('5 calls in a row failed').and.to.contain('30 s');
    expect(made.sentAt).to.have.length(5);

    await made.clock.pass(30_000);
    api().get(skills).reply(500, {});
    const tries = await made.run(
      Promise.all([reading(made), reading(made)].map((call) => failure(call) as Promise<GenesysError>)),
    );
    expect(tries.map(({ code }) => code).sort()).to.deep.equal([
      'genesys-circuit-open',
      'genesys-unavailable',
    ]);
    expect(((await failure(made.run(reading(made)))) as GenesysError).code).to.equal('genesys-circuit-open');

    await made.clock.pass(30_000);
    api().get(skills).times(3).reply(200, {});
    await made.run(reading(made));
    await made.run(Promise.all([reading(made), reading(made)]));
  });

  it('is not one that fails at one call, however often that is tried', async () => {
    const made = session();
    api().get(skills).times(5).reply(500, {});
    const refused = (await failure(made.run(reading(made)))) as GenesysError;
    expect(refused.code).to.equal('genesys-unavailable');
    expect(made.sentAt).to.have.length(5);
    api().get(skills).reply(200, {});
    await made.run(reading(made));
  });

  it('is one at which five calls fail at once, before any of them is tried again', async () => {
    const made = session();
    api().get(skills).times(5).reply(500, {});
    const calls = await made.run(
      Promise.all([1, 2, 3, 4, 5].map(() => failure(reading(made)) as Promise<GenesysError>)),
    );
    expect(new Set(calls.map(({ code }) => code))).to.deep.equal(new Set(['genesys-circuit-open']));
    expect(made.sentAt).to.have.length(5);
  });

  it('is not one that refuses, nor one that answers in between', async () => {
    const made = session({ politeness: once });
    for (let round = 1; round <= 3; round++) {
      api().get(skills).times(4).reply(500, {});
      api().get(skills).reply(404, {});
      for (let time = 1; time <= 5; time++) await failure(made.run(reading(made)));
    }
    api().get(skills).times(6).reply(429, {}, { 'retry-after': '1' });
    for (let time = 1; time <= 6; time++) await failure(made.run(reading(made)));
    api().get(skills).reply(200, {});
    await made.run(reading(made));
  });

  it('is tried by the next call when the one that tried was given up', async () => {
    api().get(skills).times(5).reply(500, {});
    api().get(skills).reply(200, {});
    let hanging = false;
    const made = session({ politeness: once, hangs: ({ url }) => hanging && url.endsWith(skills) });
    for (let time = 1; time <= 5; time++) await failure(made.run(reading(made)));
    await made.clock.pass(30_000);
    hanging = true;
    await failure(made.run(reading(made, 10)));
    hanging = false;
    await made.run(reading(made));
  });

  it('is told at once, also to who would have to wait in turn', async () => {
    api().get(skills).times(5).reply(500, {});
    const made = session({
      politeness: { ...once, requestsPerMinute: 5, reserve: { handoff: 0, skills: 0 } },
    });
    for (let time = 1; time <= 5; time++) await failure(made.run(reading(made)));
    const before = made.clock.now();
    expect(((await failure(made.run(reading(made)))) as GenesysError).code).to.equal('genesys-circuit-open');
    expect(made.clock.now()).to.equal(before);
  });
});
