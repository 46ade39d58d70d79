import { problemError } from '../../engine/problem.ts';
import { shardOf } from '../../engine/sharedStore.ts';
import type { StoreRestore, TableRows } from '../../engine/store.ts';
import type { Row } from '../../engine/storeRows.ts';
import { placeOf } from './control.ts';
import { takeLease, leaseStatements } from './lease.ts';
import { migrate, migrations } from './migrations.ts';
import { connectionLost, storeError } from './postgresProblem.ts';
import { Session } from './session.ts';
import { logMigrations } from './shared/logMigrations.ts';
import { logSchemaOf } from './shared/logSchema.ts';
import type { Opening } from './storeDatabase.ts';
import { keptText } from './textKey.ts';

/** Columns of plain text, by table: they are kept as keptText makes them. */
const plain: Readonly<Record<string, readonly string[]>> = {
  inbox: ['source'],
  gathered: ['fact', 'queue', 'source'],
  conversation: ['id'],
  command: ['id', 'conversation', 'decision', 'plugin'],
  wanted: ['conversation'],
  cursor: ['plugin'],
  heard: ['sink'],
  policy: ['hash'],
  snapshot: ['engine_version'],
};

/** Numbers that the database gives itself. */
const given: Readonly<Record<string, string>> = { gathered: 'number', instruction: 'number' };

/** Tables of which each shard has its own conversations' rows, by the column that names them. */
const byConversation: Readonly<Record<string, string>> = {
  conversation: 'id',
  command: 'conversation',
  wanted: 'conversation',
};

/** What sinks have yet to hear, and what is only counted, is the first shard's. */
const first: ReadonlySet<string> = new Set(['decision', 'outcome', 'heard', 'tally']);

/** Fills a store with what another one held; one that is to be shared, each shard with what it needs. */
export class PostgresRestore implements StoreRestore {
  readonly file: string;
  readonly #opening: Opening;
  readonly #shards: number | undefined;

  constructor(opening: Opening, shards: number | undefined) {
    this.file = placeOf(opening);
    this.#opening = opening;
    this.#shards = shards;
  }

  async restore(tables: Iterable<TableRows>): Promise<ReadonlyMap<string, number>> {
    try {
      const session = await Session.open({ ...this.#opening, answerSeconds: 600 });
      try {
        await session.run('BEGIN');
        const counts = await this.#fill(session, tables);
        await session.commit();
        return counts;
      } finally {
        session.close();
      }
    } catch (error) {
      throw storeError(connectionLost(error as Error));
    }
  }

  async #fill(session: Session, tables: Iterable<TableRows>): Promise<ReadonlyMap<string, number>> {
    const { schema, holder, leaseSeconds } = this.#opening;
    const shards = this.#shards;
    const schemas =
      shards === undefined ? [schema] : Array.from({ length: shards }, (_, at) => `${schema}_${at}`);
    for (const one of schemas) {
      await session.run(`SET LOCAL search_path = ${one}`);
      await migrate(session, one, migrations);
      // Nobody runs on it, and nobody begins to before it is filled.
      const fence = await takeLease(session, holder, leaseSeconds);
      await session.write(leaseStatements.release, [fence]);
      const [counter] = await session.ask('SELECT position, journal FROM counter');
      if (counter!['position'] !== 0 || counter!['journal'] !== 0) throw notEmpty(one);
    }
    if (shards !== undefined) await this.#makeLog(session, shards);
    const counts = new Map<string, number>();
    for (const { table, rows } of tables) {
      counts.set(table, (counts.get(table) ?? 0) + rows.length);
      for (const [shard, one] of schemas.entries()) {
        await session.run(`SET LOCAL search_path = ${one}`);
        const own = shards === undefined ? rows : ofShard(table, rows, shard, shards);
        if (shards !== undefined && table === 'cursor') {
          if (shard === 0) await this.#setCursors(session, rows);
        } else if (own.length > 0) await insert(session, table, own);
      }
    }
    for (const one of schemas) {
      await session.run(`SET LOCAL search_path = ${one}`);
      await session.run(
        `UPDATE counter SET journal = greatest((SELECT coalesce(max(number), 0) FROM journal),
                                               (SELECT coalesce(max(after), 0) FROM snapshot))`,
      );
    }
    return counts;
  }

  async #makeLog(session: Session, shards: number): Promise<void> {
    const schema = logSchemaOf(this.#opening.schema);
    await session.run(`SET LOCAL search_path = ${schema}`);
    await migrate(session, schema, logMigrations);
    await session.write('INSERT INTO fleet VALUES (1, $1, 0) ON CONFLICT DO NOTHING', [shards]);
    const [fleet] = await session.ask('SELECT shards, last FROM fleet');
    if (fleet!['shards'] !== shards || fleet!['last'] !== 0) throw notEmpty(schema);
  }

  /** Sources go on from the log: there is one of them for all shards. */
  async #setCursors(session: Session, rows: readonly Row[]): Promise<void> {
    await session.run(`SET LOCAL search_path = ${logSchemaOf(this.#opening.schema)}`);
    for (const { plugin, value } of rows)
      await session.write(`INSERT INTO source VALUES ($1, 0, NULL, NULL, 'epoch', 'epoch', 0, $2)`, [
        keptText(plugin as string),
        value,
      ]);
  }
}

function ofShard(table: string, rows: readonly Row[], shard: number, shards: number): readonly Row[] {
  const column = byConversation[table];
  if (column !== undefined) return rows.filter((row) => shardOf(row[column] as string, shards) === shard);
  if (first.has(table) && shard > 0) return [];
  return rows;
}

async function insert(session: Session, table: string, rows: readonly Row[]): Promise<void> {
  if (table === 'counter') {
    const [{ position, decision, command, told }] = rows as readonly [Row];
    await session.write('UPDATE counter SET position = $1, decision = $2, command = $3, told = $4', [
      ...[position, decision, command, told],
    ]);
    return;
  }
  const columns = Object.keys(rows[0]!).filter((column) => column !== given[table]);
  const kept = rows.map((row) => {
    const texts = (plain[table] ?? []).flatMap((column) =>
      typeof row[column] === 'string' ? [[column, keptText(row[column])] as const] : [],
    );
    return { ...row, ...Object.fromEntries(texts) };
  });
  const list = columns.join(', ');
  const order = given[table] === undefined ? '' : 'ORDER BY ordinal';
  await session.write(
    `INSERT INTO ${table} (${list}) SELECT ${columns.map((column) => `(r.row).${column}`).join(', ')}
     FROM json_array_elements($1::json) WITH ORDINALITY AS e(value, ordinal),
          LATERAL (SELECT json_populate_record(NULL::${table}, e.value) AS row) AS r ${order}`,
    [JSON.stringify(kept)],
  );
}

function notEmpty(schema: string): Error {
  const hint = 'a backup is restored into a store on which nothing has run: name another schema';
  return problemError('store-not-empty', `there is something in the store "${schema}" already`, { hint });
}
