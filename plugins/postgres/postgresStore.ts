import { canonicalJson } from '../../engine/canonical.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type { CommandKind } from '../../engine/decisions/record.ts';
import type { GivenInstruction, Instruction, InstructionAnswer } from '../../engine/instruction.ts';
import type { PoliciesAtWork, PolicyTally } from '../../engine/stages/stage.ts';
import type {
  Changes,
  Counters,
  Depths,
  EndedCommand,
  GatheredFact,
  InboxEntry,
  JournalEntry,
  JournalSpan,
  KeptPolicy,
  KeptTold,
  OutboxEntry,
  Snapshot,
  Store,
} from '../../engine/store.ts';
import {
  conversationOf,
  endedCommand,
  gatheredFact,
  givenInstruction,
  inboxEntry,
  instructionAnswer,
  journalEntry,
  keptPolicy,
  keptTold,
  outboxEntry,
  policiesAtWork,
  policyTally,
  snapshotOf,
  type Row,
} from '../../engine/storeRows.ts';
import type { Retained } from '../../engine/storeKeeping.ts';
import { writingOf } from './changesWriter.ts';
import { Retention } from './retention.ts';
import { given } from './rows.ts';
import { statements } from './statements.ts';
import { StoreDatabase, type Opening } from './storeDatabase.ts';
import { keptText } from './textKey.ts';

/** Rows that are read at a time where all are asked for. */
const page = 500;

/** An open store: its tables, and what prunes them. */
interface Open {
  readonly database: StoreDatabase;
  readonly retention: Retention;
}

/** How a store is opened, and how long it keeps things. */
export type StoreOpening = Opening & Retained;

/** Keeps everything in a schema of a PostgreSQL database. A commit is one transaction, and durable when it resolves. */
export class PostgresStore implements Store {
  readonly #opening: StoreOpening;
  /** Sinks that were asked for since it is open. */
  readonly #sinks = new Set<string>();
  #open: Open | undefined;

  constructor(opening: StoreOpening) {
    this.#opening = opening;
  }

  /** To be called first. @throws ProblemError when the store cannot be had, in words. */
  async open(): Promise<void> {
    const database = await StoreDatabase.open(this.#opening);
    this.#open = { database, retention: new Retention(database, this.#opening) };
  }

  /** Gives the store back; nothing when it is not open. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.database.close();
  }

  /** Lets it go without asking the server; what is under way rejects. */
  abandon(): void {
    this.#open?.database.abandon();
  }

  /**
   * Renews the lease and prunes, until the signal is aborted.
   * @throws ProblemError when the store cannot be written, or another instance has it.
   */
  async keepUp(signal: AbortSignal): Promise<void> {
    const { database, retention } = this.#opened();
    await Promise.all([database.keepLease(signal), retention.keepPruning(signal)]);
  }

  /** One round of pruning. @returns how many rows are gone. */
  prune(signal: AbortSignal): Promise<number> {
    return this.#opened().retention.prune(signal);
  }

  /** Until when nobody else can have taken the store over, in milliseconds of the clock's `steadyTime`. */
  get heldUntil(): number {
    return this.#opened().database.heldUntil;
  }

  async commit(changes: Changes): Promise<void> {
    const now = this.#opening.clock.now();
    await this.#opened().database.write((session, counter) => writingOf(changes, now, session, counter));
  }

  async counters(): Promise<Counters> {
    const [row] = await this.#rows('counters');
    return row as unknown as Counters;
  }

  async inbox(): Promise<readonly InboxEntry[]> {
    return (await this.#rows('inbox')).map(inboxEntry);
  }

  async *journal(after: number): AsyncGenerator<JournalEntry> {
    for (let read = after; ;) {
      const rows = await this.#rows('journal', read, page);
      for (const row of rows) yield journalEntry(row);
      if (rows.length < page) return;
      read = rows.at(-1)!['number'] as number;
    }
  }

  async journalSpan(): Promise<JournalSpan> {
    const [row] = await this.#rows('span');
    return row as unknown as JournalSpan;
  }

  async snapshots(): Promise<readonly Snapshot[]> {
    return (await this.#rows('snapshots')).map(snapshotOf);
  }

  async conversation(id: string): Promise<Conversation | undefined> {
    return optional(await this.#rows('conversation', keptText(id)), conversationOf);
  }

  async gathered(position: number): Promise<readonly GatheredFact[]> {
    return (await this.#rows('gathered', position)).map(gatheredFact);
  }

  async outbox(after: number, most: number, kinds?: readonly CommandKind[]): Promise<readonly OutboxEntry[]> {
    const rows =
      kinds === undefined ? this.#rows('outbox', after, most) : this.#rows('outboxOf', after, most, kinds);
    return (await rows).map(outboxEntry);
  }

  async dead(after: number, most: number): Promise<readonly EndedCommand[]> {
    return (await this.#rows('dead', after, most)).map(endedCommand);
  }

  async depths(): Promise<Depths> {
    const [row] = await this.#rows('depths');
    return row as unknown as Depths;
  }

  async told(after: number, most: number): Promise<readonly KeptTold[]> {
    return (await this.#rows('told', after, most)).map(keptTold);
  }

  async cursor(plugin: string): Promise<string | undefined> {
    return optional(
      await this.#rows('cursor', keptText(plugin)),
      ({ value }) => JSON.parse(value as string) as string,
    );
  }

  async heard(sink: string): Promise<number> {
    const key = keptText(sink);
    if (!this.#sinks.has(sink)) {
      // What there is to hear is kept for the sinks of a run, from before they have heard the first one.
      const writes = [{ statement: statements.attend, values: [key, this.#opening.clock.now()] }];
      await this.#opened().database.write(() => Promise.resolve({ writes }));
      this.#sinks.add(sink);
    }
    const [row] = await this.#rows('heard', key);
    return row!['number'] as number;
  }

  async policies(): Promise<PoliciesAtWork | undefined> {
    return optional(await this.#rows('atWork'), policiesAtWork);
  }

  async policy(hash: string): Promise<KeptPolicy | undefined> {
    return optional(await this.#rows('policy', keptText(hash)), keptPolicy);
  }

  async tallies(): Promise<readonly PolicyTally[]> {
    return (await this.#rows('tallies')).map(policyTally);
  }

  async instruct(instruction: Instruction, givenAt: number): Promise<number> {
    const [row] = await this.#opened().database.once((session) =>
      session.ask(statements.instruct, [givenAt, canonicalJson(instruction)]),
    );
    return row!['number'] as number;
  }

  async instructions(): Promise<readonly GivenInstruction[]> {
    return (await this.#rows('instructions')).map(givenInstruction);
  }

  async answer(number: number): Promise<InstructionAnswer | undefined> {
    return optional(await this.#rows('answer', number), instructionAnswer);
  }

  async #rows(name: keyof typeof statements, ...values: readonly unknown[]): Promise<readonly Row[]> {
    const rows = await this.#opened().database.read((session) => session.ask(statements[name], values));
    return rows.map(given);
  }

  #opened(): Open {
    if (this.#open === undefined) throw new Error('the store is not open');
    return this.#open;
  }
}

function optional<Read>([row]: readonly Row[], read: (row: Row) => Read): Read | undefined {
  return row === undefined ? undefined : read(row);
}
