import type { ObservedEvent } from '../../../engine/exchange.ts';
import { ConversationBook } from '../conversation/book.ts';
import type { ReceiptTimes } from '../conversation/messageMilestones.ts';
import { snapshotOf, type Snapshot } from '../conversation/snapshot.ts';
import { topicName } from '../contract/topics.ts';
import type { ObservationSource } from '../observation.ts';
import type { ReadConversation } from '../reading/conversations.ts';
import { sentimentFrameEvent } from '../reading/sentiment.ts';
import { AgentBook } from './agentBook.ts';
import { ChannelTopics } from './channelTopics.ts';
import { keepListening } from './channel.ts';
import { longestFrame, type NotificationFrame } from './frame.ts';
import { Gaps, type Gap } from './gaps.ts';
import { lateReceiptTimes } from './receiptTimes.ts';
import { SentimentTopics } from './sentimentTopics.ts';
import { readFollowed, readMissed, type BarredConversation } from './reconcile.ts';
import type { SocketConstructor } from '../../../engine/network.ts';
import { asWarning, Refused, sighted, Troubled, type SourceOptions } from './source.ts';
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
  /** Readings of all that is open, though there was no gap. */
  readonly checks: number;
  /** Events that no notification told, found by either: a number that grows is an alarm. */
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
  readonly #troubled = new Troubled();
  readonly #refused = new Refused();
  #isSettling = false;
  #settling: Promise<void> = Promise.resolve();
  #gaps: Gaps | undefined;
  #sentiment: SentimentTopics | undefined;
  #delivery: Promise<void> = Promise.resolve();
  #counts = { reconciliations: 0, checks: 0, repairs: 0, settlingReads: 0 };

  constructor(options: NotificationSourceOptions) {
    const { names, settings } = options.reading;
    this.#options = options;
    this.#conversations = new ConversationBook(names, settings, options.settings);
    this.#agents = new AgentBook(names, settings.idleClock);
  }

  get counts(): SourceCounts {
    return this.#counts;
  }

  /**
   * Listens until the signal aborts.
   * @param cursor up to when all was taken in before, in milliseconds since 1970: what came after is read.
   * @throws ProblemError `genesys-too-many-topics` at once.
   */
  async run(signal: AbortSignal, cursor?: number): Promise<void> {
    const { queues, agents, settings } = this.#options;
    const topics = [
      ...queues.map((id) => topicName('queueConversations', id)),
      ...agents.map((id) => topicName('userActivity', id)),
    ];
    const channels = spreadTopics(topics, settings).map((spread) => new ChannelTopics(spread));
    if (settings.followSentiment) this.#sentiment = new SentimentTopics(this.#options, channels);
    const { reading, ...options } = this.#options;
    const gaps = new Gaps(
      {
        ...options,
        close: (gap) => this.#readMissed(gap, signal),
        sight: (type, at) => this.#tellSight(type, at, signal),
      },
      signal,
    );
    this.#gaps = gaps;
    const began: Gap =
      cursor === undefined
        ? { kind: 'start', since: options.clock.now() }
        : { kind: 'restart', since: cursor };
    for (const channel of channels) gaps.awaited(channel, began.since);
    const checking = gaps.checkFromTimeToTime();
    await Promise.all(
      channels.map((channel) =>
        keepListening(
          {
            ...options,
            genesys: reading.genesys,
            topics: channel,
            frame: (frame) => this.#heard(frame, gaps, signal),
            hears: (since) => gaps.heard(channel, since === undefined ? began : { kind: 'missed', since }),
            lost: (since) => gaps.lost(channel, since),
          },
          signal,
        ),
      ),
    );
    // Nothing is taken in after this.
    await Promise.all([checking, gaps.idle(), this.#settling]);
    await this.#delivery;
  }

  #heard(frame: NotificationFrame, gaps: Gaps, signal: AbortSignal): void {
    const now = this.#options.clock.now();
    if (frame.topic === 'oversized') {
      const why = `it has more than ${longestFrame} characters`;
      this.#options.problem(asWarning(why, 'a notification is not read'));
      return gaps.add({ kind: 'missed', since: now });
    }
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
      if (signal.aborted) return;
      this.#options.problem(asWarning(error, 'events of a notification were not taken in'));
      gaps.add({ kind: 'missed', since: now });
    });
  }

  /** What cannot be taken in now is made up for: the gap is read, and then it is seen. */
  #tellSight(type: 'platform.unseen' | 'platform.seen', at: number, signal: AbortSignal): void {
    const { clock, problem } = this.#options;
    const event = sighted(type, at, clock.now());
    this.#inTurn(() => this.#deliver([event])).catch((error: unknown) => {
      if (!signal.aborted) problem(asWarning(error, `${type} was not taken in`));
    });
  }

  /** One after the other, so that what is told first is taken in first. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#delivery.then(act);
    this.#delivery = done.catch(() => undefined);
    return done;
  }

  async #deliver(events: readonly ObservedEvent[]): Promise<void> {
    if (events.length > 0) await this.#options.take(events, this.#gaps!.toldUntil);
  }

  async #takeIn(
    snapshot: Snapshot,
    at: number,
    source: ObservationSource,
    signal: AbortSignal,
    receiptTimes?: ReceiptTimes,
  ): Promise<void> {
    const { events, unsettled, keep } = this.#conversations.take(snapshot, at, source, receiptTimes);
    await this.#deliver(events);
    keep();
    void this.#sentiment?.follow(events, signal);
    if (source === 'reconcile') this.#counts.repairs += events.length;
    if (unsettled && source === 'frame') {
      this.#unsettled.add(snapshot.conversation);
      if (!this.#isSettling) this.#settling = this.#settle(signal);
    }
  }

  async #takeRead(
    { snapshot, observedAt }: ReadConversation,
    source: ObservationSource,
    signal: AbortSignal,
  ): Promise<void> {
    this.#refused.given(snapshot.conversation);
    const times = await lateReceiptTimes(this.#options, this.#conversations, snapshot, signal);
    await this.#inTurn(() => this.#takeIn(snapshot, observedAt, source, signal, times));
  }

  /** Reads all that may have been missed, and tells what no notification told. */
  async #readMissed(gap: Gap, signal: AbortSignal): Promise<void> {
    const { clock, settings } = this.#options;
    const [isStart, now] = [gap.kind === 'start', clock.now()];
    const source = isStart ? 'read' : 'reconcile';
    for await (const read of readMissed(
      this.#options,
      [...this.#conversations.open, ...this.#refused.ids],
      gap,
      signal,
      this.#troubled,
    )) {
      if ('barred' in read) {
        this.#refuse(read);
        continue;
      }
      if ('snapshot' in read) {
        await this.#takeRead(read, source, signal);
        continue;
      }
      await this.#inTurn(async () => {
        const { news, statuses, keep } = this.#agents.read(read.agents);
        await this.#deliver([...news, ...read.queues].map((event) => ({ ...event, source })));
        keep();
        if (!isStart) this.#counts.repairs += statuses;
      });
    }
    if (gap.kind === 'check') this.#counts.checks++;
    else if (!isStart) this.#counts.reconciliations++;
    this.#conversations.forget(now - settings.rememberSeconds * 1000);
  }

  #refuse({ barred, why }: BarredConversation): void {
    const { times, isForGood } = this.#refused.refused(barred);
    if (times === 1) this.#options.problem(why, barred);
    if (isForGood) this.#conversations.leave(barred);
  }

  /** Reads the conversations whose notifications could not be put in order. */
  async #settle(signal: AbortSignal): Promise<void> {
    this.#isSettling = true;
    for (const id of this.#unsettled) {
      this.#unsettled.delete(id);
      await this.#settleOne(id, signal).catch((error: unknown) => {
        if (signal.aborted) return;
        this.#options.problem(asWarning(error, `conversation ${id} could not be read`), id);
        this.#gaps!.add({ kind: 'missed', since: this.#options.clock.now() });
      });
    }
    this.#isSettling = false;
  }

  /** What is read may be behind what was told: then it is read again, but not for ever. */
  async #settleOne(id: string, signal: AbortSignal): Promise<void> {
    const { clock, settings, problem } = this.#options;
    for (let reads = 1; reads <= settlingReads; reads++) {
      const read = await readFollowed(this.#options, id, signal);
      if ('barred' in read) return this.#refuse(read);
      this.#counts.settlingReads++;
      await this.#takeRead(read, 'read', signal);
      if (this.#conversations.folded(id)?.unsettled !== true) return;
      await clock.sleep(settings.backoffBaseSeconds * 1000, signal);
    }
    problem(asWarning('what is read stays behind what was told', `conversation ${id} is unsettled`), id);
  }
}
