import type { ObservedEvent } from '../../../../engine/exchange.ts';
import type { Problem } from '../../../../engine/problem.ts';
import type { ToldConversation } from '../../../../plugins/genesys/conversation/snapshot.ts';
import { NotificationSource } from '../../../../plugins/genesys/listening/notificationSource.ts';
import { genesysDefaults, type ListeningSettings } from '../../../../plugins/genesys/settings.ts';
import { names } from '../told.ts';
import { Cloud, quiet, until } from './cloud.ts';

const topic = 'v2.routing.queues.q-1.conversations';

/** A source that listens on a cloud, and what it told. */
export class Listening {
  readonly cloud = new Cloud();
  readonly events: ObservedEvent[] = [];
  readonly problems: Problem[] = [];
  /** Up to when all was told, by batch. */
  readonly cursors: number[] = [];
  /** How many batches are not taken in. */
  refusals = 0;
  readonly #stop = new AbortController();
  readonly source: NotificationSource;
  #over: Promise<void> | undefined;

  constructor(settings: Partial<ListeningSettings> = {}) {
    const { genesys, clock, Socket } = this.cloud;
    this.source = new NotificationSource({
      ...{ clock, Socket, random: () => 0.5, queues: ['q-1'], agents: ['u-1'] },
      reading: { genesys, names, settings: genesysDefaults.reading, manner: { lane: 'bulk' } },
      settings: { ...genesysDefaults.listening, silenceSeconds: 1e6, ...settings },
      take: (events, cursor) => {
        if (this.refusals-- > 0) return Promise.reject(new Error('the disk is full'));
        this.events.push(...events);
        this.cursors.push(cursor);
        return Promise.resolve();
      },
      problem: (problem) => this.problems.push(problem),
    });
  }

  async start(cursor?: number): Promise<void> {
    this.#over = this.source.run(this.#stop.signal, cursor);
    await until(() => this.cloud.opened.length === 1);
    await quiet();
    this.cloud.tell('channel-1', 'channel.metadata', { message: 'WebSocket Heartbeat' });
    await quiet();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#over;
    this.cloud.stop();
  }

  tell(...frames: ToldConversation[]): Promise<void> {
    for (const frame of frames) this.cloud.tell('channel-1', topic, frame);
    return quiet();
  }

  async reconnect(): Promise<void> {
    const { reconciliations } = this.source.counts;
    this.cloud.drop('channel-1');
    await until(() => this.source.counts.reconciliations > reconciliations);
  }

  /** What happened to conversations, in short. */
  get happened(): string[] {
    return this.events.flatMap(({ event, source }) =>
      'conversation' in event ? [`${source} ${event.type.replace('conversation.', '')}`] : [],
    );
  }
}

/** Uses a source, and stops it whatever comes of that. */
export const withSource = async (
  use: (listening: Listening) => Promise<void>,
  settings: Partial<ListeningSettings> = {},
): Promise<void> => {
  const listening = new Listening(settings);
  try {
    await use(listening);
  } finally {
    await listening.stop();
  }
};
