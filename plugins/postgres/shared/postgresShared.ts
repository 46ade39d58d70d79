import { problemError, ProblemError } from '../../../engine/problem.ts';
import type { RequestBudget, RequestBudgets } from '../../../engine/requestBudget.ts';
import type {
  ClaimedShard,
  ClaimedSource,
  LoggedEvent,
  SealedEvent,
  SharedStore,
} from '../../../engine/sharedStore.ts';
import { steadyTime } from '../../../engine/steadyTime.ts';
import { holderIn } from '../lease.ts';
import { Link } from '../link.ts';
import { migrate, migrations } from '../migrations.ts';
import { storeError } from '../postgresProblem.ts';
import { PostgresStore, type StoreOpening } from '../postgresStore.ts';
import type { Session } from '../session.ts';
import type { Opening } from '../storeDatabase.ts';
import { givenText, keptText } from '../textKey.ts';
import { Bell } from './bell.ts';
import { channel } from './channel.ts';
import { logMigrations } from './logMigrations.ts';
import { logSchemaOf } from './logSchema.ts';
import { PostgresQuestions } from './postgresQuestions.ts';
import { SharedBudgets } from './sharedBudgets.ts';
import { SourceClaim } from './sourceClaim.ts';

/** Time between two rounds of pruning, in milliseconds. */
const pruneMs = 60_000;

/** Events that a step of pruning removes at most. */
const step = 5_000;

/** A log and its shards, each in a schema of its own beside that which the configuration names. */
export class PostgresShared implements SharedStore, RequestBudgets {
  readonly shards: number | undefined;
  readonly leaseSeconds: number;
  readonly #opening: StoreOpening;
  readonly #logOpening: Opening;
  readonly #link: Link;
  /** Rings when the log has grown. */
  readonly #bell: Bell;
  readonly questions: PostgresQuestions;
  readonly #budgets: SharedBudgets;
  #prunedAt = -Infinity;
  #attendedAt = -Infinity;

  constructor(opening: StoreOpening, shards: number | undefined) {
    this.shards = shards;
    this.leaseSeconds = opening.leaseSeconds;
    this.#opening = opening;
    this.#logOpening = { ...opening, schema: logSchemaOf(opening.schema) };
    this.#link = new Link(this.#logOpening);
    this.#bell = new Bell(this.#logOpening, channel(this.#logOpening.schema));
    this.questions = new PostgresQuestions(this.#logOpening);
    this.#budgets = new SharedBudgets(this.#logOpening);
  }

  /** Makes what is not there yet. To be called first. @throws ProblemError when there is another number of shards. */
  async open(): Promise<void> {
    const shards = this.shards!;
    try {
      await this.#link.once(async (session) => {
        await session.run('BEGIN');
        await migrate(session, this.#logOpening.schema, logMigrations);
        await session.write('INSERT INTO fleet VALUES (1, $1, 0) ON CONFLICT DO NOTHING', [shards]);
        const [fleet] = await session.ask('SELECT shards FROM fleet');
        if (fleet!['shards'] !== shards) throw otherShards(fleet!['shards'] as number, shards);
        for (let shard = 0; shard < shards; shard++) {
          const schema = this.#schemaOf(shard);
          await session.run(`SET LOCAL search_path = ${schema}`);
          await migrate(session, schema, migrations);
        }
        await session.commit();
      });
    } catch (error) {
      this.#link.close();
      throw storeError(error);
    }
  }

  async close(): Promise<void> {
    const { host, process } = this.#opening.holder;
    await this.#link
      .once((session) =>
        session.write('DELETE FROM worker WHERE host = $1 AND process = $2', [host, process]),
      )
      .catch(() => undefined);
    this.#link.close();
    this.#bell.close();
    this.questions.close();
    this.#budgets.close();
  }

