import type { CommandKind } from '../../engine/decisions/record.ts';
import { setImmediate } from 'node:timers/promises';
import { canonicalJson } from '../../engine/canonical.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
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
  KeptTold,
  JournalSpan,
  KeptPolicy,
  OutboxEntry,
  Snapshot,
  Store,
} from '../../engine/store.ts';
import { ChangesWriter } from './changesWriter.ts';
import { Retention } from './retention.ts';
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
} from '../../engine/storeRows.ts';
import type { Retained } from '../../engine/storeKeeping.ts';
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
export type StoreOpening = Opening & Retained;

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
      const { position, decision, told } = counters.get() as unknown as Counters;
      return { position, decision, told };
    });
  }

  async inbox(): Promise<readonly InboxEntry[]> {
    return this.#read(({ inbox }) => inbox.all(0, -1).map(inboxEntry));
  }

  async *journal(after: number): AsyncGenerator<JournalEntry> {
    for (let read = after; ;) {
      const rows = await this.#read(({ journal }) => journal.all(read, page));
      for (const row of rows) yield journalEntry(row);
      if (rows.length < page) return;
      read = rows.at(-1)!['number'] as number;
      // A long journal must not keep the lease from being renewed.
      await setImmediate();
    }
  }

  journalSpan(): Promise<JournalSpan> {
    return this.#read(({ firstEntry, lastEntry }) => {
      const [first, last] = [firstEntry, lastEntry].map((one) => one.get()!['number'] as number | null);
      return { gone: (first ?? 1) - 1, last: last ?? 0 };
    });
  }

  snapshots(): Promise<readonly Snapshot[]> {
    return this.#read(({ snapshots }) => snapshots.all().map(snapshotOf));
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

  outbox(after: number, most: number, kinds?: readonly CommandKind[]): Promise<readonly OutboxEntry[]> {
    return this.#read(({ outbox, outboxOf, outboxEntry: entry }) => {
      if (kinds === undefined) return outbox.all(after, most).map(outboxEntry);
      const numbers = kinds.flatMap((kind) =>
        outboxOf.all(kind, after, most).map(({ number }) => number as number),
      );
      const first = numbers.sort((a, b) => a - b).slice(0, most);
      return first.map((number) => outboxEntry(entry.get(number)!));
    });
  }

  dead(after: number, most: number): Promise<readonly EndedCommand[]> {
    return this.#read(({ dead }) => dead.all(after, most).map(endedCommand));
  }

  depths(): Promise<Depths> {
    return this.#read(({ depths }) => ({ ...(depths.get() as unknown as Depths) }));
  }

  told(after: number, most: number): Promise<readonly KeptTold[]> {
    return this.#read(({ told }) => told.all(after, most).map(keptTold));
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
        // What there is to hear is kept for the sinks of a run, from before they have heard the first one.
        const now = this.#opening.clock.now();
        this.#opened().database.write(() => attend.run(sink, now));
        this.#sinks.add(sink);
      }
      return heard.get(sink)!['number'] as number;
    });
  }

  policies(): Promise<PoliciesAtWork | undefined> {
    return this.#read(({ atWork }) => optional(atWork.get(), policiesAtWork));
  }

  policy(hash: string): Promise<KeptPolicy | undefined> {
    return this.#read(({ policy }) => optional(policy.get(hash), keptPolicy));
  }

  tallies(): Promise<readonly PolicyTally[]> {
    return this.#read(({ tallies }) => tallies.all().map(policyTally));
  }

  instruct(instruction: Instruction, givenAt: number): Promise<number> {
    return this.#read(({ instruct }) => {
      const text = canonicalJson(instruction);
      const row = this.#opened().database.write(() => instruct.get(givenAt, text));
      return row!['number'] as number;
    });
  }

  instructions(): Promise<readonly GivenInstruction[]> {
    return this.#read(({ instructions }) => instructions.all().map(givenInstruction));
  }

  answer(number: number): Promise<InstructionAnswer | undefined> {
    return this.#read(({ answer }) => optional(answer.get(number), instructionAnswer));
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

type Row = Readonly<Record<string, unknown>>;

function optional<Read>(row: Row | undefined, read: (row: Row) => Read): Read | undefined {
  return row === undefined ? undefined : read(row);
}
