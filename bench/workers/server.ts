import { Client } from 'pg';

/** Where PostgreSQL is looked for, as by the specs: a user who may make databases. */
const server = process.env['SIGNALBOX_TEST_POSTGRES'] ?? 'postgresql://postgres@127.0.0.1:5432/postgres';

/** Why workers cannot be measured here, in words; undefined where they can. */
export async function whyNoServer(): Promise<string | undefined> {
  try {
    await onServer('SELECT 1');
    return undefined;
  } catch (error) {
    return `there is no PostgreSQL (${(error as Error).message || 'nobody answers'}): SIGNALBOX_TEST_POSTGRES=postgresql://user@host/database gives one, whose user may create databases`;
  }
}

/** Makes a database. @returns its address. */
export async function makeDatabase(name: string): Promise<string> {
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Removes a database, whoever is connected. */
export function removeDatabase(name: string): Promise<void> {
  return onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: server, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
