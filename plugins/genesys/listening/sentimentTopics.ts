import type { ObservedEvent } from '../../../engine/exchange.ts';
import { topicName } from '../contract/topics.ts';
import type { ChannelTopics } from './channelTopics.ts';
import { asWarning, type SourceOptions } from './source.ts';

const overTypes: ReadonlySet<string> = new Set(['conversation.ended', 'conversation.abandoned']);

/** Subscribes to the mood of each conversation when it begins, on whichever channel has most room, one call each. */
export class SentimentTopics {
  readonly #options: SourceOptions;
  readonly #channels: readonly ChannelTopics[];

  constructor(options: SourceOptions, channels: readonly ChannelTopics[]) {
    this.#options = options;
    this.#channels = channels;
  }

  /** Heeds the beginnings and ends among these events. A topic that cannot be had is told, and the rest goes on. */
  async follow(events: readonly ObservedEvent[], signal: AbortSignal): Promise<void> {
    const over = new Set(
      events.flatMap(({ event }) => (overTypes.has(event.type) ? [conversationOf(event)] : [])),
    );
    for (const { event } of events) {
      const conversation = conversationOf(event);
      if (event.type === 'conversation.started' && !over.has(conversation))
        await this.#add(conversation, signal);
    }
    for (const conversation of over) {
      for (const channel of this.#channels) channel.remove(topicName('conversationSentiment', conversation));
    }
  }

  async #add(conversation: string, signal: AbortSignal): Promise<void> {
    const { reading, settings, problem } = this.#options;
    const topic = topicName('conversationSentiment', conversation);
    const [roomiest] = [...this.#channels].sort((a, b) => a.all.length - b.all.length);
    if (roomiest === undefined || roomiest.all.length >= settings.topicsPerChannel) {
      return problem(asWarning('every channel is full', `the sentiment of ${conversation} is not followed`));
    }
    roomiest.add(topic);
    // A channel that is still to be opened subscribes to it with the others.
    if (roomiest.channelId === undefined) return;
    const params = { path: { channelId: roomiest.channelId } };
    await reading.genesys
      .call(
        'postNotificationsChannelSubscriptions',
        { params, body: [{ id: topic }] },
        { lane: 'bulk', signal },
      )
      .catch((error: unknown) =>
        problem(asWarning(error, `the sentiment of ${conversation} is not followed`)),
      );
  }
}

function conversationOf(event: ObservedEvent['event']): string {
  return 'conversation' in event ? event.conversation : '';
}
