import { identity } from '../centre/identity.ts';
import type { Alarms } from '../clock/timeline.ts';
import { badRequest, notFound } from '../door/refusal.ts';
import { topicsOf } from './topics.ts';

/** Source: the platform's own pages, as quoted in public: 20 channels, 1,000 topics, 24 hours. */
const MOST_CHANNELS = 20;
const MOST_TOPICS = 1000;
const CHANNEL_MS = 86_400_000;

/** One end of a socket, as far as a channel needs it. */
export interface Socket {
  send(text: string): void;
  /** In order, after what was sent. */
  close(): void;
  /** At once, without a word. */
  terminate(): void;
}

/** A notification channel: what a client listens to, and where. */
export interface Channel {
  readonly id: string;
  readonly clientId: string;
  expiresAt: number;
  lastUsedAt: number;
  /** As the client named them. */
  readonly subscriptions: Set<string>;
  socket?: Socket;
}

/** The notification channels of all clients. */
export class Channels {
  readonly #alarms: Alarms;
  readonly #channels = new Map<string, Channel>();
  readonly #listeners = new Map<string, Set<Channel>>();
  #created = 0;

  constructor(alarms: Alarms) {
    this.#alarms = alarms;
  }

  get all(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  /** Makes a channel; the 21st of a client takes the place of the one unused longest, unconnected ones first. */
  create(clientId: string): Channel {
    const own = this.all.filter((channel) => channel.clientId === clientId);
    if (own.length >= MOST_CHANNELS) this.remove(oldest(own));
    const channel: Channel = {
      id: `streaming-0-${identity('channel', ++this.#created).replaceAll('-', '').slice(0, 26)}`,
      clientId,
      expiresAt: this.#alarms.now + CHANNEL_MS,
      lastUsedAt: this.#alarms.now,
      subscriptions: new Set(),
    };
    this.#channels.set(channel.id, channel);
    this.#watchExpiry(channel);
    return channel;
  }

  /** @throws Refusal 404 when it is not there or no longer. */
  find(id: string): Channel {
    const channel = this.#channels.get(id);
    if (channel === undefined) throw notFound('notification channel', id);
    channel.lastUsedAt = this.#alarms.now;
    return channel;
  }

  has(id: string): boolean {
    return this.#channels.has(id);
  }

  /** Ends a channel, and its socket with it. */
  remove(channel: Channel): void {
    this.unsubscribe(channel, channel.subscriptions);
    this.#channels.delete(channel.id);
    channel.socket?.close();
    delete channel.socket;
  }

  /**
   * Adds subscriptions, and lets the channel live another 24 hours.
   * @param topics already known to be topics.
   * @throws Refusal 400 when they are too many; then none is added.
   */
  subscribe(channel: Channel, topics: readonly string[]): void {
    assertFew(new Set([...channel.subscriptions, ...topics]));
    for (const subscription of topics) {
      channel.subscriptions.add(subscription);
      for (const topic of topicsOf(subscription)!) {
        const listeners = this.#listeners.get(topic) ?? new Set();
        this.#listeners.set(topic, listeners.add(channel));
      }
    }
    channel.expiresAt = this.#alarms.now + CHANNEL_MS;
  }

  /**
   * Puts these subscriptions in the place of all others, and lets the channel live another 24 hours.
   * @throws Refusal 400 when they are too many; then the others stay.
   */
  replace(channel: Channel, topics: readonly string[]): void {
    assertFew(new Set(topics));
    this.unsubscribe(channel, channel.subscriptions);
    this.subscribe(channel, topics);
  }

  unsubscribe(channel: Channel, subscriptions: Iterable<string>): void {
    for (const gone of [...subscriptions]) channel.subscriptions.delete(gone);
    const kept = new Set([...channel.subscriptions].flatMap((one) => topicsOf(one)!));
    for (const [topic, listeners] of this.#listeners) {
      if (kept.has(topic)) continue;
      listeners.delete(channel);
      if (listeners.size === 0) this.#listeners.delete(topic);
    }
  }

  /** Who hears of a topic now: nothing is kept for those who are away. */
  listeners(topic: string): readonly Channel[] {
    const listeners = this.#listeners.get(topic);
    return listeners === undefined ? [] : [...listeners].filter(({ socket }) => socket !== undefined);
  }

  #watchExpiry(channel: Channel): void {
    this.#alarms.at(channel.expiresAt, () => {
      if (!this.#channels.has(channel.id)) return;
      if (channel.expiresAt <= this.#alarms.now) this.remove(channel);
      else this.#watchExpiry(channel);
    });
  }
}

function assertFew({ size }: ReadonlySet<string>): void {
  if (size <= MOST_TOPICS) return;
  const why = `A channel holds ${MOST_TOPICS} topics; these would be ${size}`;
  throw badRequest('notification.subscription.too.many.subscriptions', why);
}

function oldest(channels: readonly Channel[]): Channel {
  const unconnected = channels.filter(({ socket }) => socket === undefined);
  const candidates = unconnected.length > 0 ? unconnected : channels;
  return candidates.reduce((a, b) => (b.lastUsedAt < a.lastUsedAt ? b : a));
}
