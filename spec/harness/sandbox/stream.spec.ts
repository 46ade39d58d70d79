import { expect } from 'chai';
import fc from 'fast-check';
import { Channels } from '../../../harness/sandbox/notifications/channels.ts';
import { topicsOf } from '../../../harness/sandbox/notifications/topics.ts';
import { Listener, login, shop, withSandbox, type Clock, type Driven, type Frame } from './sandboxes.ts';

interface Channel {
  readonly id: string;
  readonly connectUri: string;
  readonly expires: string;
}

const sender = { from: { id: 'sim', idType: 'Opaque' }, time: '2026-03-02T16:00:00.000Z' };

async function channel(driven: Driven, topics: readonly string[] = []): Promise<Channel> {
  const made = (await (await driven.call('POST', '/api/v2/notifications/channels')).json()) as Channel;
  if (topics.length > 0) await subscribe(driven, made, topics);
  return made;
}

function subscribe(
  driven: Driven,
  { id }: Channel,
  topics: readonly string[],
  query = '',
): Promise<Response> {
  const body = topics.map((topic) => ({ id: topic }));
  return driven.call('POST', `/api/v2/notifications/channels/${id}/subscriptions${query}`, body);
}

/** A customer writes to the queue Orders. */
async function write(driven: Driven, from = 'sim'): Promise<string> {
  const path = `/api/v2/conversations/messages/${driven.ids.openIntegrationId}/inbound/open/message?prefetchConversationId=true`;
  const body = {
    channel: { ...sender, from: { ...sender.from, id: from } },
    text: 'Hello',
    metadata: { queue: 'Orders' },
  };
  const answer = await driven.call('POST', path, body);
  return ((await answer.json()) as { conversationId: string }).conversationId;
}

/** Waits until the listener has had every frame sent so far. */
async function settled(driven: Driven, listener: Listener): Promise<readonly Frame[]> {
  const { framesSent } = await driven.control<Clock>('GET', '/sandbox/clock');
  await listener.had(framesSent);
  return listener.notifications;
}

