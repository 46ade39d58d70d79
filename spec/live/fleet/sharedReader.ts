import { canonicalJson } from '../../../engine/canonical.ts';
import type { Conversation } from '../../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { Course } from '../../../engine/decisions/course.ts';
import type { Command } from '../../../engine/decisions/record.ts';
import type { Told } from '../../../engine/exchange.ts';
import { shardOf } from '../../../engine/sharedStore.ts';
import { journalEntry, keptTold } from '../../../engine/storeRows.ts';
import { connected } from '../../plugins/postgres/server.ts';
import type { KeptCommand } from '../storeReader.ts';

/** How much a shard has yet to do. */
export type Waiting = Readonly<Record<'inbox' | 'outbox' | 'unheard' | 'log', number>>;

/** What one shard has kept. */
export interface KeptShard {
  /** What happened, as it took it in. */
  readonly events: readonly RoutingEvent[];
  /** Positions of the inbox that were not decided on once. */
  readonly notOnce: readonly number[];
  readonly conversations: ReadonlyMap<string, Conversation>;
  /** Conversations that it has otherwise than its journal leaves them. */
  readonly otherwise: readonly string[];
  /** What its sinks were to hear, in order. */
  readonly told: readonly Told[];
}

/** What a store that workers share holds, once all have stopped. */
export interface KeptFleet {
  readonly shards: readonly KeptShard[];
  readonly commands: readonly KeptCommand[];
}

type Row = Record<string, unknown>;
type Ask = (query: string) => Promise<Row[]>;

const numbered = new Set(['number', 'position', 'attempts']);

/** Does something with a way to ask the database. */
function asking<Result>(url: string, use: (ask: Ask) => Promise<Result>): Promise<Result> {
  return connected(url, (client) =>
    use(async (query) => {
      const { rows } = await client.query<Row>(query);
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, numbered.has(name) ? Number(value) : value]),
        ),
      );
    }),
  );
}

/** Where a source's events come from at the moment. */
export interface Writing {
  /** The id of the process that may write them. */
  readonly process: number | undefined;
  /** The number of the last event in the log. */
  readonly last: number;
}

/** Who writes to the log what a source tells, and how far it has come. */
export function writing(url: string, source: string): Promise<Writing> {
  return asking(url, async (ask) => {
    const [row] = await ask(
      `SELECT (SELECT process FROM signalbox_log.source WHERE name = '${source}') AS process, last FROM signalbox_log.fleet`,
    );
    return {
      process: (row?.['process'] ?? undefined) as number | undefined,
      last: Number(row?.['last'] ?? 0),
    };
  });
}

/** The ids of the processes that have said that they live. */
export function attending(url: string): Promise<readonly number[]> {
  return asking(url, async (ask) =>
    (await ask('SELECT process FROM signalbox_log.worker')).map(({ process }) => process as number),
  );
}

/** What each shard has yet to do. */
export function waitingIn(url: string, shards: number): Promise<readonly Waiting[]> {
  return asking(url, async (ask) => {
    const each: Waiting[] = [];
    for (let shard = 0; shard < shards; shard++) {
      const schema = `signalbox_${shard}`;
      const [row] = await ask(`SELECT
          (SELECT count(*) FROM ${schema}.inbox) AS inbox,
          (SELECT count(*) FROM ${schema}.command WHERE status IS NULL) AS outbox,
          (SELECT told FROM ${schema}.counter) - coalesce((SELECT min(number) FROM ${schema}.heard), 0) AS unheard,
          (SELECT last FROM signalbox_log.fleet)
            - coalesce((SELECT trim(both '"' from value)::bigint FROM ${schema}.cursor WHERE plugin = 'log'), 0) AS log`);
      const [inbox, outbox, unheard, log] = ['inbox', 'outbox', 'unheard', 'log'].map((name) =>
        Number(row![name]),
      );
      each.push({ inbox: inbox!, outbox: outbox!, unheard: unheard!, log: log! });
    }
    return each;
  });
}

/** Reads all that is kept. */
export function keptIn(url: string, shards: number): Promise<KeptFleet> {
  return asking(url, async (ask) => {
    const all = Array.from({ length: shards }, (_, shard) => shard);
    const [kept, commands]: [KeptShard[], Row[]] = [[], []];
    for (const shard of all) {
      kept.push(await shardIn(ask, shard, shards));
      const query = 'SELECT number, decision, attempts, status, command FROM';
      commands.push(...(await ask(`${query} signalbox_${shard}.command ORDER BY number`)));
    }
    return {
      shards: kept,
      commands: commands.map((row) => ({
        ...(row as unknown as Omit<KeptCommand, 'command'>),
        command: JSON.parse(row['command'] as string) as Command,
      })),
    };
  });
}

async function shardIn(ask: Ask, shard: number, shards: number): Promise<KeptShard> {
  const schema = `signalbox_${shard}`;
  const conversations = new Map<string, Conversation>();
  const course = new Course(
    [],
    { decide: () => [], changed: (one) => void conversations.set(one.id, one) },
    'whileWaiting',
  );
  const events: RoutingEvent[] = [];
  const times = new Map<number, number>();
  for (const row of await ask(`SELECT * FROM ${schema}.journal ORDER BY number`)) {
    const entry = journalEntry(row);
    // From here on others are at work: nothing has happened.
    if (entry.policies !== undefined) continue;
    times.set(entry.position, (times.get(entry.position) ?? 0) + 1);
    for (const event of entry.events) {
      course.take(event);
      events.push(event);
    }
  }
  const [counter] = await ask(`SELECT position FROM ${schema}.counter`);
  const positions = Array.from({ length: counter!['position'] as number }, (_, index) => index + 1);
  const kept = new Map(
    (await ask(`SELECT id, state FROM ${schema}.conversation`)).map(({ id, state }) => [id as string, state]),
  );
  const open = [...conversations.values()].filter(
    ({ id, phase }) => phase !== 'over' && shardOf(id, shards) === shard,
  );
  const isOpen = new Set(open.map(({ id }) => id));
  const told = await ask(
    `SELECT number, 'decision' AS what, record FROM ${schema}.decision
     UNION ALL SELECT number, 'outcome' AS what, record FROM ${schema}.outcome ORDER BY number`,
  );
  return {
    ...{ events, conversations },
    notOnce: positions.filter((position) => times.get(position) !== 1),
    otherwise: [
      ...open.filter((one) => canonicalJson(one) !== kept.get(one.id)).map(({ id }) => id),
      ...[...kept.keys()].filter((id) => !isOpen.has(id)),
    ],
    told: told.map((row) => keptTold(row).told),
  };
}
