import { deadStatuses } from '../../engine/store.ts';
import type { Statement } from './session.ts';

/** The condition of the index of the dead. */
export const isDead = `status IN (${deadStatuses.map((status) => `'${status}'`).join(', ')})`;

/** Rows as one value of JSON: a list of objects, a column each. */
const rows = (columns: string): string => `json_to_recordset($1::json) AS r(${columns})`;

const outboxColumns = 'number, decision, decided_at, attempts, command';

/** Every statement of the store but those of the lease and of pruning. Each finds its rows by a key or an index. */
const texts = {
  accept: `INSERT INTO inbox SELECT position, received_at, source, observed
           FROM ${rows('position bigint, received_at float8, source text, observed text')}`,
  leave: 'DELETE FROM inbox WHERE position = ANY($1::bigint[])',
  inbox: 'SELECT position, source, received_at, observed FROM inbox ORDER BY position',

  decideOn: `INSERT INTO journal (number, position, undecided, refused, policies, events)
             SELECT number, position, undecided, refused, policies, events
             FROM ${rows('number bigint, position bigint, undecided text, refused text, policies text, events text')}`,
  journal: `SELECT number, position, undecided, refused, events, policies FROM journal
            WHERE number > $1 ORDER BY number LIMIT $2`,
  span: `SELECT coalesce((SELECT min(number) FROM journal), journal + 1) - 1 AS gone, journal AS last FROM counter`,

  gather: `INSERT INTO gathered (position, observed_at, fact, queue, source, value)
           SELECT position, observed_at, fact, queue, source, value
           FROM ${rows('ordinal bigint, position bigint, observed_at float8, fact text, queue text, source text, value text')}
           ORDER BY ordinal`,
  gathered:
    'SELECT position, fact, queue, source, observed_at, value FROM gathered WHERE position = $1 ORDER BY number',

  keep: `INSERT INTO conversation SELECT id, state FROM ${rows('id text, state text')}
         ON CONFLICT (id) DO UPDATE SET state = excluded.state`,
  forget: 'DELETE FROM conversation WHERE id = ANY($1::text[])',
  conversation: 'SELECT state FROM conversation WHERE id = $1',

  decide: `INSERT INTO decision SELECT number, kept_at, record
           FROM ${rows('number bigint, kept_at float8, record text')}`,
  tell: `INSERT INTO outcome SELECT number, kept_at, record
         FROM ${rows('number bigint, kept_at float8, record text')}`,
  told: `SELECT * FROM (
           (SELECT number, 'decision' AS what, record FROM decision WHERE number > $1 ORDER BY number LIMIT $2)
           UNION ALL
           (SELECT number, 'outcome' AS what, record FROM outcome WHERE number > $1 ORDER BY number LIMIT $2)
         ) AS told ORDER BY number LIMIT $2`,

  asked: 'SELECT id FROM command WHERE id = ANY($1::text[])',
  commands: `SELECT number, attempts, ended_at, latency_seconds, status, plugin, id, conversation, command, outcome
             FROM command WHERE number = ANY($1::bigint[])`,
  wantedOf: `SELECT wanted.conversation, wanted.state, wanted.command AS number, command.command
             FROM wanted JOIN command ON command.number = wanted.command
             WHERE wanted.conversation = ANY($1::text[])
                OR wanted.conversation IN (SELECT conversation FROM command WHERE number = ANY($2::bigint[]))`,
  ask: `INSERT INTO command (number, attempts, decided_at, kind, id, conversation, decision, command,
                             status, ended_at, latency_seconds, plugin, outcome)
        SELECT number, 0, decided_at, kind, id, conversation, decision, command, NULL, NULL, 0, NULL, NULL
        FROM ${rows('number bigint, decided_at float8, kind text, id text, conversation text, decision text, command text')}`,
  change: `UPDATE command SET number = r.number, attempts = r.attempts, status = r.status, ended_at = r.ended_at,
                  latency_seconds = r.latency_seconds, plugin = r.plugin, outcome = r.outcome
           FROM ${rows('was bigint, number bigint, attempts bigint, status text, ended_at float8, latency_seconds float8, plugin text, outcome text')}
           WHERE command.number = r.was`,
  outbox: `SELECT ${outboxColumns} FROM command WHERE status IS NULL AND number > $1 ORDER BY number LIMIT $2`,
  outboxOf: `SELECT ${outboxColumns} FROM unnest($3::text[]) AS wanted(kind) CROSS JOIN LATERAL (
               SELECT ${outboxColumns} FROM command
               WHERE status IS NULL AND command.kind = wanted.kind AND number > $1 ORDER BY number LIMIT $2
             ) AS open ORDER BY number LIMIT $2`,
  dead: `SELECT ${outboxColumns}, plugin, latency_seconds, ended_at, outcome FROM command
         WHERE ${isDead} AND number > $1 ORDER BY number LIMIT $2`,
  depths: `SELECT (SELECT count(*) FROM command WHERE status IS NULL) AS outbox,
                  (SELECT count(*) FROM command WHERE ${isDead}) AS dead`,

  want: `INSERT INTO wanted SELECT conversation, state, command
         FROM ${rows('conversation text, state text, command bigint')}
         ON CONFLICT (conversation, state) DO UPDATE SET command = excluded.command`,
  unwant: `DELETE FROM wanted USING ${rows('conversation text, state text')}
           WHERE wanted.conversation = r.conversation AND wanted.state = r.state`,
  unwantAll: 'DELETE FROM wanted WHERE conversation = ANY($1::text[])',

  work: `INSERT INTO at_work VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET policies = excluded.policies`,
  atWork: 'SELECT policies FROM at_work WHERE one = 1',
  keepPolicy: `INSERT INTO policy SELECT hash, files FROM ${rows('hash text, files text')} ON CONFLICT DO NOTHING`,
  policy: 'SELECT hash, files FROM policy WHERE hash = $1',
  tally: `INSERT INTO tally SELECT name, hash, stage, decisions
          FROM ${rows('name text, hash text, stage text, decisions bigint')}
          ON CONFLICT (name, hash, stage) DO UPDATE SET decisions = tally.decisions + excluded.decisions`,
  tallies: 'SELECT name, hash, stage, decisions FROM tally ORDER BY name, hash, stage',

  instruct: 'INSERT INTO instruction (given_at, instruction) VALUES ($1, $2) RETURNING number',
  instructions: 'SELECT number, given_at, instruction FROM instruction WHERE answer IS NULL ORDER BY number',
  answer: 'SELECT answer FROM instruction WHERE number = $1',
  answered: `UPDATE instruction SET answer = r.answer FROM ${rows('number bigint, answer text')}
             WHERE instruction.number = r.number`,

  snapshot: 'INSERT INTO snapshot (after, format, engine_version, state) VALUES ($1, $2, $3, $4)',
  supersede: `DELETE FROM snapshot WHERE after < (SELECT after FROM snapshot ORDER BY after DESC LIMIT 1 OFFSET 1)`,
  snapshots: 'SELECT after, format, engine_version, state FROM snapshot ORDER BY after DESC LIMIT 2',

  move: `INSERT INTO cursor SELECT plugin, value FROM ${rows('plugin text, value text')}
         ON CONFLICT (plugin) DO UPDATE SET value = excluded.value`,
  cursor: 'SELECT value FROM cursor WHERE plugin = $1',

  hear: `INSERT INTO heard SELECT sink, number, asked_at FROM ${rows('sink text, number bigint, asked_at float8')}
         ON CONFLICT (sink) DO UPDATE SET number = excluded.number, asked_at = excluded.asked_at`,
  heard: 'SELECT number FROM heard WHERE sink = $1',
  attend: `INSERT INTO heard VALUES ($1, 0, $2) ON CONFLICT (sink) DO UPDATE SET asked_at = excluded.asked_at`,
  counters: 'SELECT position, decision, told FROM counter',
} as const;

/** Every statement, by name. */
export const statements = Object.fromEntries(
  Object.entries(texts).map(([name, text]) => [name, { name, text }]),
) as Readonly<Record<keyof typeof texts, Statement>>;
