import { ConversationBook, type Taken } from '../conversation/book.ts';
import { GenesysError } from '../genesysError.ts';
import { readAgents } from '../reading/agents.ts';
import { readConversation } from '../reading/conversations.ts';
import { changedConversations } from './changedConversations.ts';
import { asWarning, inOrder, type SourceOptions } from './source.ts';

/**
 * Finds out what happens by asking again and again, where no socket can be had. Each poll looks back beyond the last one
 * taken in, because the platform is late to tell; what is told twice is told on once.
 */
export class PollingSource {
  readonly #options: SourceOptions;
  readonly #book: ConversationBook;
  #cursor: number;
  /** What analytics last said of each conversation that was taken in. */
  #rows: ReadonlyMap<string, string> = new Map();

  /** @param cursor up to when all is taken in, in milliseconds since 1970; the first poll reads on from there. */
  constructor(options: SourceOptions, cursor: number) {
    this.#options = options;
    this.#cursor = cursor;
    this.#book = new ConversationBook(options.reading.names, options.reading.settings);
  }

  /** Up to when all that the platform told is taken in, in milliseconds since 1970. Never ahead of it. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Polls until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, settings, problem } = this.#options;
    while (!signal.aborted) {
      await this.poll().catch((error: unknown) => problem(asWarning(error, 'a poll failed')));
      await clock.sleep(settings.pollSeconds * 1000, signal).catch(() => undefined);
    }
  }

  /**
   * Reads what has happened since the cursor, and has it taken in; only then the cursor moves, to when this poll began.
   * @throws GenesysError as `call` does; what `take` throws.
   */
  async poll(): Promise<void> {
    const { reading, clock, queues, settings, take } = this.#options;
    const now = clock.now();
    const since = this.#cursor - settings.overlapSeconds * 1000;
    const agents = await readAgents(reading, queues);
    const rows = await changedConversations(reading, queues, { ...settings, since, now });
    const changed = [...rows].filter(([id, row]) => this.#rows.get(id) !== row).map(([id]) => id);
    const vanished = this.#book.open.filter((id) => !rows.has(id));
    const takes: Taken[] = [];
    for (const id of [...changed, ...vanished]) takes.push(...(await this.#read(id)));
    await take(inOrder([...agents, ...takes.flatMap(({ events }) => events)]));
    for (const { keep } of takes) keep();
    this.#rows = rows;
    this.#cursor = Math.max(this.#cursor, now);
    this.#book.forget(now - settings.rememberSeconds * 1000);
  }

  async #read(id: string): Promise<Taken[]> {
    const { reading, problem } = this.#options;
    try {
      const { snapshot, observedAt } = await readConversation(reading.genesys, id, reading.manner);
      return [this.#book.take(snapshot, observedAt, 'poll')];
    } catch (error) {
      if (!(error instanceof GenesysError) || error.code !== 'genesys-not-found') throw error;
      problem(asWarning(error, `conversation ${id} cannot be followed`));
      return [];
    }
  }
}
