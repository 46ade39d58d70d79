import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { header } from '../../engine/policyText.ts';
import type { AskedLine } from '../../cli/liveProcess.ts';

/** What workers of a spec work on. */
export interface Fleet {
  readonly url: string;
  readonly shards: number;
  readonly leaseSeconds: number;
  /** Events of so many conversations, in turn, each of which wants one command done. */
  readonly events: number;
  readonly conversations: number;
  /** Between two of them. */
  readonly everyMs: number;
  readonly actMs: number;
  /** They happen at their time, from this one on, whether anybody listens or not: who does again is told all that came meanwhile. */
  readonly from?: number;
}

// Each brings its validator, which AJV would make at every start.
const form = `configSchema: { type: 'object', additionalProperties: false }, validator: () => true`;

const source = ({ events, conversations, everyMs, from }: Fleet): string => `
const after = (next) => ${from === undefined ? 'next + 1' : `Math.max(next, Math.ceil((Date.now() - ${from}) / ${everyMs}))`};
export default {
  name: 'day', ${form}, provides: [Symbol.for('signalbox/eventSource')], needs: [],
  create() {
    return { parts: { [Symbol.for('signalbox/eventSource')]: {
      async listen(take, signal, cursor = '0') {
        for (let next = Number(cursor); !signal.aborted;) {
          const told = [];
          for (const end = Math.min(${events}, after(next)); next < end; next++) {
            const at = Date.now();
            const event = { type: 'conversation.queued', at, conversation: 'c-' + next % ${conversations}, queue: 'queue ' + next, facts: { mediaType: 'voice', intent: 'red' } };
            told.push({ event, observedAt: at, source: 'spec' });
          }
          if (told.length > 0) await take({ events: told, cursor: String(next) });
          await new Promise((resolve) => setTimeout(resolve, ${everyMs}));
        }
      },
    } } };
  },
};`;

const receiver = ({ actMs }: Fleet): string => `
import { appendFileSync } from 'node:fs';
const log = ({ id, conversation }, isRepeated, step) =>
  appendFileSync(new URL('asked.ndjson', import.meta.url), JSON.stringify({ process: process.pid, at: Date.now(), id, conversation, isRepeated, step }) + '\\n');
export default {
  name: 'mail', ${form}, provides: [Symbol.for('signalbox/actor')], needs: [],
  create() {
    return { parts: { [Symbol.for('signalbox/actor')]: {
      does: ['do notify'],
      async act([command], { isRepeated }, signal) {
        log(command, isRepeated, 'begun');
        await new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => { log(command, isRepeated, 'givenUp'); reject(signal.reason); });
          setTimeout(resolve, ${actMs});
        });
        log(command, isRepeated, 'done');
        return { status: 'done' };
      },
    } } };
  },
};`;

/** Writes what workers need into a folder: a policy, a source, a receiver and a store they share. */
export async function settle(folder: string, fleet: Fleet): Promise<void> {
  await mkdir(join(folder, 'policy'), { recursive: true });
  const files = {
    'policy/skills.yaml': `${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
`,
    'day.mjs': source(fleet),
    'mail.mjs': receiver(fleet),
    'signalbox.yaml': `apiVersion: signalbox/v1
kind: Configuration
policy: policy
plugins:
  - { plugin: ./day.mjs, name: day }
  - { plugin: ./mail.mjs, name: mail }
  - { plugin: postgres, configuration: { url: '\${env:SPEC_POSTGRES}', shards: ${fleet.shards}, leaseSeconds: ${fleet.leaseSeconds} } }
`,
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
}

/** A worker as a process of its own. */
export class WorkerProcess {
  said = '';
  readonly startedAt = Date.now();
  /** Of its standard output, those that are whole. */
  readonly lines: string[] = [];
  /** Its standard error. */
  errors = '';
  readonly #child;
  readonly closed: Promise<number | null>;

  /** @param before what it is started by: another network, for one. @param env more of its environment. */
  constructor(
    folder: string,
    url: string,
    before: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ) {
    const [program, ...args] = [...before, process.execPath, resolve('signalbox.ts'), 'run'];
    this.#child = spawn(program, args, { cwd: folder, env: { ...process.env, SPEC_POSTGRES: url, ...env } });
    let line = '';
    this.#child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (line + piece).split('\n');
      line = lines.pop()!;
      this.lines.push(...lines);
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (piece: Buffer) => (this.said += piece.toString()));
    this.#child.stderr.on('data', (piece: Buffer) => (this.errors += piece.toString()));
    this.closed = new Promise((done) => this.#child.on('close', done));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** How it has ended: its exit code, or a signal. */
  get ending(): number | string | null {
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.closed;
  }
}

/** A line of what was asked of the receiver, and when. */
export type TimedLine = Omit<AskedLine, 'step'> & {
  readonly at: number;
  readonly step: 'begun' | 'done' | 'givenUp';
};

/** What was asked of the receiver so far, by every worker. */
export function askedIn(folder: string): readonly TimedLine[] {
  const file = join(folder, 'asked.ndjson');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as TimedLine);
}
