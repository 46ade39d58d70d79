import type { ListeningSettings } from '../../../../plugins/genesys/settings.ts';
import { withPlugin, type Plugged } from '../sandbox/plugged.ts';
import { ChannelListener } from './channelListener.ts';
import { Listener } from './channelOnCloud.ts';
import { quiet, until } from './cloud.ts';
import { silentSeconds, streamingSuite, type Streaming, type StreamTrouble } from './streamingSuite.ts';

/** Heartbeats come every so many seconds. */
const beatSeconds = 30;

/** As long as heartbeats are sent by hand, in seconds. */
const longestByHand = 600;

/** On a stand-in for sockets: what the platform says, the spec says. */
class OnStandIn implements Streaming {
  readonly listener = new Listener();
  readonly #cloud = this.listener.cloud;
  #mutedUntil = -Infinity;
  #times = 1;

  async start(settings: Partial<ListeningSettings> = {}): Promise<void> {
    this.listener.listen(settings);
    await until(() => this.listener.gaps.length === 1);
    await this.listener.heartbeat();
  }

  async pass(seconds: number): Promise<void> {
    const { clock } = this.#cloud;
    const end = clock.now() + seconds * 1000;
    const isBeaten = seconds <= longestByHand;
    while (clock.now() < end) {
      await clock.pass(isBeaten ? Math.min(beatSeconds * 1000, end - clock.now()) : end - clock.now());
      await quiet();
      if (isBeaten && clock.now() >= this.#mutedUntil && this.#cloud.isHeard(this.#channel))
        await this.listener.heartbeat(this.#channel);
    }
  }

  async change(): Promise<void> {
    for (let time = 0; time < this.#times; time++)
      this.#cloud.tell(this.#channel, 'v2.users.u-1.activity', { id: 'u-1' });
    this.#times = 1;
    await quiet();
  }

  async befall(trouble: StreamTrouble): Promise<void> {
    const cloud = this.#cloud;
    switch (trouble) {
      case 'channelExpiry':
        cloud.gone.add(this.#channel);
        cloud.drop(this.#channel);
        break;
      case 'socketDrop':
        cloud.drop(this.#channel);
        break;
      case 'socketClosing':
        cloud.tell(this.#channel, 'v2.system.socket_closing', { channelId: this.#channel });
        break;
      case 'noHeartbeat':
        this.#mutedUntil = cloud.clock.now() + silentSeconds * 1000;
        break;
      case 'repeat':
        this.#times = 2;
        break;
      case 'loss':
        this.#times = 0;
    }
    await quiet();
  }

  calls(): Promise<{ readonly made: number; readonly verified: number }> {
    const { asked } = this.#cloud;
    const made = asked.filter((call) => call === 'POST notifications/channels').length;
    return Promise.resolve({ made, verified: asked.filter((call) => call.startsWith('HEAD')).length });
  }

  get #channel(): string {
    return this.#cloud.opened.at(-1)!;
  }
}

/** On the sandbox, over real sockets: what befalls it is asked of it. */
class OnSandbox implements Streaming {
  readonly listener: ChannelListener;
  readonly #plugged: Plugged;
  #isAway = false;

  constructor(plugged: Plugged) {
    const { genesys, lockStep, driven } = plugged;
    const topics = [`v2.users.${driven.ids.users['ana']}.activity`];
    this.#plugged = plugged;
    this.listener = new ChannelListener({
      ...{ genesys, clock: lockStep.clock, Socket: lockStep.WebSocket, topics },
    });
  }

  async start(settings: Partial<ListeningSettings> = {}): Promise<void> {
    this.listener.listen(settings);
    await this.pass(beatSeconds);
  }

  pass(seconds: number): Promise<void> {
    return this.#plugged.lockStep.pass(seconds);
  }

  async change(): Promise<void> {
    this.#isAway = !this.#isAway;
    await this.#plugged.presence('ana', this.#isAway ? 'Break' : 'On Queue');
    await this.#plugged.lockStep.quiet();
  }

  async befall(kind: StreamTrouble): Promise<void> {
    await this.#plugged.befall(kind === 'noHeartbeat' ? { kind, seconds: silentSeconds } : { kind });
    await this.#plugged.lockStep.quiet();
  }

  async calls(): Promise<{ readonly made: number; readonly verified: number }> {
    const [made, verified] = await Promise.all(
      (['postNotificationsChannels', 'headNotificationsChannel'] as const).map((id) =>
        this.#plugged.exchanges(id),
      ),
    );
    return { made: made!.length, verified: verified!.length };
  }
}

/** Uses a platform, and stops listening there whatever comes of it. */
async function used(streaming: Streaming, spec: (streaming: Streaming) => Promise<void>): Promise<void> {
  try {
    await spec(streaming);
  } finally {
    await streaming.listener.stop();
  }
}

describe('the streaming protocol', function () {
  this.timeout(60_000);

  describe('on a stand-in for sockets', () => streamingSuite((spec) => used(new OnStandIn(), spec)));

  describe('on the sandbox, over real sockets', () =>
    streamingSuite((spec) => withPlugin((plugged) => used(new OnSandbox(plugged), spec))));
});
