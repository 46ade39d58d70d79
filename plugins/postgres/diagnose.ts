import type { Finding } from '../../engine/plugins/finding.ts';
import type { ProblemError } from '../../engine/problem.ts';
import { placeOf } from './control.ts';
import { migrations, versionOf } from './migrations.ts';
import { connectionLost, storeError } from './postgresProblem.ts';
import { Session, type SessionOpening } from './session.ts';
import { logMigrations } from './shared/logMigrations.ts';
import { logSchemaOf } from './shared/logSchema.ts';

/** What of the server a commit's durability rests on: it must be so. Source: postgresql.org/docs/current/wal-reliability.html */
const durable: Readonly<Record<string, readonly string[]>> = {
  fsync: ['on'],
  full_page_writes: ['on'],
  synchronous_commit: ['on', 'remote_apply'],
};

/** What is there of the server that a store needs. @param shards of a store that several share. */
export async function diagnose(
  opening: SessionOpening,
  shards: number | undefined,
): Promise<readonly Finding[]> {
  const place = placeOf(opening);
  const isShared = shards !== undefined;
  const schema = isShared ? logSchemaOf(opening.schema) : opening.schema;
  try {
    const session = await Session.open({ ...opening, schema });
    try {
      const [server] = await session.ask(
        `SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS is_standby,
                has_database_privilege(current_database(), 'CREATE') AS may_create`,
      );
      const version = await versionOf(session, schema);
      const last = (isShared ? logMigrations : migrations).length;
      const settings = await Promise.all(
        Object.keys(durable).map(async (name) => {
          const [row] = await session.ask('SELECT current_setting($1) AS value', [name]);
          return [name, row!['value'] as string] as const;
        }),
      );
      const unsafe = settings.filter(([name, value]) => !durable[name]!.includes(value));
      const mayWrite = version > 0 || server!['may_create'] === true;
      return [
        { what: `PostgreSQL ${server!['version'] as string} answers at ${place}`, status: 'fine' },
        version === 0
          ? { what: 'no store is there yet; a run makes one', status: 'fine' }
          : { what: `its ${isShared ? 'log' : 'store'} is of version ${version} of ${last}`, status: 'fine' },
        ...(isShared && version > 0 ? [await shardsFound(session, shards)] : []),
        mayWrite
          ? { what: 'the user may write', status: 'fine' }
          : missing('the user may not make the schema', 'GRANT CREATE ON DATABASE'),
        server!['is_standby'] === true
          ? missing('the server is a standby, which cannot be written', 'name the primary')
          : { what: 'the server can be written', status: 'fine' },
        unsafe.length === 0
          ? { what: 'a commit waits for the disk', status: 'fine' }
          : missing(
              `a commit may be lost in a power cut: ${unsafe.map(([name, value]) => `${name} is ${value}`).join(', ')}`,
              'set it on, in postgresql.conf',
            ),
      ];
    } finally {
      session.close();
    }
  } catch (error) {
    const told = storeError(connectionLost(error as Error)) as ProblemError;
    return told.problems.map(({ message, hint }) => missing(message, hint ?? 'see the server’s log'));
  }
}

async function shardsFound(session: Session, wanted: number): Promise<Finding> {
  const [fleet] = await session.ask('SELECT shards FROM fleet');
  const there = fleet!['shards'] as number;
  if (there === wanted) return { what: `it has ${there} shards`, status: 'fine' };
  return missing(`it has ${there} shards, and the configuration says ${wanted}`, `say shards: ${there}`);
}

function missing(what: string, hint: string): Finding {
  return { what, status: 'missing', hint };
}
