import { expect } from 'chai';
import type { Fault } from '../../../harness/sandbox/faults/fault.ts';
import { Listener, login, withSandbox, type Clock, type Driven, type Exchange } from './sandboxes.ts';

function befall(driven: Driven, ...faults: readonly Fault[]): Promise<unknown> {
  return driven.control('POST', '/sandbox/faults', faults);
}

const tokens = '/api/v2/tokens/me';

/** Asks for a callback: it begins a conversation. */
function callBack(driven: Driven): Promise<Response> {
  const body = { queueId: driven.ids.queues['Orders'], callbackNumbers: ['+15550100'] };
  return driven.call('POST', '/api/v2/conversations/callbacks', body);
}

describe('faults of requests, on demand', () => {
  const statuses: readonly (readonly [Fault, number, string])[] = [
    [{ kind: 'forbidden' }, 403, 'not.authorized'],
    [{ kind: 'notFound' }, 404, 'not.found'],
    [{ kind: 'conflict' }, 409, 'conflict'],
    [{ kind: 'tooManyRequests' }, 429, 'too.many.requests.retry.after'],
    [{ kind: 'serverError' }, 500, 'internal.server.error'],
    [{ kind: 'serverError', status: 503 }, 503, 'internal.server.error'],
    [{ kind: 'timeoutAfterApplying' }, 504, 'request.timeout'],
  ];
  for (const [fault, status, code] of statuses) {
    it(`${JSON.stringify(fault)} answers ${status} once`, () =>
      withSandbox(async (driven) => {
        await befall(driven, fault);
        const struck = await driven.call('GET', tokens);
        const body = (await struck.json()) as { code: string; contextId: string };
        expect([struck.status, body.code]).to.deep.equal([status, code]);
        expect(body.contextId).to.equal(struck.headers.get('inin-correlation-id'));
        expect((await driven.call('GET', tokens)).status).to.equal(200);
      }));
  }

  it('unauthorized takes the token away: only a new one helps', () =>
    withSandbox(async (driven) => {
      await befall(driven, { kind: 'unauthorized' });
      expect((await driven.call('GET', tokens)).status).to.equal(401);
      expect((await driven.call('GET', tokens)).status).to.equal(401);
      const authorization = `Bearer ${await login(driven.sandbox.baseUrl, 'spec', 'spec-secret')}`;
      expect((await driven.call('GET', tokens, undefined, { authorization })).status).to.equal(200);
    }));

  it('tooManyRequests says when to come again in three ways', () =>
    withSandbox(async (driven) => {
      await befall(
        driven,
        { kind: 'tooManyRequests', seconds: 7 },
        { kind: 'tooManyRequests', seconds: 90, retryAfter: 'date' },
        { kind: 'tooManyRequests', retryAfter: 'none' },
      );
      const said: (string | null)[] = [];
      for (let asked = 0; asked < 3; asked++)
        said.push((await driven.call('GET', tokens)).headers.get('retry-after'));
      expect(said).to.deep.equal(['7', 'Mon, 02 Mar 2026 16:01:30 GMT', null]);
    }));

  for (const kind of ['noAnswer', 'cutJson', 'timeoutAfterApplying'] as const) {
    it(`${kind} strikes after the request was carried out`, () =>
      withSandbox(async (driven) => {
        await befall(driven, { kind, operation: 'postConversationsCallbacks' });
        const outcome = await callBack(driven)
          .then(async (response) => `${response.status} ${JSON.stringify(await response.json())}`)
          .catch(() => 'no answer');
        if (kind === 'timeoutAfterApplying') expect(outcome).to.contain('504');
        else expect(outcome).to.equal('no answer');
        const { conversations } = await driven.control<{ conversations: unknown[] }>(
          'GET',
          '/sandbox/conversations',
        );
        expect(conversations).to.have.length(1);
        const { exchanges } = await driven.control<{ exchanges: Exchange[] }>('GET', '/sandbox/exchanges');
        expect(exchanges.filter(({ applied }) => applied !== undefined)).to.have.length(1);
      }));
  }

  it('what is refused is not carried out', () =>
    withSandbox(async (driven) => {
      await befall(driven, { kind: 'serverError' });
      await callBack(driven);
      const { conversations } = await driven.control<{ conversations: unknown[] }>(
        'GET',
        '/sandbox/conversations',
      );
      expect(conversations).to.have.length(0);
    }));

  it('befall one operation, so many times, from a moment on', () =>
    withSandbox(async (driven) => {
      const at = '2026-03-02T16:00:30.000Z';
      await befall(driven, { kind: 'conflict', operation: 'getRoutingSkills', count: 2, at });
      const status = async (path: string): Promise<number> => (await driven.call('GET', path)).status;
      expect(await status('/api/v2/routing/skills')).to.equal(200);
      await driven.advance(30);
      expect(await status(tokens)).to.equal(200);
      expect(await driven.control('GET', '/sandbox/faults')).to.deep.equal({
        faults: [{ kind: 'conflict', operation: 'getRoutingSkills', count: 2, at }],
      });
      expect([await status('/api/v2/routing/skills'), await status('/api/v2/routing/skills')]).to.deep.equal([
        409, 409,
      ]);
      expect(await status('/api/v2/routing/skills')).to.equal(200);
    }));

  it('are taken back, and refused when they are none', () =>
    withSandbox(async (driven) => {
      await befall(driven, { kind: 'conflict', count: 5 });
      await driven.control('DELETE', '/sandbox/faults');
      expect((await driven.call('GET', tokens)).status).to.equal(200);
      for (const wrong of [[{ kind: 'earthquake' }], [{ kind: 'conflict', at: 'noon' }], [], {}]) {
        const refused = await driven.control('POST', '/sandbox/faults', wrong).then(String, () => 'refused');
        expect(refused, JSON.stringify(wrong)).to.equal('refused');
      }
    }));
});

