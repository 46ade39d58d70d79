import { setImmediate } from 'node:timers/promises';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type {
  Changes,
  Counters,
  DeadCommand,
  GatheredFact,
  InboxEntry,
  JournalEntry,
  KeptDecision,
  OutboxEntry,
  Store,
} from '../../engine/store.ts';
import { ChangesWriter } from './changesWriter.ts';
import { Retention, type Keeping } from './retention.ts';
import {
  conversationOf,
  deadCommand,
  gatheredFact,
  inboxEntry,
  journalEntry,
  keptDecision,
  outboxEntry,
} from './rows.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { StoreDatabase, type Opening } from './storeDatabase.ts';

/** Rows that are read at a time where all are asked for. */
const page = 500;

/** An open store: its file, and what speaks to it. */
interface Open {
  readonly database: StoreDatabase;
  readonly statements: Statements;
  readonly writer: ChangesWriter;
  readonly retention: Retention;
}

/** How a store is opened, and how long it keeps things. */
export type StoreOpening = Opening & Keeping;

/** Keeps everything in one SQLite file. A commit is one transaction, and on the disk when it resolves. */
export class SqliteStore implements Store {
  readonly #opening: StoreOpening;
  /** Sinks that were asked for since it is open. */
  readonly #sinks = new Set<string>();
  #open: Open | undefined;

  constructor(opening: StoreOpening) {
    this.#opening = opening;
  }

  /** To be called first. @throws ProblemError when the file cannot be had, in words. */
  open(): void {
    const database = new StoreDatabase(this.#opening);
    const statements = prepareStatements(database.connection);
    const retention = new Retention(database, this.#opening);
    this.#open = { database, statements, writer: new ChangesWriter(statements), retention };
  }

  /** Gives the file back; nothing when it is not open. */
  close(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.database.close();
  }

  /**
   * Renews the lease and prunes, until the signal is aborted.
   * @throws ProblemError when the file cannot be written, or another instance has it.
   */
  async keepUp(signal: AbortSignal): Promise<void> {
    const { database, retention } = this.#opened();
    await Promise.all([database.keepLease(signal), retention.keepPruning(signal)]);
  }

  async commit(changes: Changes): Promise<void> {
    const { database, writer } = this.#opened();
    const now = this.#opening.clock.now();
    database.write(() => writer.write(changes, now));
    // What came while the disk was waited for goes into the next commit together: let it come first.
    await setImmediate();
  }

  counters(): Promise<Counters> {
    return this.#read(({ counters }) => {
      const { position, decision } = counters.get() as unknown as Counters;
      return { position, decision };
    });
  }

  async inbox(): Promise<readonly InboxEntry[]> {
    return this.#read(({ inbox }) => inbox.all(0, -1).map(inboxEntry));
  }

  async *journal(): AsyncGenerator<JournalEntry> {
    for (let after = 0; ;) {
      const rows = await this.#read(({ journal }) => journal.all(after, page));
      for (const row of rows) yield journalEntry(row);
      if (rows.length < page) return;
      after = rows.at(-1)!['number'] as number;
      // A long journal must not keep the lease from being renewed.
      await setImmediate();
    }
  }

  conversation(id: string): Promise<Conversation | undefined> {
    return this.#read(({ conversation }) => {
      const row = conversation.get(id);
      return row === undefined ? undefined : conversationOf(row);
    });
  }

  gathered(position: number): Promise<readonly GatheredFact[]> {
    return this.#read(({ gathered }) => gathered.all(position).map(gatheredFact));
  }

  outbox(after: number, most: number): Promise<readonly OutboxEntry[]> {
    return this.#read(({ outbox }) => outbox.all(after, most).map(outboxEntry));
  }

  dead(): Promise<readonly DeadCommand[]> {
    return this.#read(({ dead }) => dead.all().map(deadCommand));
  }

  decisions(after: number, most: number): Promise<readonly KeptDecision[]> {
    return this.#read(({ decisions }) => decisions.all(after, most).map(keptDecision));
  }

  cursor(plugin: string): Promise<string | undefined> {
    return this.#read(({ cursor }) => {
      const row = cursor.get(plugin);
      return row === undefined ? undefined : (JSON.parse(row['value'] as string) as string);
    });
  }

  heard(sink: string): Promise<number> {
    return this.#read(({ heard, attend }) => {
      if (!this.#sinks.has(sink)) {
        // Decisions are kept for the sinks of a run, from before they have heard the first one.
        const now = this.#opening.clock.now();
        this.#opened().database.write(() => attend.run(sink, now));
        this.#sinks.add(sink);
      }
      return heard.get(sink)!['number'] as number;
    });
  }

  #read<Result>(work: (statements: Statements) => Result): Promise<Result> {
    return new Promise((resolve) => {
      const { database, statements } = this.#opened();
      resolve(database.read(() => work(statements)));
    });
  }

  #opened(): Open {
    if (this.#open === undefined) throw new Error('the store is not open');
    return this.#open;
  }
}
