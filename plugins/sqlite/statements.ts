import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Every statement of the store but those of the lease and of pruning. Each finds its rows by a key or an index. */
const texts = {
  counters: 'SELECT position, decision, command FROM counter',
  count: 'UPDATE counter SET position = ?, decision = ?, command = ?',

  accept: 'INSERT INTO inbox (position, source, received_at, observed) VALUES (?, ?, ?, ?)',
  leave: 'DELETE FROM inbox WHERE position = ?',
  inbox:
    'SELECT position, source, received_at, observed FROM inbox WHERE position > ? ORDER BY position LIMIT ?',

  decideOn: 'INSERT INTO journal (position, undecided, events) VALUES (?, ?, ?)',
  journal: 'SELECT number, position, undecided, events FROM journal WHERE number > ? ORDER BY number LIMIT ?',

  gather:
    'INSERT INTO gathered (position, fact, queue, source, observed_at, value) VALUES (?, ?, ?, ?, ?, ?)',
  gathered:
    'SELECT position, fact, queue, source, observed_at, value FROM gathered WHERE position = ? ORDER BY number',

  keep: 'INSERT INTO conversation (id, state) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
  forget: 'DELETE FROM conversation WHERE id = ?',
  conversation: 'SELECT state FROM conversation WHERE id = ?',

  decide: 'INSERT INTO decision (number, kept_at, record) VALUES (?, ?, ?)',
  decisions: 'SELECT number, record FROM decision WHERE number > ? ORDER BY number LIMIT ?',

  isAskedFor: 'SELECT 1 FROM command WHERE id = ?',
  ask: `INSERT INTO command (number, id, conversation, attempts, decided_at, decision, command)
        VALUES (?, ?, ?, 0, ?, ?, ?)`,
  command: 'SELECT id, conversation, command FROM command WHERE number = ?',
  tried: 'UPDATE command SET attempts = ? WHERE number = ?',
  ended: 'UPDATE command SET attempts = ?, status = ?, ended_at = ?, outcome = ? WHERE number = ?',
  outbox: `SELECT number, decision, decided_at, attempts, command FROM command INDEXED BY command_open
           WHERE status IS NULL AND number > ? ORDER BY number LIMIT ?`,
  dead: `SELECT number, decision, decided_at, attempts, command, outcome FROM command INDEXED BY command_dead
         WHERE status IN ('failed', 'unknown', 'notDone') ORDER BY number`,

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
