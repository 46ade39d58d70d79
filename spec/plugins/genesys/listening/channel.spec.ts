import { expect } from 'chai';
import type { SocketConstructor } from '../../../../plugins/genesys/listening/socket.ts';
import type { ListeningSettings } from '../../../../plugins/genesys/settings.ts';
import { Listener, second, topics } from './channelOnCloud.ts';
import { quiet, until, type Cloud } from './cloud.ts';

describe('a notification channel', () => {
  let listener: Listener;
  let cloud: Cloud;
  beforeEach(() => {
    listener = new Listener();
    cloud = listener.cloud;
  });
  afterEach(() => listener.stop());

  const listening = async (settings: Partial<ListeningSettings> = {}): Promise<void> => {
    listener.listen(settings);
    await until(() => listener.gaps.length === 1);
    await listener.heartbeat();
  };

  it('is made, subscribed to topics one by one, and heard at its address without a greeting', async () => {
    await listening();
    expect(cloud.asked).to.deep.equal([
      'POST notifications/channels',
      'PUT notifications/channels/channel-1/subscriptions',
    ]);
    expect(cloud.subscriptions.get('channel-1')).to.deep.equal(topics);
    expect([cloud.opened, cloud.received]).to.deep.equal([['channel-1'], []]);
  });

  it('hears for the first time once: nothing known has been missed', async () => {
    await listening();
    expect(listener.gaps).to.deep.equal([undefined]);
  });

  it('tells what it hears', async () => {
    await listening();
    cloud.tell('channel-1', 'v2.users.u-1.activity', { id: 'u-1' });
    await quiet();
    expect(listener.frames.at(-1)).to.deep.equal({ topic: 'userActivity', id: 'u-1', body: { id: 'u-1' } });
  });

  it('tells of topics that are refused, with what to grant', async () => {
    cloud.refuse = (call) =>
      call.endsWith('subscriptions')
        ? {
            body: {
              entities: [
                { id: topics[0], state: 'Permitted' },
                { id: topics[1], state: 'Rejected', rejectionReason: 'no', missingPermissions: ['a:b:view'] },
              ],
            },
          }
        : undefined;
    await listening();
    expect(listener.problems.map(({ code, message, hint }) => [code, message, hint])).to.deep.equal([
      [
        'genesys-topic-rejected',
        'Genesys Cloud does not let the OAuth client listen to v2.users.u-1.activity: no',
        'give the OAuth client a role with a:b:view',
      ],
    ]);
  });

  it('is not pinged while heartbeats come every 30 s', async () => {
    await listening();
    for (let beats = 0; beats < 5; beats++) {
      await cloud.clock.pass(30 * second);
      await listener.heartbeat();
    }
    expect(cloud.received).to.deep.equal([]);
  });

  it('is pinged when a heartbeat is missing, and kept when a pong comes', async () => {
    await listening();
    await cloud.clock.pass(40 * second);
    await until(() => cloud.received.length === 1);
    expect(cloud.received).to.deep.equal([['channel-1', '{"message":"ping"}']]);
    cloud.tell('channel-1', 'channel.metadata', { message: 'pong' });
    await quiet();
    await cloud.clock.pass(30 * second);
    await quiet();
    expect([cloud.opened.length, listener.gaps]).to.deep.equal([1, [undefined]]);
    expect(listener.losses).to.deep.equal([]);
  });

  it('is kept by any other frame instead of a pong', async () => {
    await listening();
    await cloud.clock.pass(45 * second);
    cloud.tell('channel-1', 'v2.users.u-1.activity', {});
    await quiet();
    await cloud.clock.pass(30 * second);
    await quiet();
    expect(cloud.opened).to.have.length(1);
  });

  it('that stays silent after a ping is left, verified, and heard again at the same address', async () => {
    await listening();
    await cloud.clock.pass(50 * second);
    await until(() => listener.gaps.length === 2);
    expect(cloud.opened).to.deep.equal(['channel-1', 'channel-1']);
    expect(cloud.asked.at(-1)).to.equal('HEAD notifications/channels/channel-1');
    expect(listener.gaps).to.deep.equal([undefined, 0]);
    expect(listener.losses).to.deep.equal([0]);
  });

  it('whose socket closes is heard again at the same address, and says since when it may have missed something', async () => {
    await listening();
    await cloud.clock.pass(10 * second);
    await listener.heartbeat();
    await cloud.clock.pass(5 * second);
    cloud.drop('channel-1');
    await until(() => listener.gaps.length === 2);
    expect([cloud.opened, listener.gaps]).to.deep.equal([
      ['channel-1', 'channel-1'],
      [undefined, 10],
    ]);
  });

  it('that the platform does not know any more is replaced, with all topics', async () => {
    await listening();
    cloud.gone.add('channel-1');
    cloud.drop('channel-1');
    await cloud.clock.pass(2 * second);
    await until(() => listener.gaps.length === 2);
    expect(cloud.opened).to.deep.equal(['channel-1', 'channel-2']);
    expect(cloud.subscriptions.get('channel-2')).to.deep.equal(topics);
  });

  it('whose address does not open any more is replaced after some attempts', async () => {
    await listening({ reconnectAttempts: 2 });
    cloud.deafen('channel-1');
    await until(() => listener.problems.length === 1);
    expect(cloud.subscriptions.size).to.equal(1);
    await cloud.clock.pass(500);
    await until(() => listener.problems.length === 2);
    await cloud.clock.pass(second);
    await until(() => listener.gaps.length === 2);
    expect(cloud.opened).to.deep.equal(['channel-1', 'channel-2']);
  });

  it('that is told socket_closing opens its new socket first, at the same address, within the minute', async () => {
    await listening();
    cloud.tell('channel-1', 'v2.system.socket_closing', { channelId: 'channel-1' });
    await until(() => listener.gaps.length === 2);
    expect(cloud.opened).to.deep.equal(['channel-1', 'channel-1']);
    expect(cloud.asked).to.have.length(2);
    cloud.tell('channel-1', 'v2.users.u-1.activity', {});
    await quiet();
    expect(listener.frames.at(-1)!.topic).to.equal('userActivity');
  });

  for (const topic of ['v2.system.no_longer_subscribed.x', 'v2.system.token_revoked.x']) {
    it(`that is told ${topic} is replaced`, async () => {
      await listening();
      cloud.tell('channel-1', topic, {});
      await until(() => listener.gaps.length === 2);
      expect(cloud.opened).to.deep.equal(['channel-1', 'channel-2']);
      expect(cloud.isHeard('channel-1')).to.equal(false);
    });
  }

  it('is replaced before its 24 hours are over, without a gap', async () => {
    await listening({ silenceSeconds: 1e6 });
    await cloud.clock.pass(23 * 3600 * second - 1);
    expect(cloud.opened).to.deep.equal(['channel-1']);
    await cloud.clock.pass(1);
    await until(() => cloud.opened.length === 2);
    await until(() => !cloud.isHeard('channel-1'));
    expect([cloud.opened, listener.gaps]).to.deep.equal([['channel-1', 'channel-2'], [undefined]]);
  });

  it('of a short life is kept for half of it', async () => {
    cloud.channelLifeSeconds = 600;
    await listening({ silenceSeconds: 1e6 });
    await cloud.clock.pass(299 * second);
    expect(cloud.opened).to.have.length(1);
    await cloud.clock.pass(second);
    await until(() => cloud.opened.length === 2);
  });

  it('that cannot be had is asked for again and again, with pauses, and told', async () => {
    let refusals = 3;
    cloud.refuse = (call) => (call.startsWith('POST') && refusals-- > 0 ? { status: 403 } : undefined);
    listener.listen();
    await until(() => listener.problems.length === 1);
    await cloud.clock.pass(500);
    await until(() => listener.problems.length === 2);
    await cloud.clock.pass(999);
    expect(listener.problems).to.have.length(2);
    await cloud.clock.pass(1);
    await until(() => listener.problems.length === 3);
    await cloud.clock.pass(2 * second);
    await until(() => listener.gaps.length === 1);
    expect(listener.problems[0]!.code).to.equal('genesys-permission-missing');
  });

  it('at another host is never listened to, and told', async () => {
    cloud.streamsFrom = 'wss://streaming.example.com';
    listener.listen();
    await until(() => listener.problems.length === 1);
    expect(listener.problems[0]!.message).to.equal(
      'Genesys Cloud opens a notification channel at streaming.example.com, which is not of http://127.0.0.1:1',
    );
    expect([cloud.opened, listener.gaps]).to.deep.equal([[], []]);
  });

  it('whose sockets close before anything is heard is not opened without a pause', async () => {
    listener.listen();
    await until(() => listener.gaps.length === 1);
    cloud.drop('channel-1');
    await until(() => listener.problems.length === 1);
    expect([cloud.opened.length, listener.problems[0]!.message]).to.deep.equal([
      ...[
        1,
        'a notification channel cannot be heard (failure 1 in a row): the socket is closed before anything was heard',
      ],
    ]);
    await cloud.clock.pass(500);
    await until(() => cloud.opened.length === 2);
  });

  it('can be heard with Node’s own WebSocket', () => {
    const own: SocketConstructor = globalThis.WebSocket;
    expect(own.name).to.equal('WebSocket');
  });

  it('closes its socket when it is stopped', async () => {
    await listening();
    await listener.stop();
    await quiet();
    expect(cloud.isHeard('channel-1')).to.equal(false);
  });
});
