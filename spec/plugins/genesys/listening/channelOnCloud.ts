import type { Problem } from '../../../../engine/problem.ts';
import { keepListening } from '../../../../plugins/genesys/listening/channel.ts';
import { ChannelTopics } from '../../../../plugins/genesys/listening/channelTopics.ts';
import type { NotificationFrame } from '../../../../plugins/genesys/listening/frame.ts';
import { genesysDefaults, type ListeningSettings } from '../../../../plugins/genesys/settings.ts';
import { Cloud, quiet } from './cloud.ts';

/** What is listened to. */
export const topics = ['v2.routing.queues.q-1.conversations', 'v2.users.u-1.activity'];
/** In milliseconds. */
export const second = 1000;

/** Listens on a cloud, and notes what comes. */
export class Listener {
  readonly cloud = new Cloud();
  readonly frames: NotificationFrame[] = [];
  readonly gaps: (number | undefined)[] = [];
  /** Seconds since the start at which it was heard last before it fell silent. */
  readonly losses: number[] = [];
  readonly problems: Problem[] = [];
  readonly #stop = new AbortController();
  readonly #start = this.cloud.clock.now();
  #over: Promise<void> | undefined;

  listen(settings: Partial<ListeningSettings> = {}): void {
    const { genesys, clock, Socket } = this.cloud;
    this.#over = keepListening(
      {
        ...{ genesys, clock, Socket, random: () => 0.5 },
        topics: new ChannelTopics(topics),
        settings: { ...genesysDefaults.listening, ...settings },
        frame: (frame) => this.frames.push(frame),
        lost: (since) => this.losses.push((since - this.#start) / second),
        hears: (since) => this.gaps.push(since === undefined ? undefined : (since - this.#start) / second),
        problem: (problem) => this.problems.push(problem),
      },
      this.#stop.signal,
    );
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#over;
    this.cloud.stop();
  }

  heartbeat(channel = 'channel-1'): Promise<void> {
    this.cloud.tell(channel, 'channel.metadata', { message: 'WebSocket Heartbeat' });
    return quiet();
  }
}
