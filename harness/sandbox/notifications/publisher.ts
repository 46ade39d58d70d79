import type { Changes } from '../centre/changes.ts';
import type { ConversationRecord, UserRecord } from '../centre/records.ts';
import type { Directory } from '../org/directory.ts';
import { formatUtc } from '../../recording/time.ts';
import { conversationEvent } from '../views/conversationView.ts';
import { sentimentOf } from '../views/sentimentView.ts';
import { presenceDefinition } from '../views/userView.ts';
import type { Stream } from './stream.ts';

/** Turns changes of the records into notifications; nothing is written that nobody hears. */
export class Publisher implements Changes {
  readonly #stream: Stream;
  readonly #directory: Directory;
  readonly #startsAt: number;
  readonly #queuesOf: (user: UserRecord) => readonly string[];

  /**
   * @param queuesOf ids of the queues that a user is a member of.
   * @param startsAt since when they are, in milliseconds since 1970.
   */
  constructor(
    stream: Stream,
    directory: Directory,
    queuesOf: (user: UserRecord) => readonly string[],
    startsAt: number,
  ) {
    this.#startsAt = startsAt;
    this.#stream = stream;
    this.#directory = directory;
    this.#queuesOf = queuesOf;
  }

  conversation(changed: ConversationRecord): void {
    const queues = new Set(changed.participants.flatMap(({ queueId }) => queueId ?? []));
    const topics = [...queues]
      .map((id) => `v2.routing.queues.${id}.conversations`)
      .filter((topic) => this.#stream.isHeard(topic));
    if (topics.length === 0) return;
    const event = conversationEvent(changed, this.#directory);
    for (const topic of topics) this.#stream.publish(topic, event);
  }

  user(changed: UserRecord): void {
    const { id, status, statusSince, presence, presenceSince } = changed;
    this.#stream.publish(`v2.users.${id}.activity`, {
      id,
      routingStatus: { status, startTime: formatUtc(statusSince) },
      presence: {
        presenceDefinition: presenceDefinition(presence, this.#directory),
        modifiedDate: formatUtc(presenceSince),
      },
      // Who goes off queue stays a member who has joined.
      activeQueueIds: this.#queuesOf(changed),
      dateActiveQueuesChanged: formatUtc(this.#startsAt),
    });
  }

  sentiment(conversation: ConversationRecord): void {
    const { score, trend } = sentimentOf(conversation)!;
    this.#stream.publish(`v2.speechandtextanalytics.conversation.${conversation.id}.sentiment`, {
      conversationId: conversation.id,
      sentimentOverallScore: score,
      sentimentTrendScore: trend,
      queueIds: [],
    });
  }
}
