import { ConversationBook, type Taken } from '../conversation/book.ts';
import { isBarred } from '../genesysError.ts';
import { readAgents } from '../reading/agents.ts';
import { readConversation } from '../reading/conversations.ts';
import { readQueues } from '../reading/queues.ts';
import { underSignal, type Reading } from '../reading/reading.ts';
import { AgentBook } from './agentBook.ts';
import { changedConversations } from './changedConversations.ts';
import { lateReceiptTimes } from './receiptTimes.ts';
import { asWarning, inOrder, Refused, sighted, Troubled, type SourceOptions } from './source.ts';

/**
 * Finds out what happens by asking again and again, where no socket can be had. Each poll looks back beyond the last one
 * taken in, because the platform is late to tell; what is told twice is told on once.
 */
export class PollingSource {
  readonly #options: SourceOptions;
  readonly #book: ConversationBook;
  readonly #agents: AgentBook;
  readonly #troubled = new Troubled();
  readonly #refused = new Refused();
  #cursor: number;
  /** Whether what was open at the cursor is not known: after a restart, until the first poll. */
  #isForgotten: boolean;
  #isUnseen = false;
  /** When the queues were read last, in milliseconds since 1970. */
  #queuesReadAt = -Infinity;
  /** What analytics last said of each conversation that was taken in. */
  #rows: ReadonlyMap<string, string> = new Map();

  /**
   * @param cursor up to when all is taken in, in milliseconds since 1970; the first poll reads on from there. Left out: it
   *   begins now.
   */
  constructor(options: SourceOptions, cursor?: number) {
    const { names, settings } = options.reading;
    this.#options = options;
    this.#cursor = cursor ?? options.clock.now();
    this.#isForgotten = cursor !== undefined;
    this.#book = new ConversationBook(names, settings, options.settings);
    this.#agents = new AgentBook(names, settings.idleClock);
  }

  /** Up to when all that the platform told is taken in, in milliseconds since 1970. Never ahead of it. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Polls until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, settings, problem } = this.#options;
    if (this.#isForgotten) await this.#tellUnseen();
    while (!signal.aborted) {
      await this.poll(signal).catch(async (error: unknown) => {
        if (signal.aborted) return;
        problem(asWarning(error, 'a poll failed'));
        await this.#tellUnseen();
      });
      await clock.sleep(settings.pollSeconds * 1000, signal).catch(() => undefined);
    }
  }

  /**
   * Reads what has happened since the cursor, and has it taken in; only then the cursor moves, to when this poll began.
   * Where the platform fails at one conversation, what happened to others is taken in, and the cursor stays.
   * @throws GenesysError as `call` does; what `take` throws; the signal's reason.
   */
  async poll(signal?: AbortSignal): Promise<void> {
    const { clock, queues, settings, take } = this.#options;
    const reading = underSignal(this.#options.reading, signal);
    const now = clock.now();
    const since = this.#cursor - settings.overlapSeconds * 1000;
    const agents = this.#agents.read(await readAgents(reading, queues));
    const areQueuesDue = now - this.#queuesReadAt >= settings.reconcileSeconds * 1000;
    const queueEvents = areQueuesDue ? await readQueues(reading, queues, now) : [];
    const rows = await changedConversations(reading, queues, {
      ...settings,
      ...(this.#isForgotten
        ? { since: since - settings.openLookbackSeconds * 1000, overSince: since }
        : { since }),
      now,
    });
    const changed = [...rows].filter(([id, row]) => this.#rows.get(id) !== row).map(([id]) => id);
    const vanished = this.#book.open.filter((id) => !rows.has(id));
    const takes: Taken[] = [];
    const failures = new Map<string, Error>();
    for (const id of this.#troubled.inOrder([...changed, ...vanished, ...this.#refused.ids])) {
      try {
        takes.push(...(await this.#read(reading, id, signal)));
        this.#troubled.isWell(id);
      } catch (error) {
        failures.set(id, this.#troubled.failed(id, error));
      }
    }
    signal?.throwIfAborted();
    const floor = [...agents.news, ...queueEvents].map((event) => ({ ...event, source: 'poll' }));
    const news = inOrder([...floor, ...takes.flatMap(({ events }) => events)]);
    const isWhole = failures.size === 0;
    const seen = this.#isUnseen && isWhole ? [sighted('platform.seen', now, now)] : [];
    await take([...news, ...seen], isWhole ? Math.max(this.#cursor, now) : this.#cursor);
    for (const { keep } of [agents, ...takes]) keep();
    if (areQueuesDue) this.#queuesReadAt = now;
    // What could not be read is read with the next poll.
    const unread = new Set([...failures.keys(), ...this.#refused.ids]);
    this.#rows = new Map([...rows].filter(([id]) => !unread.has(id)));
    for (const [, failure] of failures) throw failure;
    this.#isUnseen = false;
    this.#isForgotten = false;
    this.#cursor = Math.max(this.#cursor, now);
    this.#book.forget(now - settings.rememberSeconds * 1000);
  }

  /** Nothing since the cursor is known. What cannot be taken in either is tried again with the next poll. */
  async #tellUnseen(): Promise<void> {
    if (this.#isUnseen) return;
    const { clock, take } = this.#options;
    const unseen = sighted('platform.unseen', this.#cursor, clock.now());
    this.#isUnseen = await take([unseen], this.#cursor).then(
      () => true,
      () => false,
    );
  }

  async #read(reading: Reading, id: string, signal: AbortSignal | undefined): Promise<Taken[]> {
    const { problem } = this.#options;
    try {
      const { snapshot, observedAt } = await readConversation(reading.genesys, id, reading.manner);
      this.#refused.given(id);
      const times = await lateReceiptTimes(this.#options, this.#book, snapshot, signal);
      return [this.#book.take(snapshot, observedAt, 'poll', times)];
    } catch (error) {
      if (!isBarred(error)) throw error;
      const { times, isForGood } = this.#refused.refused(id);
      if (times === 1) problem(asWarning(error, `conversation ${id} cannot be followed`), id);
      if (isForGood) this.#book.leave(id);
      return [];
    }
  }
}
