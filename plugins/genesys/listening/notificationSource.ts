import { ConversationBook } from '../conversation/book.ts';
import { snapshotOf, type Snapshot } from '../conversation/snapshot.ts';
import { topicName } from '../contract/topics.ts';
import type { ObservationSource, ObservedEvent } from '../observation.ts';
import { backoffMilliseconds } from '../politeness/backoff.ts';
import { sentimentFrameEvent } from '../reading/sentiment.ts';
import { AgentBook } from './agentBook.ts';
import { ChannelTopics } from './channelTopics.ts';
import { keepListening } from './channel.ts';
import type { NotificationFrame } from './frame.ts';
import { SentimentTopics } from './sentimentTopics.ts';
import { readFollowed, readMissed } from './reconcile.ts';
import type { SocketConstructor } from './socket.ts';
import { asWarning, type SourceOptions } from './source.ts';
import { spreadTopics } from './spread.ts';

/** What a notification source is made of, beside what every source is. */
export interface NotificationSourceOptions extends SourceOptions {
  /** Ids of the agents whose status is followed. */
  readonly agents: readonly string[];
  /** Evenly spread over 0 to 1. */
  readonly random: () => number;
  readonly Socket: SocketConstructor;
}

/** How well the notifications tell what happens. */
export interface SourceCounts {
  /** Gaps closed by reading. */
  readonly reconciliations: number;
  /** Events that no notification told, found when a gap was closed: a number that grows is an alarm. */
  readonly repairs: number;
  /** Conversations read because two notifications could not be put in order. */
  readonly settlingReads: number;
}

/** How often a conversation is read for what its notifications leave open. */
const settlingReads = 3;

/** Follows queues and agents by notifications, and closes every gap by reading. */
export class NotificationSource {
  readonly #options: NotificationSourceOptions;
  readonly #conversations: ConversationBook;
  readonly #agents: AgentBook;
  readonly #unsettled = new Set<string>();
  #isSettling = false;
  #settling: Promise<void> = Promise.resolve();
  /** Since when something may have been missed; -Infinity: nothing has been read yet. */
  #missedSince: number | undefined;
  #isReconciling = false;
  #reconciling: Promise<void> = Promise.resolve();
  #sentiment: SentimentTopics | undefined;
  #delivery: Promise<void> = Promise.resolve();
  #counts = { reconciliations: 0, repairs: 0, settlingReads: 0 };

  constructor(options: NotificationSourceOptions) {
    const { names, settings } = options.reading;
    this.#options = options;
    this.#conversations = new ConversationBook(names, settings);
    this.#agents = new AgentBook(names, settings.idleClock);
  }

  get counts(): SourceCounts {
    return this.#counts;
  }

