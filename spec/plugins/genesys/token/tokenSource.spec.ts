import { inspect } from 'node:util';
import { expect } from 'chai';
import type { GenesysError } from '../../../../plugins/genesys/genesysError.ts';
import { api, clientId, clientSecret, failure, login, logins, session } from '../session.ts';
import { useNetwork } from '../useNetwork.ts';

const skills = '/api/v2/routing/skills';
const bulk = { lane: 'bulk' } as const;

describe('the token', () => {
  useNetwork();

  it('is asked for with the client’s id and secret, and goes with every call', async () => {
    const { genesys, clock, run } = session();
    login()
      .post('/oauth/token', 'grant_type=client_credentials')
      .basicAuth({ user: clientId, pass: clientSecret })
      .matchHeader('content-type', /^application\/x-www-form-urlencoded/)
      .reply(200, { access_token: 'token-1', token_type: 'bearer', expires_in: 86_400 });
    api().get(skills).matchHeader('authorization', 'Bearer token-1').times(2).reply(200, { entities: [] });
    const { data } = await run(genesys.call('getRoutingSkills', {}, bulk));
    expect(data).to.deep.equal({ entities: [] });
    expect(clock.sleeping, 'nothing is left that would hold a run open').to.equal(0);
    await run(genesys.call('getRoutingSkills', {}, bulk));
  });

  it('is asked for once, however many calls want it', async () => {
    const { genesys, run } = session();
    logins(1);
    api().get(skills).times(20).reply(200, {});
    await run(Promise.all(Array.from({ length: 20 }, () => genesys.call('getRoutingSkills', {}, bulk))));
  });

  for (const [life, kept] of [
    [3600, 3540],
    [100, 50],
  ] as const) {
    it(`of ${life} s is kept for ${kept} s`, async () => {
      const { genesys, clock, run } = session();
      logins(2, life);
      const with1 = api().get(skills).matchHeader('authorization', 'Bearer token-1').times(2).reply(200, {});
      await run(genesys.call('getRoutingSkills', {}, bulk));
      await clock.pass(kept * 1000 - 1);
      await run(genesys.call('getRoutingSkills', {}, bulk));
      expect(with1.isDone()).to.equal(true);
      await clock.pass(1);
      api().get(skills).matchHeader('authorization', 'Bearer token-2').reply(200, {});
      await run(genesys.call('getRoutingSkills', {}, bulk));
    });
  }

  for (const life of [0, -3600, 1e-9])
    it(`of ${life} s is asked for no more than twice a minute`, async () => {
      const { genesys, clock, run } = session();
      logins(2, life);
      api().get(skills).times(11).reply(200, {});
      for (let time = 1; time <= 10; time++) await run(genesys.call('getRoutingSkills', {}, bulk));
      await clock.pass(30_000);
      await run(genesys.call('getRoutingSkills', {}, bulk));
    });

  it('that lives for no number of seconds is none', async () => {
    const { genesys, run } = session();
    login().post('/oauth/token').reply(200, '{"access_token":"token-1","expires_in":null}');
    const error = (await failure(run(genesys.call('getRoutingSkills', {}, bulk)))) as GenesysError;
    expect(error.code).to.equal('genesys-credentials-rejected');
  });

  it('that is refused again and again is asked for no more often than logins are allowed', async () => {
    const { genesys, clock, run } = session({ politeness: { loginsPerMinute: 3 } });
    const calling = () => run(genesys.call('getRoutingSkills', {}, bulk));
    const start = clock.now();
    logins(3);
    api().get(skills).times(5).reply(401, {});
    const errors: Error[] = [];
    for (let time = 1; time <= 3; time++) errors.push(await failure(calling()));
    expect(errors.map((error) => (error as GenesysError).code)).to.deep.equal([
      ...['genesys-token-refused', 'genesys-token-refused', 'genesys-deadline-passed'],
    ]);
    await clock.pass(60_000 - (clock.now() - start));
    logins(1);
    api().get(skills).reply(200, {});
    await calling();
  });

  it('is asked for anew after a 401, and the call is made once more, even one that may not be repeated', async () => {
    const { genesys, run } = session();
    logins(2);
    const email = '/api/v2/conversations/emails/agentless';
    api().post(email).matchHeader('authorization', 'Bearer token-1').reply(401, {});
    api().post(email).matchHeader('authorization', 'Bearer token-2').reply(200, { id: 'e-1' });
    const body = { senderType: 'Outbound', fromAddress: { email: 'a@b.c' }, toAddresses: [] };
    const { data } = await run(genesys.call('postConversationsEmailsAgentless', { body }, bulk));
    expect(data).to.deep.equal({ id: 'e-1' });
  });

  it('is asked for anew once when many calls meet a 401 at once', async () => {
    const { genesys, run } = session();
    logins(2);
    api().get(skills).matchHeader('authorization', 'Bearer token-1').times(5).reply(401, {});
    api().get(skills).matchHeader('authorization', 'Bearer token-2').times(5).reply(200, {});
    await run(Promise.all(Array.from({ length: 5 }, () => genesys.call('getRoutingSkills', {}, bulk))));
  });

  it('is kept when a call that had the one before is refused late', async () => {
    const { genesys, run } = session();
    logins(2);
    const languages = '/api/v2/routing/languages';
    for (const [path, late] of [
      [skills, 0],
      [languages, 50],
    ] as const) {
      api().get(path).matchHeader('authorization', 'Bearer token-1').delay(late).reply(401, {});
      api().get(path).matchHeader('authorization', 'Bearer token-2').reply(200, {});
    }
    await run(
      Promise.all([
        genesys.call('getRoutingSkills', {}, bulk),
        genesys.call('getRoutingLanguages', {}, bulk),
      ]),
    );
  });

  it('that is refused twice is told in words', async () => {
    const { genesys, run } = session();
    logins(2);
    api().get(skills).times(2).reply(401, { code: 'bad.credentials', message: 'Invalid login credentials.' });
    const error = (await failure(run(genesys.call('getRoutingSkills', {}, bulk)))) as GenesysError;
    expect(error.code).to.equal('genesys-token-refused');
    expect(error.message).to.contain('Invalid login credentials.').and.to.contain('region or base URL');
  });

  it('is waited for while the login host fails now and then', async () => {
    const { genesys, run } = session();
    login().post('/oauth/token').reply(503, 'down');
    login().post('/oauth/token').reply(429, {}, { 'retry-after': '3' });
    logins(1);
    api().get(skills).reply(200, {});
    await run(genesys.call('getRoutingSkills', {}, bulk));
  });

  it('of a login that failed is asked for again by the next call', async () => {
    const { genesys, run } = session();
    login().post('/oauth/token').reply(400, { error: 'invalid_client' });
    await failure(run(genesys.call('getRoutingSkills', {}, bulk)));
    logins(1);
    api().get(skills).reply(200, {});
    await run(genesys.call('getRoutingSkills', {}, bulk));
  });

  it('is not waited for by a call that is given up, and serves the others', async () => {
    const { genesys, run } = session();
    logins(1);
    api().get(skills).reply(200, {});
    const given = new AbortController();
    const up = failure(genesys.call('getRoutingSkills', {}, { ...bulk, signal: given.signal }));
    const other = genesys.call('getRoutingSkills', {}, bulk);
    given.abort(new Error('given up'));
    expect((await run(up)).message).to.equal('given up');
    await run(other);
  });
});