describe('faults of the stream, on demand', () => {
  /** Listens to a queue, where one conversation changes with each call. */
  async function listening(
    driven: Driven,
  ): Promise<{ id: string; connectUri: string; listener: Listener; change: (to: string) => Promise<void> }> {
    const offered = await callBack(driven);
    const conversation = ((await offered.json()) as { conversation: { id: string } }).conversation.id;
    const made = await driven.call('POST', '/api/v2/notifications/channels');
    const { id, connectUri } = (await made.json()) as { id: string; connectUri: string };
    const topics = [{ id: `v2.routing.queues.${driven.ids.queues['Orders']}.conversations` }];
    await driven.call('PUT', `/api/v2/notifications/channels/${id}/subscriptions`, topics);
    const listener = await new Listener(connectUri).opened();
    // Each change is told by what the customer is to the CRM.
    const change = async (externalTag: string): Promise<void> => {
      await driven.call('PUT', `/api/v2/conversations/${conversation}/tags`, { externalTag });
    };
    await change('first');
    await sent(driven, listener);
    return { id, connectUri, listener, change };
  }

  async function sent(driven: Driven, listener: Listener): Promise<string[]> {
    await listener.had((await driven.control<Clock>('GET', '/sandbox/clock')).framesSent);
    const messages = listener.notifications.map(({ eventBody }) => String(eventBody['externalTag']));
    return messages.slice(messages.lastIndexOf('first') + 1);
  }

  const orders: readonly (readonly [Fault['kind'], readonly string[]])[] = [
    ['repeat', ['a', 'a', 'b', 'c']],
    ['reorder', ['b', 'a', 'c']],
    ['loss', ['b', 'c']],
  ];
  for (const [kind, expected] of orders) {
    it(`${kind}: ${expected.join(', ')} for a, b, c`, () =>
      withSandbox(async (driven) => {
        const { listener, change } = await listening(driven);
        await befall(driven, { kind });
        for (const message of ['a', 'b', 'c']) await change(message);
        expect(await sent(driven, listener)).to.deep.equal(expected);
      }));
  }

  it('socketDrop cuts the line, and the channel can be connected again', () =>
    withSandbox(async (driven) => {
      const { listener, connectUri } = await listening(driven);
      await befall(driven, { kind: 'socketDrop' });
      await listener.closed;
      const again = await new Listener(connectUri).opened();
      await driven.advance(30);
      await again.had(1);
    }));

  it('noHeartbeat is silence, of pongs too', () =>
    withSandbox(async (driven) => {
      const { listener } = await listening(driven);
      await befall(driven, { kind: 'noHeartbeat', seconds: 65 });
      listener.say({ message: 'ping' });
      const before = (await driven.control<Clock>('GET', '/sandbox/clock')).framesSent;
      expect((await driven.advance(60)).framesSent).to.equal(before);
      expect((await driven.advance(60)).framesSent).to.equal(before + 2);
    }));

  it('socketClosing is announced, and the socket closed a minute later', () =>
    withSandbox(async (driven) => {
      const { listener } = await listening(driven);
      await befall(driven, { kind: 'socketClosing' });
      await sent(driven, listener);
      expect(listener.notifications.at(-1)!.topicName).to.equal('v2.system.socket_closing');
      await driven.advance(59);
      const { framesSent } = await driven.control<Clock>('GET', '/sandbox/clock');
      await driven.advance(1);
      await listener.closed;
      expect((await driven.advance(60)).framesSent, 'no heartbeat for nobody').to.equal(framesSent);
    }));

  it('channelExpiry ends channels', () =>
    withSandbox(async (driven) => {
      const { listener, id } = await listening(driven);
      await befall(driven, { kind: 'channelExpiry' });
      await listener.closed;
      const verified = await driven.call('HEAD', `/api/v2/notifications/channels/${id}`);
      expect(verified.status).to.equal(404);
    }));
});
