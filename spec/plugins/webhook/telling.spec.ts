import { expect } from 'chai';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { systemNetwork } from '../../../composition/systemNetwork.ts';
import type { Command } from '../../../engine/decisions/record.ts';
import type { Network } from '../../../engine/network.ts';
import { tokens, type Actor } from '../../../engine/ports.ts';
import type { Problem } from '../../../engine/problem.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import webhook from '../../../plugins/webhook/plugin.ts';
import type { WebhookConfiguration } from '../../../plugins/webhook/schema.ts';
import { signedHeaders } from '../../../plugins/webhook/signature.ts';
import { actorContract, pluginContract } from '../contract.ts';
import { httpReceiver, type GivenAnswer, type HttpReceiver, type ReceivedRequest } from '../httpReceiver.ts';

const secret = `whsec_${Buffer.from('a key of thirty-two bytes, or so').toString('base64')}`;
const newSecret = `whsec_${Buffer.from('another key, also of thirty-two b').toString('base64')}`;
const decidedAt = Date.UTC(2026, 2, 2, 9);
const { signal } = new AbortController();

const command: Command = {
  id: '5f2b7c1d9e3a4b6c8d0e1f2a3b4c5d6e',
  conversation: 'c-1',
  do: 'webhook',
  event: 'handoff_evaluated',
  content: { status: 'success', queue_id: 'Cards', latency_ms: 41.5, transfer_type: 'queue' },
};

interface Made {
  readonly actor: Actor;
  readonly clock: VirtualClock;
  readonly problems: Problem[];
}

function made(
  endpoints: WebhookConfiguration['endpoints'],
  network: Network = systemNetwork,
  clock = new VirtualClock(),
): Made {
  const problems: Problem[] = [];
  const needs = new Map<symbol, unknown>([
    [tokens.clock, clock],
    [tokens.network, network],
    [tokens.problem, (problem: Problem) => void problems.push(problem)],
  ]);
  const { parts } = webhook.create({
    ...{ name: 'webhook', folder: '.', configuration: { endpoints } },
    place: (path) => ({ file: path.join('.') }),
    get: ((token: symbol) => needs.get(token)) as never,
  });
  return { actor: parts[tokens.actor] as Actor, clock, problems };
}

const act = ({ actor }: Made, isRepeated = false) => actor.act([command], { decidedAt, isRepeated }, signal);
const rejection = (promise: Promise<unknown>): Promise<Error & { retryAfterSeconds?: number }> =>
  promise.then(
    (value) => expect.fail(`it did not reject: ${JSON.stringify(value)}`),
    (error: unknown) => error as Error,
  );

/** As a receiver checks it that knows Standard Webhooks and nothing of ours. @returns the keys that signed it. */
function verified({ headers, body }: ReceivedRequest, secrets: readonly string[]): number {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const signatures = String(headers['webhook-signature']).split(' ');
  return secrets.filter((one) => {
    const expected = createHmac('sha256', Buffer.from(one.slice('whsec_'.length), 'base64'))
      .update(signed)
      .digest();
    return signatures.some((signature) => {
      const [version, value = ''] = signature.split(',');
      const given = Buffer.from(value, 'base64');
      return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
    });
  }).length;
}

