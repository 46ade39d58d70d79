import { canonicalJson } from '../../../engine/canonical.ts';
import type { ClaimedSource, LogBatch } from '../../../engine/sharedStore.ts';
import { steadyTime } from '../../../engine/steadyTime.ts';
import { requireFree, requireOwn, type Holder } from '../lease.ts';
import { Link } from '../link.ts';
import { ConnectionLost, storeError } from '../postgresProblem.ts';
import type { Session } from '../session.ts';
import type { Opening } from '../storeDatabase.ts';
import { keptText } from '../textKey.ts';
import { channel } from './channel.ts';
import { takeNumbers, writeLog } from './logWriting.ts';

const named = (name: string, text: string) => ({ name: `source-${name}`, text });

const statements = {
  know: named(
    'know',
    `INSERT INTO source VALUES ($1, 0, NULL, NULL, 'epoch', 'epoch', 0, NULL) ON CONFLICT DO NOTHING`,
  ),
  see: named(
    'see',
    `SELECT host, process, taken_at, extract(epoch FROM expires_at - clock_timestamp())::float8 AS left
     FROM source WHERE name = $1`,
  ),
  look: named(
    'look',
    `SELECT host, process, taken_at, extract(epoch FROM expires_at - clock_timestamp())::float8 AS left
     FROM source WHERE name = $1 FOR NO KEY UPDATE`,
  ),
  take: named(
    'take',
    `UPDATE source SET fence = fence + 1, host = $2, process = $3, taken_at = clock_timestamp(),
            expires_at = clock_timestamp() + make_interval(secs => $4)
     WHERE name = $1 RETURNING fence, appends, cursor`,
  ),
  lock: named('lock', 'SELECT fence, appends FROM source WHERE name = $1 FOR NO KEY UPDATE'),
  count: named(
    'count',
    `UPDATE source SET appends = appends + 1, cursor = coalesce($2, cursor),
            expires_at = clock_timestamp() + make_interval(secs => $3)
     WHERE name = $1`,
  ),
  release: named('release', 'UPDATE source SET host = NULL, process = NULL WHERE name = $1 AND fence = $2'),
};

/** The right to write to the log what a source tells, by a lease with a fence, as a store’s. */
export class SourceClaim implements ClaimedSource {
  readonly #opening: Opening;
  readonly #link: Link;
  readonly #name: string;
  readonly #fence: number;
  #appends: number;
  #heldUntil: number;
  #last: Promise<unknown> = Promise.resolve();
  readonly cursor: string | undefined;

  /** Looks, and keeps nobody waiting. @throws ProblemError `store-in-use` when another has it. */
  static async requireFree(session: Session, source: string, holder: Holder): Promise<void> {
    const [row] = await session.ask(statements.see, [keptText(source)]);
    if (row !== undefined) requireFree(row, holder);
  }

  /** @throws ProblemError `store-in-use` when another has it. */
  static async take(source: string, opening: Opening): Promise<SourceClaim> {
    const link = new Link(opening);
    const { holder, leaseSeconds, clock } = opening;
    const name = keptText(source);
    const since = steadyTime(clock);
    try {
      const taken = await link.once(async (session) => {
        await session.run('BEGIN');
        try {
          await session.write(statements.know, [name]);
          const [row] = await session.ask(statements.look, [name]);
          requireFree(row!, holder);
          const [own] = await session.ask(statements.take, [name, holder.host, holder.process, leaseSeconds]);
          await session.commit();
          return own!;
        } catch (error) {
          await session.run('ROLLBACK').catch(() => undefined);
          throw error;
        }
      });
      return new SourceClaim(opening, link, name, taken as unknown as Taken, since);
    } catch (error) {
      link.close();
      throw storeError(error);
    }
  }

  private constructor(opening: Opening, link: Link, name: string, taken: Taken, since: number) {
    this.#opening = opening;
    this.#link = link;
    this.#name = name;
    this.#fence = taken.fence;
    this.#appends = taken.appends;
    this.#heldUntil = since + opening.leaseSeconds * 1000;
    if (taken.cursor !== null) this.cursor = JSON.parse(taken.cursor) as string;
  }

  get heldUntil(): number {
    return this.#heldUntil;
  }

  append(batch: LogBatch): Promise<void> {
    const attempt = { isUnsettled: false };
    const appending = this.#last.then(() =>
      this.#link.again((session) => this.#append(session, batch, attempt)),
    );
    this.#last = appending.catch(() => undefined);
    return appending.catch((error: unknown) => {
      throw storeError(error);
    });
  }

  async keepUp(signal: AbortSignal): Promise<void> {
    const { clock, leaseSeconds } = this.#opening;
    for (;;) {
      await clock.sleep((leaseSeconds * 1000) / 3, signal);
      await this.append({ events: [] });
    }
  }

  async close(): Promise<void> {
    await this.#last;
    try {
      await this.#link.once((session) => session.write(statements.release, [this.#name, this.#fence]));
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw storeError(error);
    } finally {
      this.#link.close();
    }
  }

  abandon(): void {
    this.#link.close();
  }

  /** @param attempt whether there was one before whose end is not known: then that is read first, as a store does it. */
  async #append(
    session: Session,
    { events, cursor }: LogBatch,
    attempt: { isUnsettled: boolean },
  ): Promise<void> {
    const since = steadyTime(this.#opening.clock);
    try {
      const [, [row], last] = await Promise.all([
        session.run('BEGIN'),
        session.ask(statements.lock, [this.#name]),
        takeNumbers(session, events.length),
      ]);
      requireOwn(row!, this.#fence);
      const appends = row!['appends'] as number;
      if (attempt.isUnsettled && appends > this.#appends) {
        await session.run('ROLLBACK');
        this.#appends = appends;
        return;
      }
      attempt.isUnsettled = false;
      const { leaseSeconds, schema } = this.#opening;
      const next = cursor === undefined ? null : canonicalJson(cursor);
      attempt.isUnsettled = true;
      await Promise.all([
        writeLog(session, events, last, this.#name),
        session.write(statements.count, [this.#name, next, leaseSeconds]),
        ...(events.length === 0 ? [] : [session.run(`NOTIFY ${channel(schema)}`)]),
        session.commit(),
      ]);
      this.#appends = appends + 1;
      this.#heldUntil = since + leaseSeconds * 1000;
    } catch (error) {
      if (!attempt.isUnsettled && !session.isLost) await session.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}

interface Taken {
  readonly fence: number;
  readonly appends: number;
  readonly cursor: string | null;
}
