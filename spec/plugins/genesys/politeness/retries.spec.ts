import { expect } from 'chai';
import type { GenesysError, GenesysErrorCode } from '../../../../plugins/genesys/genesysError.ts';
import { api, failure, logins, session, type Session, type SessionOptions } from '../session.ts';
import { useNetwork } from '../useNetwork.ts';
import { conversation, prioritising, reading, skills, transfer, transferring } from './calls.ts';

const broken = (code: string): Error => Object.assign(new Error('it broke'), { code });

/** The session after the call failed with this code. */
async function failing(
  code: GenesysErrorCode,
  call: (session: Session) => Promise<unknown>,
  options: SessionOptions = {},
): Promise<Session & { readonly error: GenesysError }> {
  const made = session(options);
  const error = (await failure(made.run(call(made)))) as GenesysError;
  expect(error.code, error.stack).to.equal(code);
  return { ...made, error };
}

describe('a call that is refused for now', () => {
  useNetwork();
  beforeEach(() => void logins());

  const forms: Readonly<Record<string, readonly [headers: Record<string, string>, againAt: number]>> = {
    'with seconds to wait': [{ 'retry-after': '42' }, 42],
    'with a date to wait for': [{ 'retry-after': 'Mon, 02 Mar 2026 09:00:42 GMT' }, 42],
    'with a date that is over': [{ 'retry-after': 'Mon, 02 Mar 2026 08:59:00 GMT' }, 0],
    // 5 s, and half of the first second drawn.
    'without a word how long': [{}, 5.5],
    'with words that say nothing': [{ 'retry-after': 'soon' }, 5.5],
  };
  for (const [form, [headers, againAt]] of Object.entries(forms)) {
    it(`${form} is made again then, whatever it does`, async () => {
      const made = session();
      api().post(transfer).reply(429, { code: 'too.many.requests' }, headers);
      api().post(transfer).reply(202);
      await made.run(transferring(made, { deadlineSeconds: 60 }));
      expect(made.sentAt).to.deep.equal([0, againAt]);
    });
  }

  it('holds back every other call as long', async () => {
    const made = session();
    api().get(skills).reply(429, {}, { 'retry-after': '20' });
    api().get(skills).times(2).reply(200, {});
    const first = reading(made);
    await made.clock.pass(0);
    await made.run(Promise.all([first, reading(made)]));
    expect(made.sentAt).to.deep.equal([0, 20, 20]);
  });

  it('has those who waited meanwhile go by their lanes, and itself in its own', async () => {
    const made = session();
    api().get(skills).reply(429, {}, { 'retry-after': '20' });
    const first = reading(made);
    await made.clock.pass(1000);
    expect(made.sent).to.deep.equal(['skills']);
    const others = [prioritising(made), transferring(made)];
    api().get(skills).reply(200, {});
    api().patch(conversation).reply(200, {});
    api().post(transfer).reply(202);
    await made.run(Promise.all([first, ...others]));
    expect(made.sent.slice(1)).to.deep.equal(['queue', 'c-1', 'skills']);
  });

  it('longer than its deadline fails at once', async () => {
    api().get(skills).reply(429, {}, { 'retry-after': '120' });
    const { error, clock, sentAt } = await failing('genesys-rate-limited', (made) => reading(made, 60));
    expect(error.message).to.contain('too many requests').and.to.contain('120 s');
    expect(clock.now()).to.equal(session().clock.now());
    expect(sentAt).to.deep.equal([0]);
  });

  it('again and again fails after five attempts', async () => {
    api().get(skills).times(5).reply(429, {}, { 'retry-after': '2' });
    const { error, sentAt } = await failing('genesys-rate-limited', (made) => reading(made));
    expect(sentAt).to.deep.equal([0, 2, 4, 6, 8]);
    expect(error.call).to.deep.equal({ operation: 'getRoutingSkills', status: 429 });
  });
});

