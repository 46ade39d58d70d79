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
export function release(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (debian('pg_createcluster', ['--version']).error !== undefined) return undefined;
  const line = debian('pg_lsclusters', ['--no-header']).stdout.split('\n')[0];
  return line?.split(/\s+/)[0] || undefined;
}

export const skippedWithoutCluster =
  '      skipped: a PostgreSQL that may be stopped is made by pg_createcluster (Debian, Ubuntu), as root\n';

/** Runs a program. Not waited for at a standstill: what a spec has started goes on meanwhile, and prints. */
export async function ran(command: string, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)(command, args);
}

/** A cluster as Debian's commands make it. */
export class DebianCluster implements Cluster {
  readonly #version: string;
  readonly #name: string;
  readonly port: number;

  static async make(version: string, name: string): Promise<DebianCluster> {
    const port = await freePort();
    const own = ['--port', String(port), '--', '--auth', 'trust', '--no-sync'];
    await ran('pg_createcluster', version, name, ...own);
    return new DebianCluster(version, name, port);
  }

  private constructor(version: string, name: string, port: number) {
    this.#version = version;
    this.#name = name;
    this.port = port;
  }

  get url(): string {
    return `postgresql://postgres@127.0.0.1:${this.port}/postgres`;
  }

  get folder(): string {
    return `/var/lib/postgresql/${this.#version}/${this.#name}`;
  }

  start(): Promise<void> {
    return this.#control('start');
  }

  stop(mode: 'immediate' | 'fast'): Promise<void> {
    return this.#control('stop', '--mode', mode);
  }

  /** A standby becomes the one that is written to. */
  promote(): Promise<void> {
    return this.#control('promote');
  }

  drop(): void {
    debian('pg_dropcluster', ['--stop', this.#version, this.#name]);
  }

  #control(action: string, ...more: readonly string[]): Promise<void> {
    return ran('pg_ctlcluster', this.#version, this.#name, action, ...more);
  }
}

/** A cluster for a file of specs, or those are skipped, with a sentence that says why. */
export function useCluster(): Cluster {
  const version = release();
  let made: DebianCluster | undefined;
  before(async function () {
    this.timeout(60_000);
    if (version === undefined) {
      process.stdout.write(skippedWithoutCluster);
      this.skip();
    }
    made = await DebianCluster.make(version, `signalbox_spec_${process.pid}`);
    await made.start();
  });
  after(() => made?.drop());
  return {
    get url() {
      return made!.url;
    },
    start: () => made!.start(),
    stop: (mode) => made!.stop(mode),
  };
}