  /**
   * Listens until the signal aborts.
   * @throws ProblemError `genesys-too-many-topics` at once.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { queues, agents, settings } = this.#options;
    const topics = [
      ...queues.map((id) => topicName('queueConversations', id)),
      ...agents.map((id) => topicName('userActivity', id)),
    ];
    const channels = spreadTopics(topics, settings).map((spread) => new ChannelTopics(spread));
    if (settings.followSentiment) this.#sentiment = new SentimentTopics(this.#options, channels);
    const { reading, ...options } = this.#options;
    await Promise.all(
      channels.map((channel) =>
        keepListening(
          {
            ...options,
            genesys: reading.genesys,
            topics: channel,
            frame: (frame) => this.#heard(frame, signal),
            hears: (since) => this.#missed(since ?? -Infinity, signal),
          },
          signal,
        ),
      ),
    );
    // Nothing is taken in after this.
    await Promise.all([this.#reconciling, this.#settling]);
    await this.#delivery;
  }

  #heard(frame: NotificationFrame, signal: AbortSignal): void {
    const now = this.#options.clock.now();
    const deliver = (): Promise<void> => {
      switch (frame.topic) {
        case 'queueConversations': {
          const snapshot = snapshotOf(frame.body);
          return snapshot === undefined ? Promise.resolve() : this.#takeIn(snapshot, now, 'frame', signal);
        }
        case 'userActivity':
          return this.#deliver(this.#agents.take(frame.id, frame.body, now));
        case 'conversationSentiment': {
          const event = sentimentFrameEvent(
            frame.body,
            now,
            this.#options.reading.settings.sentimentMagnitude,
          );
          return this.#deliver(event === undefined ? [] : [event]);
        }
        default:
          return Promise.resolve();
      }
    };
    void this.#inTurn(deliver).catch((error: unknown) => {
      this.#options.problem(asWarning(error, 'events of a notification were not taken in'));
      this.#missed(now, signal);
    });
  }

  /** One after the other, so that what is told first is taken in first. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#delivery.then(act);
    this.#delivery = done.catch(() => undefined);
    return done;
  }

  async #deliver(events: readonly ObservedEvent[]): Promise<void> {
    if (events.length > 0) await this.#options.take(events);
  }

  async #takeIn(
    snapshot: Snapshot,
    at: number,
    source: ObservationSource,
    signal: AbortSignal,
  ): Promise<void> {
    const { events, unsettled, keep } = this.#conversations.take(snapshot, at, source);
    await this.#deliver(events);
    keep();
    void this.#sentiment?.follow(events, signal);
    if (source === 'reconcile') this.#counts.repairs += events.length;
    if (unsettled && source === 'frame') {
      this.#unsettled.add(snapshot.conversation);
      if (!this.#isSettling) this.#settling = this.#settle(signal);
    }
  }

  #missed(since: number, signal: AbortSignal): void {
    this.#missedSince = Math.min(this.#missedSince ?? since, since);
    if (!this.#isReconciling) this.#reconciling = this.#reconcile(signal);
  }

  /** Closes the gap, however often it takes. */
  async #reconcile(signal: AbortSignal): Promise<void> {
    const { clock, settings, random, problem } = this.#options;
    this.#isReconciling = true;
    for (let failures = 0; this.#missedSince !== undefined && !signal.aborted;) {
      const since = this.#missedSince;
      this.#missedSince = undefined;
      try {
        await this.#readMissed(since, signal);
        failures = 0;
      } catch (error) {
        if (signal.aborted) break;
        problem(asWarning(error, 'what was missed could not be read'));
        this.#missedSince = Math.min(this.#missedSince ?? since, since);
        await clock.sleep(backoffMilliseconds(++failures, settings, random), signal).catch(() => undefined);
      }
    }
    this.#isReconciling = false;
  }

  async #readMissed(since: number, signal: AbortSignal): Promise<void> {
    const { clock, settings } = this.#options;
    const [isFirst, now] = [since === -Infinity, clock.now()];
    const source = isFirst ? 'read' : 'reconcile';
    for await (const read of readMissed(
      this.#options,
      this.#conversations.open,
      isFirst ? now : since,
      signal,
    )) {
      if ('snapshot' in read) {
        await this.#inTurn(() => this.#takeIn(read.snapshot, read.observedAt, source, signal));
      } else {
        const news = read.events.filter((event) => this.#agents.isNews(event)).length;
        await this.#inTurn(() => this.#deliver(read.events.map((event) => ({ ...event, source }))));
        if (!isFirst) this.#counts.repairs += news;
      }
    }
    if (!isFirst) this.#counts.reconciliations++;
    this.#conversations.forget(now - settings.rememberSeconds * 1000);
  }

  /** Reads the conversations whose notifications could not be put in order. */
  async #settle(signal: AbortSignal): Promise<void> {
    this.#isSettling = true;
    for (const id of this.#unsettled) {
      this.#unsettled.delete(id);
      await this.#settleOne(id, signal).catch((error: unknown) => {
        if (signal.aborted) return;
        this.#options.problem(asWarning(error, `conversation ${id} could not be read`));
        this.#missed(this.#options.clock.now(), signal);
      });
    }
    this.#isSettling = false;
  }

  /** What is read may be behind what was told: then it is read again, but not for ever. */
  async #settleOne(id: string, signal: AbortSignal): Promise<void> {
    const { clock, settings, problem } = this.#options;
    for (let reads = 1; reads <= settlingReads; reads++) {
      const read = await readFollowed(this.#options, id, signal);
      if (read === undefined) return;
      this.#counts.settlingReads++;
      await this.#inTurn(() => this.#takeIn(read.snapshot, read.observedAt, 'read', signal));
      if (this.#conversations.folded(id)?.unsettled !== true) return;
      await clock.sleep(settings.backoffBaseSeconds * 1000, signal);
    }
    problem(asWarning('what is read stays behind what was told', `conversation ${id} is unsettled`));
  }
}