  async attend(): Promise<{ readonly place: number; readonly workers: number }> {
    const { host, process } = this.#opening.holder;
    const now = steadyTime(this.#opening.clock);
    const isDue = now - this.#attendedAt >= this.leaseSeconds * 200;
    const rows = await this.#ask(async (session) => {
      if (isDue) await this.#sayAlive(session);
      return session.ask('SELECT host, process FROM worker ORDER BY since, host, process');
    });
    if (isDue) this.#attendedAt = now;
    await this.#pruneNow();
    const { lives } = this.#opening.holder;
    const living = rows.filter((row) => row['host'] !== host || lives(row['process'] as number));
    const place = living.findIndex((row) => row['host'] === host && row['process'] === process);
    return { place: Math.max(0, place), workers: Math.max(1, living.length) };
  }

  async free(): Promise<readonly number[]> {
    const each = Array.from(
      { length: this.shards! },
      (_, shard) =>
        `SELECT ${shard} AS shard, host, process,
                extract(epoch FROM expires_at - clock_timestamp())::float8 AS left
         FROM ${this.#schemaOf(shard)}.lease`,
    );
    const rows = await this.#ask((session) => session.ask(`${each.join(' UNION ALL ')} ORDER BY shard`));
    const { host, lives } = this.#opening.holder;
    const isFree = (row: (typeof rows)[number]): boolean =>
      holderIn(row) === undefined || (row['host'] === host && !lives(row['process'] as number));
    return rows.filter(isFree).map((row) => row['shard'] as number);
  }

  claimShard(shard: number): Promise<ClaimedShard | undefined> {
    return unlessInUse(async () => {
      const store = new PostgresStore({ ...this.#opening, schema: this.#schemaOf(shard) });
      await store.open();
      return {
        store,
        get heldUntil() {
          return store.heldUntil;
        },
        keepUp: (signal) => store.keepUp(signal),
        close: () => store.close(),
        abandon: () => store.abandon(),
      };
    });
  }

  claimSource(source: string): Promise<ClaimedSource | undefined> {
    return unlessInUse(async () => {
      await this.#requireSourceFree(source);
      return SourceClaim.take(source, this.#logOpening);
    });
  }

  budget(name: string): RequestBudget | undefined {
    return this.shards === undefined ? undefined : this.#budgets.budget(name);
  }

  async cursor(source: string): Promise<string | undefined> {
    const [row] = await this.#ask((session) =>
      session.ask('SELECT cursor FROM source WHERE name = $1', [keptText(source)]),
    );
    const cursor = (row?.['cursor'] ?? null) as string | null;
    return cursor === null ? undefined : (JSON.parse(cursor) as string);
  }

  async events(after: number, most: number): Promise<readonly LoggedEvent[]> {
    const rows = await this.#ask((session) =>
      session.ask(
        {
          name: 'log-events',
          text: 'SELECT number, source, observed FROM log WHERE number > $1 ORDER BY number LIMIT $2',
        },
        [after, most],
      ),
    );
    return rows.map((row) => {
      const { sealed, ...observed } = JSON.parse(row['observed'] as string) as SealedEvent;
      const logged = { number: row['number'] as number, from: givenText(row['source'] as string), observed };
      return sealed === undefined ? logged : { ...logged, sealed };
    });
  }

  changed(signal: AbortSignal): Promise<void> {
    return this.#bell.rung(signal);
  }

  async #sayAlive(session: Session): Promise<void> {
    const { host, process } = this.#opening.holder;
    await session.write(
      `INSERT INTO worker VALUES ($1, $2, clock_timestamp(), clock_timestamp())
       ON CONFLICT (host, process) DO UPDATE SET seen_at = excluded.seen_at`,
      [host, process],
    );
    await session.write(`DELETE FROM worker WHERE seen_at < clock_timestamp() - make_interval(secs => $1)`, [
      this.leaseSeconds,
    ]);
  }

  /** Looked at by all who wait for it, again and again: a connection of its own is made by who may have it. */
  async #requireSourceFree(source: string): Promise<void> {
    try {
      await this.#link.once((session) => SourceClaim.requireFree(session, source, this.#opening.holder));
    } catch (error) {
      throw storeError(error);
    }
  }

  async #pruneNow(): Promise<void> {
    const now = steadyTime(this.#opening.clock);
    if (now - this.#prunedAt < pruneMs) return;
    this.#prunedAt = now;
    while ((await this.#prune()) === step);
    await this.questions.prune();
  }

  /** Removes from the log what every shard has. @returns how many events are gone. */
  async #prune(): Promise<number> {
    const each = Array.from(
      { length: this.shards! },
      (_, shard) =>
        `coalesce((SELECT trim(both '"' from value)::bigint FROM ${this.#schemaOf(shard)}.cursor WHERE plugin = 'log'), 0)`,
    );
    return this.#ask((session) =>
      session.write(
        `DELETE FROM log WHERE number IN (
           SELECT number FROM log WHERE number <= least(${each.join(', ')}) ORDER BY number LIMIT ${step})`,
      ),
    );
  }

  async #ask<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      return await this.#link.again(work);
    } catch (error) {
      throw storeError(error);
    }
  }

  #schemaOf(shard: number): string {
    return `${this.#opening.schema}_${shard}`;
  }
}

/** @returns undefined when somebody else has it. */
async function unlessInUse<Claimed>(claim: () => Promise<Claimed>): Promise<Claimed | undefined> {
  try {
    return await claim();
  } catch (error) {
    if (error instanceof ProblemError && error.problems[0]?.code === 'store-in-use') return undefined;
    throw error;
  }
}

function otherShards(there: number, wanted: number): Error {
  return problemError('other-shards', `the store has ${there} shards, and the configuration says ${wanted}`, {
    hint: `say shards: ${there}; the number is fixed when the store is made`,
  });
}
