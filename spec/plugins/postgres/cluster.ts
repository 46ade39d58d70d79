import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '../../freePort.ts';

/** A server of its own, which may be stopped and started. */
export interface Cluster {
  readonly url: string;
  /** @param mode `immediate` is a crash of the server, `fast` its stop in good order. */
  stop(mode: 'immediate' | 'fast'): Promise<void>;
  start(): Promise<void>;
}

const debian = (name: string, args: readonly string[]) => spawnSync(name, args, { encoding: 'utf8' });

/** The newest release whose server is installed as Debian does it; undefined where this process may not make a cluster. */
function release(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (debian('pg_createcluster', ['--version']).error !== undefined) return undefined;
  const line = debian('pg_lsclusters', ['--no-header']).stdout.split('\n')[0];
  return line?.split(/\s+/)[0] || undefined;
}

/** A cluster for a file of specs, or those are skipped, with a sentence that says why. */
export function useCluster(): Cluster {
  const name = `signalbox_spec_${process.pid}`;
  const version = release();
  const cluster = { url: '', stop: () => Promise.resolve(), start: () => Promise.resolve() } as {
    -readonly [Key in keyof Cluster]: Cluster[Key];
  };
  before(async function () {
    this.timeout(60_000);
    if (version === undefined) {
      process.stdout.write(
        '      skipped: a PostgreSQL that may be stopped is made by pg_createcluster (Debian, Ubuntu), as root\n',
      );
      this.skip();
    }
    const port = String(await freePort());
    // Not waited for at a standstill: what a spec has started goes on meanwhile, and prints.
    const run = async (command: string, ...args: readonly string[]): Promise<void> =>
      void (await promisify(execFile)(command, args));
    await run('pg_createcluster', version, name, '--port', port, '--', '--auth', 'trust', '--no-sync');
    cluster.start = () => run('pg_ctlcluster', version, name, 'start');
    cluster.stop = (mode) => run('pg_ctlcluster', version, name, 'stop', '--mode', mode);
    cluster.url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
    await cluster.start();
  });
  after(() => {
    if (cluster.url !== '') debian('pg_dropcluster', ['--stop', version!, name]);
  });
  return cluster;
}
