import { problemError } from '../../engine/problem.ts';
import { isDead } from './statements.ts';
import type { Session } from './session.ts';

/**
 * What makes each version of the tables from the one before; the first in an empty schema. One that has shipped is never
 * changed: another follows it. `lease` stays as it is in every version, because instances of two versions meet there.
 *
 * Columns with JSON are text: they hold values of the engine in canonical form, which `jsonb` would not give back as it was.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE lease (
     one integer PRIMARY KEY CHECK (one = 1),
     fence bigint NOT NULL,
     host text,
     process integer,
     taken_at timestamptz NOT NULL,
     expires_at timestamptz NOT NULL
   );
   INSERT INTO lease VALUES (1, 0, NULL, NULL, 'epoch', 'epoch');

   -- How far the numbers have come; rows may be pruned, numbers are not used again. Of commits, to find out whether one whose
   -- answer was lost has come about.
   CREATE TABLE counter (
     one integer PRIMARY KEY CHECK (one = 1),
     position bigint NOT NULL,
     decision bigint NOT NULL,
     command bigint NOT NULL,
     told bigint NOT NULL,
     journal bigint NOT NULL,
     commits bigint NOT NULL
   );
   INSERT INTO counter VALUES (1, 0, 0, 0, 0, 0, 0);

   -- What was taken in and not decided on yet.
   CREATE TABLE inbox (
     position bigint PRIMARY KEY,
     received_at double precision NOT NULL,
     source text NOT NULL,
     observed text NOT NULL
   );

   -- What was decided on, in that order.
   CREATE TABLE journal (
     number bigint PRIMARY KEY,
     position bigint NOT NULL,
     undecided text,
     refused text,
     policies text,
     events text NOT NULL
   );

   CREATE TABLE gathered (
     number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     position bigint NOT NULL,
     observed_at double precision NOT NULL,
     fact text NOT NULL,
     queue text,
     source text NOT NULL,
     value text NOT NULL
   );
   CREATE INDEX gathered_by_position ON gathered (position);

   CREATE TABLE conversation (id text COLLATE "C" PRIMARY KEY, state text NOT NULL);

   -- Decisions, and how commands ended, as sinks hear of them: numbered as one.
   CREATE TABLE decision (number bigint PRIMARY KEY, kept_at double precision NOT NULL, record text NOT NULL);
   CREATE TABLE outcome (number bigint PRIMARY KEY, kept_at double precision NOT NULL, record text NOT NULL);

   -- The outbox: those without a status are not done.
   CREATE TABLE command (
     number bigint PRIMARY KEY,
     attempts bigint NOT NULL,
     ended_at double precision,
     decided_at double precision NOT NULL,
     latency_seconds double precision NOT NULL DEFAULT 0,
     status text,
     plugin text COLLATE "C",
     kind text COLLATE "C" NOT NULL,
     id text COLLATE "C",
     conversation text COLLATE "C" NOT NULL,
     decision text NOT NULL,
     command text NOT NULL,
     outcome text
   );
   CREATE UNIQUE INDEX command_by_id ON command (id) WHERE id IS NOT NULL;
   CREATE INDEX command_open ON command (number) WHERE status IS NULL;
   CREATE INDEX command_open_by_kind ON command (kind, number) WHERE status IS NULL;
   CREATE INDEX command_dead ON command (number) WHERE ${isDead};
   CREATE INDEX command_ended ON command (ended_at) WHERE status IS NOT NULL;

   -- The command that set what was last wanted.
   CREATE TABLE wanted (
     conversation text COLLATE "C" NOT NULL,
     state text COLLATE "C" NOT NULL,
     command bigint NOT NULL,
     PRIMARY KEY (conversation, state)
   );

   CREATE TABLE cursor (plugin text COLLATE "C" PRIMARY KEY, value text NOT NULL);

   -- asked_at: when a run last had such a sink.
   CREATE TABLE heard (sink text COLLATE "C" PRIMARY KEY, number bigint NOT NULL, asked_at double precision NOT NULL);

   -- What the journal has built up to the entry of a number; the last two.
   CREATE TABLE snapshot (
     after bigint PRIMARY KEY,
     format bigint NOT NULL,
     engine_version text NOT NULL,
     state text NOT NULL
   );

   -- The policies at work by the journal, which they outlive.
   CREATE TABLE at_work (one integer PRIMARY KEY CHECK (one = 1), policies text NOT NULL);

   -- Versions of policies, as their files were.
   CREATE TABLE policy (hash text COLLATE "C" PRIMARY KEY, files text NOT NULL);

   -- Decisions so far; they are pruned, their number is not.
   CREATE TABLE tally (
     name text COLLATE "C" NOT NULL,
     hash text COLLATE "C" NOT NULL,
     stage text COLLATE "C" NOT NULL,
     decisions bigint NOT NULL,
     PRIMARY KEY (name, hash, stage)
   );

   -- An operator's words. Whoever gives one does not have the lease; whoever answers it does.
   CREATE TABLE instruction (
     number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     given_at double precision NOT NULL,
     instruction text NOT NULL,
     answer text
   );
   CREATE INDEX instruction_waiting ON instruction (number) WHERE answer IS NULL;`,
];

/** Beside the tables of a store: what they are, and of which version. */
const mark = 'signalbox_version';

/** The version of a schema's tables; 0 when it has none. @throws ProblemError when they are another program's. */
export async function versionOf(session: Session, schema: string): Promise<number> {
  const [there] = await session.ask(
    `SELECT to_regclass(quote_ident($1) || '.${mark}') IS NOT NULL AS is_ours,
            (SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = $1) AS tables`,
    [schema],
  );
  if (there!['is_ours'] === true) {
    const [{ version }] = (await session.ask(`SELECT version FROM ${mark}`)) as [{ version: number }];
    return version;
  }
  if (there!['tables'] === 0) return 0;
  const hint = 'name another schema; a new one is made where there is none';
  throw problemError('not-a-store', `the schema "${schema}" holds tables of another program`, { hint });
}

/**
 * Brings a schema to the last version, inside the transaction of whoever calls. Two who do so at one time do it one after
 * the other.
 * @throws ProblemError when it is of a later one, or another program's.
 */
export async function migrate(session: Session, schema: string, steps = migrations): Promise<void> {
  await session.ask(`SELECT pg_advisory_xact_lock(hashtext('signalbox ' || $1))`, [schema]);
  await session.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  const version = await versionOf(session, schema);
  if (version > steps.length) throw newerTables(version, steps.length);
  if (version === steps.length) return;
  for (const step of steps.slice(version)) await session.run(step);
  if (version === 0) await session.run(`CREATE TABLE ${mark} (version integer NOT NULL)`);
  await session.run(`DELETE FROM ${mark}; INSERT INTO ${mark} VALUES (${steps.length})`);
}

/** @param known the last version that is known here. */
function newerTables(version: number, known: number): Error {
  return problemError(
    'store-newer',
    `the store is of version ${version}, and this Signalbox knows up to ${known}`,
    { hint: 'run the release that wrote it, or restore a backup made before it' },
  );
}