describe('the secret', () => {
  useNetwork();

  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const answers: Readonly<Record<string, () => void>> = {
    'that is rejected': () =>
      login()
        .post('/oauth/token')
        .reply(400, { error: 'invalid_client', description: `no ${clientSecret}` }),
    'that is sent back as a code': () => login().post('/oauth/token').reply(401, { error: clientSecret }),
    'when the network fails': () =>
      login()
        .post('/oauth/token')
        .times(5)
        .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })),
    'when the answer is not JSON': () => login().post('/oauth/token').times(5).reply(200, '<html>'),
    'when the token is refused': () => {
      logins(2);
      api().get(skills).times(2).reply(401, {});
    },
  };
  for (const [name, answer] of Object.entries(answers)) {
    it(`${name} is in no error`, async () => {
      const { genesys, run } = session();
      answer();
      const error = await failure(run(genesys.call('getRoutingSkills', {}, bulk)));
      const said = `${inspect(error, { depth: Infinity, showHidden: true })}${inspect(genesys, { depth: Infinity, showHidden: true })}`;
      for (const canary of [clientSecret, basic, 'token-1', 'token-2']) expect(said).to.not.contain(canary);
    });
  }

  it('that is rejected is told in words', async () => {
    const { genesys, run } = session();
    login().post('/oauth/token').reply(400, { error: 'invalid_client', description: 'client not found' });
    const error = (await failure(run(genesys.call('getRoutingSkills', {}, bulk)))) as GenesysError;
    expect(error.problems).to.deep.equal([
      {
        code: 'genesys-credentials-rejected',
        severity: 'error',
        message: 'Genesys Cloud does not accept the OAuth client’s id and secret: invalid_client',
        hint: 'see that both are whole and of this region, that the client’s grant type is Client Credentials, and that it is active',
      },
    ]);
  });
});