describe('notification channels', () => {
  it('send the whole conversation at every change, to its queues', () =>
    withSandbox(async (driven) => {
      const topic = `v2.routing.queues.${driven.ids.queues['Orders']}.conversations`;
      const listener = await new Listener((await channel(driven, [topic])).connectUri).opened();
      const id = await write(driven);
      const [first] = await settled(driven, listener);
      expect(first!.version).to.equal('2');
      expect(first!.metadata!.CorrelationId).to.match(/^[0-9a-f-]{36}$/);
      const purposes = listener.notifications
        .filter(({ eventBody }) => eventBody['id'] === id)
        .map(({ eventBody }) =>
          (eventBody['participants'] as { purpose: string }[]).map(({ purpose }) => purpose).join(),
        );
      expect(purposes).to.include('customer,workflow,acd');
      expect(purposes).to.include('customer,workflow,acd,agent');
    }));

  it('tell what agents do', () =>
    withSandbox(async (driven) => {
      const topics = Object.values(driven.ids.users).map((id) => `v2.users.${id}.activity`);
      const listener = await new Listener((await channel(driven, topics)).connectUri).opened();
      await driven.advance(6 * 3600);
      const frames = await settled(driven, listener);
      const left = frames.find(
        ({ eventBody }) => (eventBody['routingStatus'] as { status: string }).status === 'OFF_QUEUE',
      )!;
      expect(left.eventBody['activeQueueIds'], 'off queue, and joined').not.to.be.empty;
    }));

  it('tell how customers feel', () =>
    withSandbox(
      async (driven) => {
        await driven.advance(600);
        const path = '/sandbox/conversations';
        const { conversations } = await driven.control<{ conversations: { id: string; place: string }[] }>(
          'GET',
          path,
        );
        const topics = conversations
          .filter(({ place }) => place === 'before')
          .map(({ id }) => `v2.speechandtextanalytics.conversation.${id}.sentiment`);
        const listener = await new Listener((await channel(driven, topics)).connectUri).opened();
        await driven.advance(300);
        const [heard] = await settled(driven, listener);
        expect(heard!.eventBody['sentimentOverallScore']).to.be.within(-1, 1);
      },
      { org: shop },
    ));

  it('beat every 30 seconds, and answer a ping', () =>
    withSandbox(async (driven) => {
      const listener = await new Listener((await channel(driven)).connectUri).opened();
      await driven.advance(90);
      const beats = await listener.had(3);
      expect(beats.map(({ eventBody }) => eventBody['message'])).to.deep.equal(
        Array<string>(3).fill('WebSocket Heartbeat'),
      );
      listener.say({ message: 'ping' });
      expect((await listener.had(4))[3]!.eventBody).to.deep.equal({ message: 'pong' });
    }));

  it('take subscriptions over the socket too', () =>
    withSandbox(async (driven) => {
      const made = await channel(driven);
      const listener = await new Listener(made.connectUri).opened();
      const topic = `v2.users.${driven.ids.users['ana']}.activity`;
      listener.say({ message: 'subscribe', topics: [topic], correlationId: 'a' });
      listener.say({ message: 'subscribe', topics: ['v2.nothing.here'], correlationId: 'b' });
      listener.say({ message: 'unsubscribe', topics: [topic], correlationId: 'c' });
      listener.say({ message: 'hello?' });
      expect(await listener.had(4)).to.deep.equal([
        { result: '200', status: 'subscribed', correlationId: 'a' },
        { result: '400', status: 'failure', correlationId: 'b' },
        { result: '200', status: 'unsubscribed', correlationId: 'c' },
        { result: '400', status: 'error' },
      ]);
    }));

  it('keep nothing for who is away', () =>
    withSandbox(async (driven) => {
      const topic = `v2.routing.queues.${driven.ids.queues['Orders']}.conversations`;
      const made = await channel(driven, [topic]);
      await write(driven, 'unheard');
      const listener = await new Listener(made.connectUri).opened();
      const heard = await write(driven, 'heard');
      const frames = await settled(driven, listener);
      expect(new Set(frames.map(({ eventBody }) => eventBody['id']))).to.deep.equal(new Set([heard]));
    }));

  it('have one socket: a second takes the place of the first', () =>
    withSandbox(async (driven) => {
      const made = await channel(driven);
      const first = await new Listener(made.connectUri).opened();
      const second = await new Listener(made.connectUri).opened();
      await first.closed;
      await driven.advance(30);
      await second.had(1);
      expect(first.frames).to.be.empty;
    }));

  it('refuse what is no topic, unless that is to be passed over', () =>
    withSandbox(async (driven) => {
      const made = await channel(driven);
      const refused = await subscribe(driven, made, ['v2.users.*.activity.x']);
      expect([refused.status, ((await refused.json()) as { code: string }).code]).to.deep.equal([
        400,
        'notification.invalid.topic',
      ]);
      const passed = await subscribe(
        driven,
        made,
        ['v2.nothing', 'v2.users.x.activity'],
        '?ignoreErrors=true',
      );
      const { entities } = (await passed.json()) as { entities: { state: string }[] };
      expect(entities.map(({ state }) => state)).to.deep.equal(['Permitted', 'Rejected']);
    }));

  it('hold 1,000 topics and no more', () =>
    withSandbox(async (driven) => {
      const made = await channel(driven);
      const many = Array.from({ length: 1001 }, (_, index) => `v2.users.u${index}.activity`);
      const refused = await subscribe(driven, made, many);
      expect(((await refused.json()) as { code: string }).code).to.equal(
        'notification.subscription.too.many.subscriptions',
      );
      expect((await subscribe(driven, made, many.slice(1))).status).to.equal(200);
    }));

  it('are 20: the 21st takes the place of the one unused longest', () =>
    withSandbox(async (driven) => {
      const first = await channel(driven);
      const second = await channel(driven);
      await new Listener(first.connectUri).opened();
      for (let made = 2; made < 21; made++) {
        await driven.advance(1);
        await channel(driven);
      }
      const status = async ({ id }: Channel): Promise<number> =>
        (await driven.call('HEAD', `/api/v2/notifications/channels/${id}`)).status;
      expect([await status(first), await status(second)], 'the connected one stays').to.deep.equal([
        200, 404,
      ]);
    }));

  it('end after 24 hours, unless they are subscribed again', () =>
    withSandbox(async (driven) => {
      const [old, renewed] = [await channel(driven), await channel(driven)];
      const listener = await new Listener(old.connectUri).opened();
      await driven.advance(23 * 3600);
      await subscribe(driven, renewed, ['v2.users.x.activity']);
      await driven.advance(3600);
      await listener.closed;
      // The token has lived as long as the channel.
      const authorization = `Bearer ${await login(driven.sandbox.baseUrl, 'spec', 'spec-secret')}`;
      const status = async ({ id }: Channel): Promise<number> =>
        (await driven.call('HEAD', `/api/v2/notifications/channels/${id}`, undefined, { authorization }))
          .status;
      expect([await status(old), await status(renewed)]).to.deep.equal([404, 200]);
      const again = new Listener(old.connectUri).opened();
      expect(String(await again.catch((error: unknown) => error))).to.contain('404');
    }));
});

describe('subscriptions', () => {
  const alarms = { now: 0, at: () => () => undefined };

  it('lead to exactly the channels that hold them, in whatever order they come and go', () => {
    const topic = fc.constantFrom('v2.users.a.activity', 'v2.users.b.activity', 'v2.users.c.activity');
    const subscription = fc.oneof(topic, fc.constantFrom('v2.users.a?activity', 'v2.users.b?activity'));
    const step = fc.record({
      channel: fc.nat({ max: 2 }),
      act: fc.constantFrom('subscribe', 'unsubscribe', 'replace', 'remove'),
      subscriptions: fc.array(subscription, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const channels = new Channels(alarms);
        const made = [0, 1, 2].map((number) => {
          const one = channels.create(`client-${number}`);
          one.socket = { send: () => undefined, close: () => undefined, terminate: () => undefined };
          return one;
        });
        for (const { channel: number, act, subscriptions } of steps) {
          const one = made[number]!;
          if (act === 'remove') channels.remove(one);
          else channels[act](one, subscriptions);
        }
        for (const heard of ['v2.users.a.activity', 'v2.users.b.activity', 'v2.users.c.activity']) {
          const expected = made.filter(
            ({ socket, subscriptions }) =>
              socket !== undefined && [...subscriptions].some((one) => topicsOf(one)!.includes(heard)),
          );
          const named = (some: readonly { readonly id: string }[]): string[] =>
            some.map(({ id }) => id).sort();
          expect(named(channels.listeners(heard))).to.deep.equal(named(expected));
        }
      }),
    );
  });
});
