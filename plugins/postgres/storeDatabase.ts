import { steadyTime } from '../../engine/steadyTime.ts';
import { leaseStatements, requireOwn, takeLease, type Holder } from './lease.ts';
import { Link, type LinkOpening } from './link.ts';
import { migrate } from './migrations.ts';
import { ConnectionLost, storeError } from './postgresProblem.ts';
import type { Session, Statement } from './session.ts';

/** How a store is opened. */
export interface Opening extends LinkOpening {
  readonly holder: Holder;
}

/** How far the numbers have come. */
export interface CounterRow {
  position: number;
  decision: number;
  command: number;
  told: number;
  journal: number;
}

/** A statement with its values. */
export interface Write {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

/** What a transaction writes. */
export interface Writing {
  readonly writes: readonly Write[];
  /** As they are from then on; left out, as before. */
  readonly counter?: CounterRow;
}

/** Asks for what it needs, at once, and says what is to be written. It may be called again, after a lost connection. */
export type Prepare = (session: Session, counter: Promise<CounterRow>) => Promise<Writing>;

const read = {
  name: 'counter',
  text: 'SELECT position, decision, command, told, journal, commits FROM counter',
};
const count = {
  name: 'count',
  text: `UPDATE counter SET position = $1, decision = $2, command = $3, told = $4, journal = $5, commits = $6`,
};

/** The tables of a store that this instance alone writes to. What goes wrong is told in words. */
export class StoreDatabase {
  readonly #opening: Opening;
  readonly #writer: Link;
  readonly #reader: Link;
  readonly #fence: number;
  /** Commits so far, those that came about. */
  #commits: number;
  /** Until when nobody else can have taken the store over, on the steady clock. */
  #heldUntil: number;
  #renewAt: number;
  /** Transactions follow one another. */
  #last: Promise<unknown> = Promise.resolve();

  /** @throws ProblemError when the server cannot be reached, or the tables are of a later version, or another instance's. */
  static async open(opening: Opening): Promise<StoreDatabase> {
    const writer = new Link(opening);
    const since = steadyTime(opening.clock);
    try {
      const { schema, holder, leaseSeconds } = opening;
      const [fence, commits] = await writer.once(async (session) => {
        await session.run('BEGIN');
        try {
          await migrate(session, schema);
          const taken = await takeLease(session, holder, leaseSeconds);
          const [row] = await session.ask(read);
          await session.commit();
          return [taken, row!['commits'] as number] as const;
        } catch (error) {
          await session.run('ROLLBACK').catch(() => undefined);
          throw error;
        }
      });
      return new StoreDatabase(opening, writer, { fence, commits, since });
    } catch (error) {
      writer.close();
      throw storeError(error);
    }
  }

  private constructor(
    opening: Opening,
    writer: Link,
    taken: { readonly fence: number; readonly commits: number; readonly since: number },
  ) {
    this.#opening = opening;
    this.#writer = writer;
    this.#reader = new Link(opening);
    this.#fence = taken.fence;
    this.#commits = taken.commits;
    [this.#heldUntil, this.#renewAt] = this.#terms(taken.since);
  }

  /** Until when nobody else can have taken the store over, in milliseconds of `steadyTime`. */
  get heldUntil(): number {
    return this.#heldUntil;
  }

  /** Reads what was committed. @throws ProblemError when the server stays away. */
  async read<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      return await this.#reader.again(work);
    } catch (error) {
      throw storeError(error);
    }
  }

  /** Does what must not be done twice. @throws ProblemError when the connection is lost: perhaps it was done. */
  async once<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      return await this.#reader.once(work);
    } catch (error) {
      throw storeError(error);
    }
  }

  /**
   * Writes all or nothing; durable when it resolves. Where the connection was lost, whether it was written is read before it
   * is written again.
   * @returns how many rows each statement has written; empty where it was found to be written already.
   * @throws ProblemError when it cannot be written, or another instance has taken the store over.
   */
  write(prepare: Prepare): Promise<readonly number[]> {
    const writing = this.#last.then(() => this.#write(prepare));
    this.#last = writing.catch(() => undefined);
    return writing;
  }

  /** Renews the lease for as long as it is open. @throws ProblemError when another instance has it; the signal's reason. */
  async keepLease(signal: AbortSignal): Promise<never> {
    const { clock, leaseSeconds } = this.#opening;
    for (;;) {
      await clock.sleep((leaseSeconds * 1000) / 3, signal);
      await this.write(() => Promise.resolve({ writes: [] }));
    }
  }

  /** Gives the store back; what the server does not answer to is left to the lease. */
  async close(): Promise<void> {
    await this.#last;
    try {
      await this.#writer.once((session) => session.write(leaseStatements.release, [this.#fence]));
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw storeError(error);
    } finally {
      this.abandon();
    }
  }

  /** Lets it go without asking the server; what is under way rejects. */
  abandon(): void {
    this.#writer.close();
    this.#reader.close();
  }

  async #write(prepare: Prepare): Promise<readonly number[]> {
    const attempt = { isUnsettled: false };
    try {
      return await this.#writer.again((session) => this.#transaction(session, prepare, attempt));
    } catch (error) {
      throw storeError(error);
    }
  }

  /** @param attempt whether there was one before whose end is not known. */
  async #transaction(
    session: Session,
    prepare: Prepare,
    attempt: { isUnsettled: boolean },
  ): Promise<readonly number[]> {
    const since = steadyTime(this.#opening.clock);
    let isOpen = true;
    try {
      const begun = session.run('BEGIN');
      const locked = session.ask(leaseStatements.lock);
      const counted = session.ask(read);
      const counter = Promise.all([begun, locked, counted]).then(([, [lease], [row]]) => {
        requireOwn(lease!, this.#fence);
        return row as unknown as CounterRow & { commits: number };
      });
      if (attempt.isUnsettled) {
        // The lock is had only once the server has ended the attempt before, one way or the other.
        const { commits } = await counter;
        if (commits > this.#commits) {
          await session.run('ROLLBACK');
          this.#commits = commits;
          return [];
        }
        attempt.isUnsettled = false;
      }
      const [before, { writes, counter: after = before }] = await Promise.all([
        counter,
        prepare(session, counter),
      ]);
      const commits = this.#commits + 1;
      const isDue = since >= this.#renewAt;
      const counts = writes.map(({ statement, values }) => session.write(statement, values));
      const { position, decision, command, told, journal } = after;
      const rest = [
        session.write(count, [position, decision, command, told, journal, commits]),
        ...(isDue ? [session.write(leaseStatements.renew, [this.#opening.leaseSeconds])] : []),
      ];
      isOpen = false;
      attempt.isUnsettled = true;
      const [written] = await Promise.all([Promise.all(counts), Promise.all(rest), session.commit()]);
      this.#commits = commits;
      if (isDue) [this.#heldUntil, this.#renewAt] = this.#terms(since);
      return written;
    } catch (error) {
      if (isOpen && !session.isLost) await session.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** @param since when the transaction began that took or renewed the lease. @returns until when it is held, and when to renew it. */
  #terms(since: number): [heldUntil: number, renewAt: number] {
    const milliseconds = this.#opening.leaseSeconds * 1000;
    return [since + milliseconds, since + milliseconds / 3];
  }
}
