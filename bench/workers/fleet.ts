import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ObservedEvent } from '../../engine/exchange.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { makeDatabase, removeDatabase } from './server.ts';

const shards = 4;

/** Wants one command done for each event, and agents ranked, where there are any. */
const policy = {
  'skills.yaml': `apiVersion: signalbox/v1
kind: SkillMapping
name: bench
mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
`,
  'scoring.yaml': `apiVersion: signalbox/v1
kind: Scoring
name: bench-scoring
eligible: { status: [IDLE], requiredSkill: must }
weights: { proficiency: 0.6, languageMatch: 0, historicalCsat: 0.4 }
maxProficiency: 5
csat: { scaleMax: 100, prior: 0.5, priorWeight: 10 }
minimumScore: 0.2
tieBreak: [longestIdle, fewestHandled, seededHash]
`,
};

const configuration = (port: number): string => `apiVersion: signalbox/v1
kind: Configuration
policy: policy
plugins:
  - plugin: ${JSON.stringify(fileURLToPath(new URL('plugin.ts', import.meta.url)))}
    name: measured
    configuration: { port: ${port} }
  - { plugin: postgres, configuration: { url: '\${env:BENCH_POSTGRES}', shards: ${shards} } }
`;

/** A command that was done: for which event, and by which worker. */
export interface Done {
  readonly id: string;
  readonly conversation: string;
  /** The event's time. */
  readonly at: number;
  readonly worker: number;
}

/** `signalbox run` so many times on one PostgreSQL, each a process, which work until they are closed. */
export class Fleet {
  /** Told of each command that was done. */
  heard: (done: Done) => void = () => undefined;
  readonly #database = `signalbox_bench_${process.pid}`;
  readonly #processes: ChildProcess[] = [];
  readonly #hub: Server;
  /** The worker whose source is listened to. */
  #teller = Promise.withResolvers<Socket>();
  #taken = Promise.withResolvers<void>();
  #failed = Promise.withResolvers<never>();
  #connected = 0;
  #cursor = 0;

  static async started(workers: number): Promise<Fleet> {
    const fleet = new Fleet();
    fleet.#hub.listen(0, '127.0.0.1');
    await once(fleet.#hub, 'listening');
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'policy'));
    for (const [file, text] of Object.entries(policy)) writeFileSync(join(folder, 'policy', file), text);
    writeFileSync(join(folder, 'signalbox.yaml'), configuration((fleet.#hub.address() as AddressInfo).port));
    const env = { ...process.env, BENCH_POSTGRES: await makeDatabase(fleet.#database) };
    for (let worker = 0; worker < workers; worker++) fleet.#start(folder, env);
    return fleet;
  }

  private constructor() {
    this.#hub = createServer((socket) => this.#hear(socket, this.#connected++));
    this.#failed.promise.catch(() => undefined);
  }

  /** Has events written to the log, together. @throws Error when a worker has ended by itself. */
  async tell(events: readonly ObservedEvent[]): Promise<void> {
    const teller = await this.or(this.#teller.promise);
    this.#taken = Promise.withResolvers();
    const message: ToWorker = { events, cursor: String(++this.#cursor) };
    teller.write(`${JSON.stringify(message)}\n`);
    await this.or(this.#taken.promise);
  }

  /** Waits. @throws Error when a worker has ended by itself meanwhile. */
  or<Result>(waited: Promise<Result>): Promise<Result> {
    return Promise.race([waited, this.#failed.promise]);
  }

  /** Ends the workers, and leaves nothing behind. */
  async close(): Promise<void> {
    for (const child of this.#processes) {
      child.removeAllListeners('exit');
      const end = once(child, 'exit');
      if (child.kill('SIGKILL')) await end;
    }
    this.#hub.close();
    await removeDatabase(this.#database);
  }

  #start(folder: string, env: NodeJS.ProcessEnv): void {
    const program = resolve(import.meta.dirname, '..', '..', 'signalbox.ts');
    const child = spawn(process.execPath, [program, 'run'], {
      ...{ cwd: folder, env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    child.on('exit', () =>
      this.#failed.reject(new Error(`a worker has ended by itself: ${said.split('\n').at(-2) ?? ''}`)),
    );
    this.#processes.push(child);
  }

  #hear(socket: Socket, worker: number): void {
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (line) => {
      const message = JSON.parse(line) as FromWorker;
      if ('listens' in message) this.#teller.resolve(socket);
      else if ('taken' in message) this.#taken.resolve();
      else this.heard({ id: message.done, conversation: message.conversation, at: message.at, worker });
    });
  }
}
