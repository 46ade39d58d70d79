import { spawnSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** Where a PostgreSQL for tests is looked for, unless SIGNALBOX_TEST_POSTGRES says another: a user that may make databases. */
const local = 'postgresql://postgres@127.0.0.1:5432/postgres';

const given = process.env['SIGNALBOX_TEST_POSTGRES'];

/** The server, by one of its databases. */
export const serverUrl = given ?? local;

/** Does something with a connection of its own. */
export async function connected<Result>(
  url: string,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

let isThere: Promise<boolean> | undefined;

/** Whether there is a server; one of this machine that was stopped is started. */
export function serverIsThere(): Promise<boolean> {
  return (isThere ??= look());
}

async function look(): Promise<boolean> {
  for (let left = 20; left > 0; left--) {
    if (await answers()) return true;
    if (given !== undefined) return false;
    if (left === 20 && !startLocal()) return false;
    await setTimeout(250);
  }
  return false;
}

async function answers(): Promise<boolean> {
  return connected(serverUrl, (client) => client.query('SELECT 1')).then(
    () => true,
    () => false,
  );
}

/** A cluster of Debian’s or Ubuntu’s that is down. */
function startLocal(): boolean {
  const cluster = localCluster();
  return cluster !== undefined && spawnSync('pg_ctlcluster', [...cluster, 'start']).status === 0;
}

/** Version and name of the cluster on the local port; undefined where there is none that this process may start. */
function localCluster(): readonly [version: string, name: string] | undefined {
  if (given !== undefined || process.getuid?.() !== 0) return undefined;
  const { status, stdout } = spawnSync('pg_lsclusters', ['--no-header'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const line = stdout.split('\n').find((one) => one.split(/\s+/)[2] === '5432');
  const [version, name] = line?.split(/\s+/) ?? [];
  return version === undefined || name === undefined ? undefined : [version, name];
}

/** A database of its own for a file of specs, or those are skipped, with a sentence that says how to give them one. */
export function useDatabase(): { readonly url: string } {
  const database = { url: '' };
  const name = `signalbox_spec_${process.pid}_${Math.trunc(performance.timeOrigin % 1e6)}_${++made}`;
  before(async function () {
    this.timeout(60_000);
    if (!(await serverIsThere())) {
      process.stdout.write(
        '      skipped: there is no PostgreSQL. Give one by SIGNALBOX_TEST_POSTGRES=postgresql://user@host/database, whose user may create databases\n',
      );
      this.skip();
    }
    await connected(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    database.url = url.href;
  });
  after(async () => {
    if (database.url === '') return;
    await connected(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  });
  return database;
}

let made = 0;