describe('a call to a platform that fails', () => {
  useNetwork();
  beforeEach(() => void logins());

  it('is made again after pauses drawn from ranges that double', async () => {
    for (const status of [500, 502, 503, 504]) api().get(skills).reply(status, 'oops');
    api().get(skills).reply(200, {});
    const made = session();
    await made.run(reading(made));
    // Half of 1, 2, 4 and 8 s.
    expect(made.sentAt).to.deep.equal([0, 0.5, 1.5, 3.5, 7.5]);
  });

  it('pauses no longer than the cap', async () => {
    api().get(skills).times(3).reply(500);
    api().get(skills).reply(200, {});
    const made = session({ politeness: { backoffCapSeconds: 2 }, random: () => 0.75 });
    await made.run(reading(made));
    expect(made.sentAt).to.deep.equal([0, 0.75, 2.25, 3.75]);
  });

  it('fails after five attempts', async () => {
    api().get(skills).times(5).reply(500, {});
    const { error } = await failing('genesys-unavailable', (made) => reading(made));
    expect(error.message).to.contain('does not list the skills: status 500');
  });

  it('fails when the next attempt would come after its deadline', async () => {
    api().get(skills).times(3).reply(500, {});
    const { sentAt } = await failing('genesys-unavailable', (made) => reading(made, 3));
    expect(sentAt).to.deep.equal([0, 0.5, 1.5]);
  });

  it('is made again after an answer cut short, or none at all', async () => {
    api().get(skills).reply(200, '{"entities":[{"id":');
    api().get(skills).replyWithError(broken('ECONNRESET'));
    api().get(skills).reply(408);
    api().get(skills).reply(200, { entities: [] });
    const made = session();
    await made.run(reading(made));
    expect(made.sentAt).to.have.length(4);
  });

  it('is made again when nothing came in time', async () => {
    let asked = 0;
    api().get(skills).reply(200, {});
    const made = session({ hangs: ({ url }) => url.endsWith(skills) && ++asked === 1 });
    await made.run(reading(made));
    expect(made.sentAt).to.deep.equal([0, 30.5]);
  });

  it('ends at its deadline', async () => {
    const made = await failing('genesys-deadline-passed', (one) => reading(one, 20), {
      hangs: ({ url }) => url.endsWith(skills),
    });
    expect(made.error.message).to.contain('did not list the skills within 20 s');
    expect(made.clock.now() - session().clock.now()).to.equal(20_000);
  });

  it('is made again when it only sets a state', async () => {
    api().patch(conversation, { priority: 5 }).reply(504);
    api().patch(conversation, { priority: 5 }).reply(200, { priority: 5 });
    const made = session();
    await made.run(prioritising(made));
  });
});

describe('a call that must not be made twice', () => {
  useNetwork();
  beforeEach(() => void logins());

  const unknown: Readonly<Record<string, () => void>> = {
    'a 500': () => api().post(transfer).reply(500, {}),
    'a 503': () => api().post(transfer).reply(503, {}),
    'a connection cut': () => api().post(transfer).replyWithError(broken('ECONNRESET')),
    'an answer cut short': () => api().post(transfer).reply(202, '{"id'),
  };
  for (const [name, answer] of Object.entries(unknown)) {
    it(`has an unknown outcome after ${name}, and is not made again`, async () => {
      answer();
      const { error, sentAt } = await failing('genesys-unknown-outcome', (made) => transferring(made));
      expect(error.message).to.contain('whether Genesys Cloud did transfer a conversation to a queue');
      expect(sentAt).to.deep.equal([0]);
    });
  }

  const hangs = ({ url }: Request): boolean => url.endsWith('queue');

  it('has an unknown outcome when nothing came in time', async () => {
    const options = { hangs, politeness: { requestTimeoutSeconds: 10 } };
    const { error, sentAt } = await failing('genesys-unknown-outcome', (made) => transferring(made), options);
    expect(error.message).to.contain('no answer within 10 s');
    expect(sentAt).to.deep.equal([0]);
  });

  it('has an unknown outcome when its deadline or its caller ends it on the way', async () => {
    await failing('genesys-unknown-outcome', (made) => transferring(made), {
      hangs,
      politeness: { requestTimeoutSeconds: 90 },
    });
    logins();
    const caller = new AbortController();
    await failing(
      'genesys-unknown-outcome',
      (made) => {
        void made.clock.sleep(5000).then(() => caller.abort());
        return transferring(made, { signal: caller.signal });
      },
      { hangs },
    );
  });

  it('is made again when it cannot have arrived', async () => {
    api().post(transfer).replyWithError(broken('ECONNREFUSED'));
    api().post(transfer).replyWithError(broken('ENOTFOUND'));
    api().post(transfer).reply(202);
    const made = session();
    await made.run(transferring(made));
    expect(made.sentAt).to.deep.equal([0, 0.5, 1.5]);
  });
});
