import { expect } from 'chai';
import { api, failure, login, logins, session } from '../session.ts';
import { useNetwork } from '../useNetwork.ts';
import { reading, skills } from './calls.ts';

describe('the requests in a minute', () => {
  useNetwork();

  const rate = (allowed: number, count: number): Record<string, string> => ({
    'inin-ratelimit-allowed': `${allowed}`,
    'inin-ratelimit-count': `${count}`,
    'inin-ratelimit-reset': '60',
  });

  it('are never more than the headers allow', async () => {
    logins();
    for (let count = 1; count <= 2; count++) api().get(skills).reply(200, {}, rate(2, count));
    api().get(skills).reply(200, {}, rate(2, 1));
    const made = session();
    for (let time = 1; time <= 3; time++) await made.run(reading(made));
    expect(made.sentAt).to.deep.equal([0, 0, 60]);
  });

  it('do not count a call that was never made', async () => {
    const made = session({ politeness: { requestsPerMinute: 1 } });
    login().post('/oauth/token').reply(400, { error: 'invalid_client' });
    await failure(made.run(reading(made)));
    logins();
    api().get(skills).reply(200, {});
    await made.run(reading(made));
    expect(made.sentAt).to.deep.equal([0]);
  });
});