describe('plugin webhook', () => {
  let receiver: HttpReceiver;
  let answer: (request: ReceivedRequest, number: number) => GivenAnswer | undefined;
  before(async () => {
    receiver = await httpReceiver((request, number) => answer(request, number));
  });
  after(() => receiver.stop());
  let from: number;
  beforeEach(() => {
    from = receiver.requests.length;
    answer = () => ({ status: 204 });
  });
  const told = () => receiver.requests.slice(from);
  const one = (more: object = {}) =>
    made({ handoff_evaluated: { url: receiver.url, secrets: [secret], ...more } });

  describe('by the contract', () => {
    const endpoint = { url: 'https://wfm.example.com/hook', secrets: [secret] };
    pluginContract({
      plugin: webhook,
      right: [
        { endpoints: { handoff_evaluated: endpoint } },
        {
          endpoints: { a: { ...endpoint, secrets: [secret, newSecret], headers: { 'x-tenant': 'a' } } },
          timeoutSeconds: 2,
        },
      ],
      wrong: [
        {},
        { endpoints: {} },
        { endpoints: { a: { url: 'https://x' } } },
        { endpoints: { a: { ...endpoint, secrets: [] } } },
        { endpoints: { a: { ...endpoint, secrets: ['a', 'b', 'c'] } } },
        { endpoints: { a: endpoint }, timeoutSeconds: 0 },
      ],
      needs: new Map<symbol, unknown>([
        [tokens.clock, new VirtualClock()],
        [tokens.network, systemNetwork],
        [tokens.problem, () => undefined],
      ]),
    });
    actorContract({ make: () => Promise.resolve(one().actor) });
  });

  it('signs as Standard Webhooks’ own example is signed', () => {
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const signed = signedHeaders(
      [key],
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1614265330_000,
      '{"test": 2432232314}',
    );
    expect(signed).to.deep.equal({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('posts source document 3’s body, by its id, with a signature that a receiver verifies', async () => {
    const telling = one({ headers: { 'x-tenant': 'bank' } });
    expect(await act(telling)).to.deep.equal({ status: 'done' });
    const [request] = told() as [ReceivedRequest];
    expect([
      request.method,
      request.path,
      request.headers['content-type'],
      request.headers['x-tenant'],
    ]).to.deep.equal([...['POST', '/told', 'application/json', 'bank']]);
    expect(request.headers['webhook-id']).to.equal('id' in command ? command.id : '');
    expect(JSON.parse(request.body)).to.deep.equal({
      event_type: 'handoff_evaluated',
      audit: {
        ...{ conversation_id: 'c-1', timestamp: '2026-03-02T09:00:00.000Z' },
        ...{ status: 'success', queue_id: 'Cards', latency_ms: 41.5, transfer_type: 'queue' },
      },
      sync_timestamp: '2026-03-02T09:00:00.000Z',
    });
    expect(verified(request, [secret])).to.equal(1);
    expect(verified(request, [newSecret])).to.equal(0);
    expect(verified({ ...request, body: `${request.body} ` }, [secret])).to.equal(0);
  });

  it('says the same at every attempt, but for the time of the attempt and its signature', async () => {
    answer = (_request, number) => ({ status: number === from ? 500 : 200 });
    const telling = one();
    expect((await act(telling)).status).to.equal('notDone');
    await telling.clock.pass(5_000);
    expect((await act(telling, true)).status).to.equal('done');
    const [first, second] = told() as [ReceivedRequest, ReceivedRequest];
    expect(second.body).to.equal(first.body);
    expect(second.headers['webhook-id']).to.equal(first.headers['webhook-id']);
    const stamps = [first, second].map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(stamps[1]! - stamps[0]!).to.equal(5);
    expect(verified(second, [secret])).to.equal(1);
  });

  it('signs by both secrets while one takes the other’s place', async () => {
    await act(one({ secrets: [newSecret, secret] }));
    const [request] = told() as [ReceivedRequest];
    expect(verified(request, [secret])).to.equal(1);
    expect(verified(request, [newSecret])).to.equal(1);
    expect(String(request.headers['webhook-signature']).split(' ')).to.have.length(2);
  });

  for (const [status, expected] of [
    ...[200, 201, 202, 204, 299].map((code) => [code, 'done'] as const),
    ...[301, 302, 307, 308, 400, 401, 403, 404, 409, 413, 422].map((code) => [code, 'refused'] as const),
    ...[408, 425, 429].map((code) => [code, 'reject'] as const),
    ...[500, 502, 503, 504].map((code) => [code, 'notDone'] as const),
  ])
    it(`takes ${status} for ${expected === 'reject' ? 'a rejection, to be tried again' : expected}`, async () => {
      answer = () => ({ status, headers: { location: `${receiver.url}/elsewhere` } });
      const acting = act(one());
      if (expected === 'reject') expect((await rejection(acting)).message).to.contain(String(status));
      else expect((await acting).status).to.equal(expected);
      expect(told()).to.have.length(1);
    });

  it('hears when to come again, in seconds or as a date', async () => {
    const telling = one();
    const date = new Date(telling.clock.now() + 120_000).toUTCString();
    for (const [status, given, seconds] of [
      ...[[429, '42', 42] as const, [503, '7', 7] as const, [503, date, 120] as const],
    ]) {
      answer = () => ({ status, headers: { 'retry-after': given } });
      expect((await rejection(act(telling))).retryAfterSeconds).to.equal(seconds);
    }
  });

  it('tells an endpoint that is gone nothing more until it is made anew, and says so once', async () => {
    answer = () => ({ status: 410 });
    const telling = one();
    for (let times = 0; times < 3; times++) expect((await act(telling)).status).to.equal('refused');
    expect(told()).to.have.length(1);
    expect(telling.problems.map(({ code }) => code)).to.deep.equal(['webhook-gone']);
    expect((await act(one())).status).to.equal('refused');
    expect(told()).to.have.length(2);
  });

  it('refuses an event that has no endpoint', async () => {
    const telling = made({ another: { url: receiver.url, secrets: [secret] } });
    expect((await act(telling)).why).to.contain('"handoff_evaluated"; there are another');
    expect(told()).to.deep.equal([]);
  });

  it('waits five seconds for an answer, and leaves open whether it was heard', async () => {
    answer = () => undefined;
    const telling = one();
    const acting = act(telling);
    while (told().length === 0) await settled();
    await telling.clock.pass(4_999);
    expect(telling.clock.sleeping).to.equal(1);
    await telling.clock.pass(1);
    expect(await acting).to.deep.equal({ status: 'notDone', why: 'no answer within 5 s' });
    expect(telling.problems.map(({ code }) => code)).to.deep.equal(['receiver-down']);
  });

  it('reads nothing of an answer’s body, however long', async () => {
    let written = 0;
    const flood = await httpReceiver((_request, _number, response) => {
      response.writeHead(200);
      const part = Buffer.alloc(65_536);
      const pour = (): void => {
        while (!response.destroyed && response.write(part)) written += part.length;
      };
      response.on('drain', pour);
      pour();
      return undefined;
    });
    try {
      const telling = made({ handoff_evaluated: { url: flood.url, secrets: [secret] } });
      expect((await act(telling)).status).to.equal('done');
      expect(written).to.be.below(20_000_000);
    } finally {
      await flood.stop();
    }
  });

  it('rejects where nobody listens, for nothing was told', async () => {
    const closed = await httpReceiver(() => undefined);
    await closed.stop();
    const telling = made({ handoff_evaluated: { url: closed.url, secrets: [secret] } });
    expect((await rejection(act(telling))).message).to.equal('no answer: ECONNREFUSED');
  });

  it('refuses, when it is made, what cannot work, and says no secret', () => {
    const said = (endpoint: object): string => {
      try {
        made({ wfm: { url: 'https://wfm.example.com', secrets: [secret], ...endpoint } });
        return 'made';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(said({})).to.equal('made');
    expect(said({ url: 'http://wfm.example.com' })).to.match(
      /^endpoints\.wfm\.url: error: what is sent here would be on the network/,
    );
    expect(said({ url: 'ftp://wfm.example.com' })).to.match(/no address of HTTP/);
    expect(said({ url: 'https://user:canary@wfm.example.com' }))
      .to.match(/user or a password/)
      .and.not.contain('canary');
    for (const wrong of [
      'canary-secret',
      'whsec_',
      'whsec_Y2FuYXJ5',
      `whsec_${'canary!!'.repeat(5)}`,
      `${secret}x`,
      `whsec_${'a'.repeat(200)}`,
    ]) {
      const problem = said({ secrets: [secret, wrong] });
      expect(problem).to.match(/^endpoints\.wfm\.secrets\.1: error: a secret of "wfm" is none/);
      expect(problem).not.to.contain('canary');
    }
    expect(said({ headers: { 'Webhook-Id': 'x' } })).to.match(
      /^endpoints\.wfm\.headers\.Webhook-Id: .*Signalbox sets itself/,
    );
    expect(said({ headers: { 'x-a': 'canary\r\nhost: b' } }))
      .to.match(/has a value that a header cannot have/)
      .and.not.contain('canary');
    expect(said({ headers: { 'x a': 'b' } })).to.match(/no name of a header/);
  });
});
