import type { DatabaseSync } from 'node:sqlite';
import { problemError } from '../../engine/problem.ts';

/** Marks a file as ours (`PRAGMA application_id`): "SgBx". */
export const applicationId = 0x53674278;

/**
 * What makes each version of the file from the one before; the first from an empty file. One that has shipped is never
 * changed: another follows it. `lease` stays as it is in every version, because instances of two versions meet there.
 *
 * Columns with JSON hold values of the engine in canonical form. Small columns come before large ones, so that reading
 * them does not walk through the large.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE lease (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     fence INTEGER NOT NULL,
     holder TEXT,
     taken_at REAL NOT NULL,
     expires_at REAL NOT NULL,
     is_locked INTEGER NOT NULL
   ) STRICT;
   INSERT INTO lease VALUES (1, 0, NULL, 0, 0, 0);

   -- How far the numbers have come; rows may be pruned, numbers are not used again.
   CREATE TABLE counter (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     position INTEGER NOT NULL,
     decision INTEGER NOT NULL,
     command INTEGER NOT NULL
   ) STRICT;
   INSERT INTO counter VALUES (1, 0, 0, 0);

   -- What was taken in and not decided on yet.
   CREATE TABLE inbox (
     position INTEGER PRIMARY KEY,
     source TEXT NOT NULL,
     received_at REAL NOT NULL,
     observed TEXT NOT NULL
   ) STRICT;

   -- What was decided on, in that order.
   CREATE TABLE journal (
     number INTEGER PRIMARY KEY,
     position INTEGER NOT NULL,
     undecided TEXT,
     events TEXT NOT NULL
   ) STRICT;

   CREATE TABLE gathered (
     number INTEGER PRIMARY KEY,
     position INTEGER NOT NULL,
     fact TEXT NOT NULL,
     queue TEXT,
     source TEXT NOT NULL,
     observed_at REAL NOT NULL,
     value TEXT NOT NULL
   ) STRICT;
   CREATE INDEX gathered_by_position ON gathered (position);

   CREATE TABLE conversation (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;

   CREATE TABLE decision (
     number INTEGER PRIMARY KEY,
     kept_at REAL NOT NULL,
     record TEXT NOT NULL
   ) STRICT;

   -- The outbox: those without a status are not done.
   CREATE TABLE command (
     number INTEGER PRIMARY KEY,
     id TEXT,
     conversation TEXT NOT NULL,
     attempts INTEGER NOT NULL,
     status TEXT,
     ended_at REAL,
     decided_at REAL NOT NULL,
     decision TEXT NOT NULL,
     command TEXT NOT NULL,
     outcome TEXT
   ) STRICT;
   CREATE UNIQUE INDEX command_by_id ON command (id) WHERE id IS NOT NULL;
   CREATE INDEX command_open ON command (number) WHERE status IS NULL;
   CREATE INDEX command_dead ON command (number) WHERE status IN ('failed', 'unknown', 'notDone');

   -- The command that set what was last wanted.
   CREATE TABLE wanted (
     conversation TEXT NOT NULL,
     state TEXT NOT NULL,
     command INTEGER NOT NULL,
     PRIMARY KEY (conversation, state)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE cursor (plugin TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

   -- asked_at: when a run last had such a sink.
   CREATE TABLE heard (
     sink TEXT PRIMARY KEY,
     number INTEGER NOT NULL,
     asked_at REAL NOT NULL
   ) STRICT, WITHOUT ROWID;`,

  `-- How commands ended, as sinks hear of it. Decisions and outcomes are numbered as one, in the order they came about;
   -- up to here there were decisions alone.
   CREATE TABLE outcome (
     number INTEGER PRIMARY KEY,
     kept_at REAL NOT NULL,
     record TEXT NOT NULL
   ) STRICT;
   ALTER TABLE counter ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
   UPDATE counter SET told = max(decision, (SELECT coalesce(max(number), 0) FROM decision));

   -- Who was asked, and how long the last attempt took.
   ALTER TABLE command ADD COLUMN plugin TEXT;
   ALTER TABLE command ADD COLUMN latency_seconds REAL NOT NULL DEFAULT 0;

   -- The outbox is read for one plugin alone: by what it does.
   ALTER TABLE command ADD COLUMN kind TEXT
     AS (coalesce('do ' || (command ->> '$.do'), 'set ' || (command ->> '$.set'))) VIRTUAL;
   CREATE INDEX command_open_by_kind ON command (kind, number) WHERE status IS NULL;
   DROP INDEX command_dead;
   CREATE INDEX command_dead ON command (number) WHERE status IN ('failed', 'unknown', 'notDone', 'refused');`,

  `-- What the journal has built up to the entry of a number; the last two.
   CREATE TABLE snapshot (
     after INTEGER PRIMARY KEY,
     format INTEGER NOT NULL,
     engine_version TEXT NOT NULL,
     state TEXT NOT NULL
   ) STRICT;`,
  `ALTER TABLE journal ADD COLUMN refused TEXT;`,

  `-- What an entry that is about no event says: which policies are at work from there on.
   ALTER TABLE journal ADD COLUMN policies TEXT;

   -- The last such, which outlives the journal.
   CREATE TABLE at_work (one INTEGER PRIMARY KEY CHECK (one = 1), policies TEXT NOT NULL) STRICT;

   -- Versions of policies, as their files were.
   CREATE TABLE policy (hash TEXT PRIMARY KEY, files TEXT NOT NULL) STRICT;

   -- Decisions so far; they are pruned, their number is not.
   CREATE TABLE tally (
     name TEXT NOT NULL,
     hash TEXT NOT NULL,
     stage TEXT NOT NULL,
     decisions INTEGER NOT NULL,
     PRIMARY KEY (name, hash, stage)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO tally
     SELECT record ->> '$.body.policy.name', record ->> '$.body.policy.hash', record ->> '$.envelope.stage', count(*)
     FROM decision WHERE record ->> '$.body.policy.hash' IS NOT NULL GROUP BY 1, 2, 3;

   -- An operator's words. Whoever gives one does not have the lease; whoever answers it does.
   CREATE TABLE instruction (
     number INTEGER PRIMARY KEY,
     given_at REAL NOT NULL,
     instruction TEXT NOT NULL,
     answer TEXT
   ) STRICT;
   CREATE INDEX instruction_waiting ON instruction (number) WHERE answer IS NULL;`,
];

/** The version of a file's tables; 0 when it has none. */
export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()!['user_version']);
}

/**
 * Brings a file to the last version, inside the transaction of whoever calls.
 * @throws ProblemError when it is of a later one.
 */
export function migrate(database: DatabaseSync, file: string, steps = migrations): void {
  const version = versionOf(database);
  if (version > steps.length) throw newerFile(file, version, steps.length);
  if (version === steps.length) return;
  for (const step of steps.slice(version)) database.exec(step);
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${steps.length}`);
}

/** @param known the last version that is known here. */
export function newerFile(file: string, version: number, known: number): Error {
  return problemError(
    'store-newer',
    `the store is of version ${version}, and this Signalbox knows up to ${known}`,
    { file, hint: 'run the release that wrote it, or restore a backup made before it' },
  );
}
