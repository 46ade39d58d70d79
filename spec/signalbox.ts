import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** What a run of the command line left behind. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how a run is started. */
interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
}

/** Runs `signalbox` as a process of its own. */
export function signalbox(
  args: readonly string[],
  { env = {}, cwd = resolve('.'), nodeOptions = [] }: Start = {},
): Promise<Run> {
  const child = spawn(process.execPath, [...nodeOptions, resolve('signalbox.ts'), ...args], {
    cwd,
    env: { ...process.env, ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}
