import type { SocketConstructor } from '../../../../engine/network.ts';
import type { Clock } from '../../../../engine/ports.ts';
import type { Problem } from '../../../../engine/problem.ts';
import type { GenesysClient } from '../../../../plugins/genesys/client/client.ts';
import { keepListening } from '../../../../plugins/genesys/listening/channel.ts';
import { ChannelTopics } from '../../../../plugins/genesys/listening/channelTopics.ts';
import type { NotificationFrame } from '../../../../plugins/genesys/listening/frame.ts';
import { genesysDefaults, type ListeningSettings } from '../../../../plugins/genesys/settings.ts';

/** What is listened with, and to what. */
interface ListenedWith {
  readonly genesys: GenesysClient;
  readonly clock: Clock;
  readonly Socket: SocketConstructor;
  readonly topics: readonly string[];
}

/** Listens on one channel, and notes what comes. */
export class ChannelListener {
  readonly frames: NotificationFrame[] = [];
  /** Seconds since the start from which something may have been missed, for each time that it hears anew. */
  readonly gaps: (number | undefined)[] = [];
  /** Seconds since the start at which it was heard last before it fell silent. */
  readonly losses: number[] = [];
  readonly problems: Problem[] = [];
  /** How many sockets were asked for. */
  sockets = 0;
  readonly #with: ListenedWith;
  readonly #start: number;
  readonly #stop = new AbortController();
  #over: Promise<void> | undefined;

  constructor(listenedWith: ListenedWith) {
    this.#with = listenedWith;
    this.#start = listenedWith.clock.now();
  }

  listen(settings: Partial<ListeningSettings> = {}): void {
    const { genesys, clock, Socket, topics } = this.#with;
    const asked = (): void => void this.sockets++;
    class CountedSocket extends Socket {
      constructor(url: string) {
        super(url);
        asked();
      }
    }
    const since = (moment: number): number => (moment - this.#start) / 1000;
    this.#over = keepListening(
      {
        ...{ genesys, clock, Socket: CountedSocket, random: () => 0.5 },
        topics: new ChannelTopics(topics),
        settings: { ...genesysDefaults.listening, ...settings },
        frame: (frame) => this.frames.push(frame),
        lost: (moment) => this.losses.push(since(moment)),
        hears: (moment) => this.gaps.push(moment === undefined ? undefined : since(moment)),
        problem: (problem) => this.problems.push(problem),
      },
      this.#stop.signal,
    );
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#over;
  }
}
