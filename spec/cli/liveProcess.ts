import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { header } from '../engine/policyText.ts';

/** How a live run of a spec works. */
export interface LiveSetting {
  /** Conversations that enter a queue, one each `everyMs`. */
  readonly conversations: number;
  readonly everyMs: number;
  /** How long the receiver takes for a command; for ever when undefined. */
  readonly actMs: number | undefined;
  /** Of signalbox.yaml’s `runtime`, as YAML. */
  readonly runtime?: string;
  readonly leaseSeconds?: number;
  /** So many are told at first; the rest once there is a file `go`. */
  readonly heldAt?: number;
}

/** A line of what was asked of the receiver. */
export interface AskedLine {
  readonly process: number;
  readonly id: string;
  readonly conversation: string;
  readonly isRepeated: boolean;
  readonly step: 'begun' | 'done';
}

/** Tells of conversations from where it stood; what is told is written to the disk line by line before it is. */
const source = ({ conversations, everyMs, heldAt = conversations }: LiveSetting): string => `
import { existsSync } from 'node:fs';
export default {
  name: 'day', configSchema: { type: 'object', additionalProperties: false }, provides: [Symbol.for('signalbox/eventSource')], needs: [],
  create() {
    return { parts: { [Symbol.for('signalbox/eventSource')]: {
      async listen(take, signal, cursor = '0') {
        for (let next = Number(cursor); !signal.aborted;) {
          if (next < ${heldAt} || (next < ${conversations} && existsSync(new URL('go', import.meta.url)))) {
            const at = Date.now();
            const event = { type: 'conversation.queued', at, conversation: 'c-' + next % 7, queue: 'queue ' + next, facts: { mediaType: 'voice', intent: 'red' } };
            next++;
            await take({ events: [{ event, observedAt: at, source: 'spec' }], cursor: String(next) });
          }
          await new Promise((resolve) => setTimeout(resolve, ${everyMs}));
        }
      },
    } } };
  },
};`;

const actor = ({ actMs }: LiveSetting): string => `
import { appendFileSync } from 'node:fs';
const log = (process, { id, conversation }, isRepeated, step) =>
  appendFileSync(new URL('asked.ndjson', import.meta.url), JSON.stringify({ process, id, conversation, isRepeated, step }) + '\\n');
export default {
  name: 'mail', configSchema: { type: 'object', additionalProperties: false }, provides: [Symbol.for('signalbox/actor')], needs: [],
  create() {
    return { parts: { [Symbol.for('signalbox/actor')]: {
      does: ['do notify'],
      async act([command], { isRepeated }, signal) {
        log(process.pid, command, isRepeated, 'begun');
        await new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          ${actMs === undefined ? '' : `setTimeout(resolve, ${actMs});`}
        });
        log(process.pid, command, isRepeated, 'done');
        return { status: 'done' };
      },
    } } };
  },
};`;

/** Writes what a live run needs into a folder: a policy, a source, a receiver and a store. */
export async function settle(folder: string, setting: LiveSetting): Promise<void> {
  await mkdir(join(folder, 'policy'), { recursive: true });
  const files = {
    'policy/skills.yaml': `${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
`,
    'day.mjs': source(setting),
    'mail.mjs': actor(setting),
    'signalbox.yaml': `apiVersion: signalbox/v1
kind: Configuration
policy: policy
plugins:
  - { plugin: ./day.mjs, name: day }
  - { plugin: ./mail.mjs, name: mail }
  - { plugin: sqlite, configuration: { file: store.db, leaseSeconds: ${setting.leaseSeconds ?? 15} } }
runtime: { ${setting.runtime ?? ''} }
`,
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
}

const started: LiveProcess[] = [];

/** Ends what a spec that failed left running. */
export async function endAll(): Promise<void> {
  for (const run of started.splice(0)) {
    if (!run.isOver) run.kill('SIGKILL');
    await run.closed;
  }
}

/** A live run as a process of its own. To be ended by `endAll` at the latest. */
export class LiveProcess {
  stdout = '';
  stderr = '';
  readonly pid: number;
  readonly #child;
  /** Its exit code, once it has ended; null when a signal ended it. */
  readonly closed: Promise<number | null>;

  constructor(folder: string) {
    this.#child = spawn(process.execPath, [resolve('signalbox.ts'), 'run'], { cwd: folder });
    this.pid = this.#child.pid!;
    this.#child.stdout.on('data', (piece: Buffer) => (this.stdout += piece.toString()));
    this.#child.stderr.on('data', (piece: Buffer) => (this.stderr += piece.toString()));
    started.push(this);
    this.closed = new Promise((done) => this.#child.on('close', done));
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until it is so. @throws with what the process said when it has ended before. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.isOver) throw new Error(`it has ended: ${this.stdout}${this.stderr}`);
      await setTimeout(10);
    }
  }
}

/** What was asked of the receiver so far, by every process. */
export function askedIn(folder: string): readonly AskedLine[] {
  const file = join(folder, 'asked.ndjson');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as AskedLine);
}
