import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { deadStatuses } from '../../engine/store.ts';

/** The condition of the index of the dead, word for word: SQLite asks for it to use the index. */
export const isDead = `status IN (${deadStatuses.map((status) => `'${status}'`).join(', ')})`;

/** Every statement of the store but those of the lease and of pruning. Each finds its rows by a key or an index. */
const texts = {
  counters: 'SELECT position, decision, command, told FROM counter',
  count: 'UPDATE counter SET position = ?, decision = ?, command = ?, told = ?',

  accept: 'INSERT INTO inbox (position, source, received_at, observed) VALUES (?, ?, ?, ?)',
  leave: 'DELETE FROM inbox WHERE position = ?',
  inbox:
    'SELECT position, source, received_at, observed FROM inbox WHERE position > ? ORDER BY position LIMIT ?',

  decideOn: 'INSERT INTO journal (position, undecided, refused, events, policies) VALUES (?, ?, ?, ?, ?)',
  journal: `SELECT number, position, undecided, refused, events, policies FROM journal
            WHERE number > ? ORDER BY number LIMIT ?`,

  work: `INSERT INTO at_work (one, policies) VALUES (1, ?)
         ON CONFLICT DO UPDATE SET policies = excluded.policies`,
  atWork: 'SELECT policies FROM at_work WHERE one = 1',
  keepPolicy: 'INSERT INTO policy (hash, files) VALUES (?, ?) ON CONFLICT DO NOTHING',
  policy: 'SELECT hash, files FROM policy WHERE hash = ?',
  tally: `INSERT INTO tally (name, hash, stage, decisions) VALUES (?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET decisions = decisions + excluded.decisions`,
  tallies: 'SELECT name, hash, stage, decisions FROM tally ORDER BY name, hash, stage',

  instruct: 'INSERT INTO instruction (given_at, instruction) VALUES (?, ?) RETURNING number',
  instructions: `SELECT number, given_at, instruction FROM instruction INDEXED BY instruction_waiting
                 WHERE answer IS NULL ORDER BY number`,
  answer: 'SELECT answer FROM instruction WHERE number = ?',
  answered: 'UPDATE instruction SET answer = ? WHERE number = ?',

  firstEntry: 'SELECT min(number) AS number FROM journal',
  lastEntry: 'SELECT max(number) AS number FROM journal',

  snapshot: 'INSERT INTO snapshot (after, format, engine_version, state) VALUES (?, ?, ?, ?)',
  // No snapshot is of no entry; saying so has them found by their key.
  supersede: `DELETE FROM snapshot WHERE after <
              (SELECT after FROM snapshot WHERE after > 0 ORDER BY after DESC LIMIT 1 OFFSET 1)`,
  snapshots: `SELECT after, format, engine_version, state FROM snapshot WHERE after > 0
              ORDER BY after DESC LIMIT 2`,

  gather:
    'INSERT INTO gathered (position, fact, queue, source, observed_at, value) VALUES (?, ?, ?, ?, ?, ?)',
  gathered:
    'SELECT position, fact, queue, source, observed_at, value FROM gathered WHERE position = ? ORDER BY number',

  keep: 'INSERT INTO conversation (id, state) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
  forget: 'DELETE FROM conversation WHERE id = ?',
  conversation: 'SELECT state FROM conversation WHERE id = ?',

  decide: 'INSERT INTO decision (number, kept_at, record) VALUES (?, ?, ?)',
  tell: 'INSERT INTO outcome (number, kept_at, record) VALUES (?, ?, ?)',
  told: `SELECT number, 'decision' AS what, record FROM decision WHERE number > ?1
         UNION ALL SELECT number, 'outcome' AS what, record FROM outcome WHERE number > ?1
         ORDER BY number LIMIT ?2`,

  isAskedFor: 'SELECT 1 FROM command WHERE id = ?',
  ask: `INSERT INTO command (number, id, conversation, attempts, decided_at, decision, command)
        VALUES (?, ?, ?, 0, ?, ?, ?)`,
  command: 'SELECT id, command FROM command WHERE number = ?',
  tried: 'UPDATE command SET attempts = ? WHERE number = ? AND number <= ? AND status IS NULL',
  ended: `UPDATE command SET attempts = ?, status = ?, ended_at = ?, outcome = ?, plugin = ?, latency_seconds = ?
          WHERE number = ? AND number <= ? AND status IS NULL`,
  dropped: `UPDATE command SET attempts = ?, status = ?, ended_at = ?, outcome = ?, plugin = ?, latency_seconds = ?
            WHERE number = ? AND number <= ? AND ${isDead}`,
  redone: `UPDATE command SET number = ?, status = NULL, ended_at = NULL, outcome = NULL, plugin = NULL, latency_seconds = 0
           WHERE number = ? AND ${isDead}`,
  outbox: `SELECT number, decision, decided_at, attempts, command FROM command INDEXED BY command_open
           WHERE status IS NULL AND number > ? ORDER BY number LIMIT ?`,
  outboxOf: `SELECT number FROM command INDEXED BY command_open_by_kind
             WHERE status IS NULL AND kind = ? AND number > ? ORDER BY number LIMIT ?`,
  outboxEntry: 'SELECT number, decision, decided_at, attempts, command FROM command WHERE number = ?',
  dead: `SELECT number, decision, decided_at, attempts, plugin, latency_seconds, ended_at, command, outcome
         FROM command INDEXED BY command_dead WHERE ${isDead} AND number > ? ORDER BY number LIMIT ?`,
  depths: `SELECT (SELECT count(*) FROM command INDEXED BY command_open WHERE status IS NULL) AS outbox,
                  (SELECT count(*) FROM command INDEXED BY command_dead WHERE ${isDead}) AS dead`,

  wanted: `SELECT command.command FROM wanted JOIN command ON command.number = wanted.command
           WHERE wanted.conversation = ? AND wanted.state = ?`,
  want: `INSERT INTO wanted (conversation, state, command) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET command = excluded.command`,
  unwant: 'DELETE FROM wanted WHERE conversation = ? AND state = ?',
  unwantAll: 'DELETE FROM wanted WHERE conversation = ?',

  move: 'INSERT INTO cursor (plugin, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  cursor: 'SELECT value FROM cursor WHERE plugin = ?',

  hear: `INSERT INTO heard (sink, number, asked_at) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET number = excluded.number, asked_at = excluded.asked_at`,
  heard: 'SELECT number FROM heard WHERE sink = ?',
  attend: `INSERT INTO heard (sink, number, asked_at) VALUES (?, 0, ?)
           ON CONFLICT DO UPDATE SET asked_at = excluded.asked_at`,
} as const;

/** Every statement, by name; prepared once. */
export type Statements = Readonly<Record<keyof typeof texts, StatementSync>>;

export function prepareStatements(database: DatabaseSync): Statements {
  const prepared = Object.entries(texts).map(([name, text]) => [name, database.prepare(text)]);
  return Object.fromEntries(prepared) as Statements;
}
