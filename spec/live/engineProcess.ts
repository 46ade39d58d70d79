import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type { FromEngine, KillAt, Safe, ToEngine } from './plugins/parentProcess.ts';

/** How an engine is started. */
export interface EngineStart {
  /** signalbox.yaml, which lists the plugins of this folder. */
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Where it is to die, also while it starts. */
  readonly killAt?: KillAt;
  readonly safe: (safe: Safe) => void;
  /** Every line of the standard output. */
  readonly line: (line: string) => void;
  /** A program that Node is run by, and its arguments. */
  readonly under?: readonly string[];
}

/** How an engine's process ended. */
export interface End {
  readonly signal: string | null;
  readonly code: number | null;
}

type Passed = Extract<FromEngine, { passed: unknown }>['passed'];

/** `signalbox run` as a process of its own, whose time is told by this one. */
export class EngineProcess {
  readonly #child: ChildProcess;
  /** Once it has ended, and all it said has come. */
  readonly ended: Promise<End>;
  /** Resolves when its clock goes, or it has ended before. */
  readonly ready: Promise<void>;
  #pid: number | undefined;
  #end: End | undefined;
  #stderr = '';
  #commits: number | undefined;
  #passed: ((passed: Passed | undefined) => void) | undefined;
  #wakesAt: number | undefined;

  constructor({ config, env, now, killAt, safe, line, under = [] }: EngineStart) {
    const [program, ...args] = [
      ...under,
      process.execPath,
      resolve('signalbox.ts'),
      'run',
      '--config',
      config,
    ];
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        ...env,
        SIGNALBOX_SPEC_NOW: String(now),
        ...(killAt === undefined ? {} : { SIGNALBOX_SPEC_KILL_AT: JSON.stringify(killAt) }),
      },
    });
    this.#child = child;
    let text = '';
    child.stdout!.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (text + piece).split('\n');
      text = lines.pop()!;
      lines.forEach(line);
    });
    child.stderr!.on('data', (piece: Buffer) => (this.#stderr += piece.toString()));
    let isReady: () => void;
    this.ready = new Promise((done) => (isReady = done));
    child.on('message', (message: FromEngine) => {
      if ('ready' in message) {
        this.#pid = message.ready;
        isReady();
      } else if ('safe' in message) safe(message.safe);
      else if ('commits' in message) this.#commits = message.commits;
      else {
        this.#wakesAt = message.passed.nextAt;
        this.#passed?.(message.passed);
      }
    });
    this.ended = new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (code, signal) => {
        this.#end = { code, signal };
        isReady();
        this.#passed?.(undefined);
        done(this.#end);
      });
    });
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** When it wants to be woken next, in milliseconds since 1970; undefined when it is not known. */
  get wakesAt(): number | undefined {
    return this.#wakesAt;
  }

  /** What it wrote to the standard error. */
  get stderr(): string {
    return this.#stderr;
  }

  /** How often its store committed; known once it has stopped in good order. */
  get commits(): number | undefined {
    return this.#commits;
  }

  /** Tells it how late it is, and waits until it has acted on that. @returns undefined once it has ended. */
  async pass(now: number): Promise<Passed | undefined> {
    if (this.hasEnded) return undefined;
    const passed = new Promise<Passed | undefined>((done) => (this.#passed = done));
    this.#tell({ now });
    return passed;
  }

  /** Has it die at a point, however often it has come there before; null for at none. */
  killAt(killAt: KillAt | null): void {
    this.#tell({ killAt });
  }

  /** Kills it, wherever it is. */
  kill(): void {
    if (this.hasEnded) return;
    // Whatever it is run by ends with it.
    if (this.#pid === undefined || this.#pid === this.#child.pid) this.#child.kill('SIGKILL');
    else process.kill(this.#pid, 'SIGKILL');
  }

  /** Tells it to stop in good order. */
  stop(): void {
    this.#tell({ stop: true });
  }

  #tell(message: ToEngine): void {
    // It may die at any time, and the channel with it.
    this.#child.send(message, () => undefined);
  }
}
