import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { policyText, receiverPlugin, sourcePlugin, type Load } from './plugins.ts';

const usage = `Usage: node bench/workers/run.ts [most workers, 4] [events, 3000]
Needs a PostgreSQL: SIGNALBOX_TEST_POSTGRES, or postgresql://postgres@127.0.0.1:5432/postgres.`;

const server = process.env['SIGNALBOX_TEST_POSTGRES'] ?? 'postgresql://postgres@127.0.0.1:5432/postgres';
const shards = 4;

/** What workers came to. */
interface Figures {
  /** From the first command done to the last. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Events a second from a source to commands done, and how long one takes, with so many workers on one PostgreSQL. */
async function measure(workers: number, load: Load): Promise<Figures> {
  const database = `signalbox_bench_${process.pid}`;
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-bench-'));
  const url = new URL(server);
  url.pathname = `/${database}`;
  await onServer(`CREATE DATABASE ${database}`);
  const running: ChildProcess[] = [];
  try {
    mkdirSync(join(folder, 'policy'));
    const files = {
      'policy/skills.yaml': policyText,
      'day.mjs': sourcePlugin(load),
      'mail.mjs': receiverPlugin,
      'signalbox.yaml': `apiVersion: signalbox/v1
kind: Configuration
policy: policy
plugins:
  - { plugin: ./mail.mjs, name: mail }
  - { plugin: ./day.mjs, name: day }
  - { plugin: postgres, configuration: { url: '\${env:BENCH_POSTGRES}', shards: ${shards}, leaseSeconds: 5 } }
`,
    };
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    for (let worker = 0; worker < workers; worker++) {
      const env = { ...process.env, BENCH_POSTGRES: url.href };
      running.push(
        spawn(process.execPath, [resolve('signalbox.ts'), 'run'], { cwd: folder, env, stdio: 'ignore' }),
      );
    }
    const done = join(folder, 'done.txt');
    const lines = (): string[] =>
      existsSync(done) ? readFileSync(done, 'utf8').split('\n').slice(0, -1) : [];
    while (lines().length < load.events) {
      await setTimeout(200);
      if (running.some(({ exitCode }) => exitCode !== null)) throw new Error('a worker has ended by itself');
    }
    return figuresOf(lines().map((line) => line.split(' ').map(Number) as [number, number]));
  } finally {
    for (const child of running) child.kill('SIGKILL');
    await onServer(`DROP DATABASE ${database} WITH (FORCE)`);
    rmSync(folder, { recursive: true });
  }
}

/** The first fifth, in which workers start, is left out. */
function figuresOf(done: readonly (readonly [at: number, latency: number])[]): Figures {
  const steady = [...done].sort(([one], [other]) => one - other).slice(Math.floor(done.length / 5));
  const latencies = steady.map(([, latency]) => latency).sort((one, other) => one - other);
  const at = (share: number): number => latencies[Math.floor(share * (latencies.length - 1))]!;
  const seconds = (steady.at(-1)![0] - steady[0]![0]) / 1000;
  return { perSecond: steady.length / seconds, p50: at(0.5), p99: at(0.99) };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const [most = 4, events = 3000] = process.argv.slice(2).map(Number);
if (!(most >= 1) || !(events >= 100)) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
process.stdout.write(
  `${availableParallelism()} processors, load ${loadavg()[0]!.toFixed(1)} before; Node ${process.version}; ${shards} shards; workers and PostgreSQL on one machine\n\n`,
);
process.stdout.write('workers  events/s  p50 ms  p99 ms  (the latter at 20 events/s)\n');
for (let workers = 1; workers <= most; workers++) {
  const full = await measure(workers, { events, conversations: 500, batch: 100, pauseMs: 0 });
  const paced = await measure(workers, { events: 300, conversations: 100, batch: 1, pauseMs: 50 });
  const cells = [workers, full.perSecond, paced.p50, paced.p99].map((figure) => figure.toFixed(0));
  process.stdout.write(
    `${cells[0]!.padStart(7)}  ${cells[1]!.padStart(8)}  ${cells[2]!.padStart(6)}  ${cells[3]!.padStart(6)}\n`,
  );
}
