/** The topics of one channel. Some may join while it is heard, and leave; the platform hears of those that leave late. */
export class ChannelTopics {
  readonly #lasting: readonly string[];
  readonly #passing = new Set<string>();
  /** The channel they are subscribed on; undefined while there is none. */
  channelId: string | undefined;

  /** @param lasting those that are listened to from beginning to end. */
  constructor(lasting: readonly string[]) {
    this.#lasting = lasting;
  }

  get all(): readonly string[] {
    return [...this.#lasting, ...this.#passing];
  }

  /** A topic joins: with the channel's next subscription, or told to the platform by who adds it. */
  add(topic: string): void {
    this.#passing.add(topic);
  }

  /** A topic leaves, if it is here: it is not subscribed to any more on the next channel. */
  remove(topic: string): void {
    this.#passing.delete(topic);
  }
}
