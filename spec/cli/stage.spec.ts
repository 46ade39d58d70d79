import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { mapping } from '../engine/runtime/versions.ts';
import { withFolder } from '../folder.ts';
import { signalbox, type Run } from '../signalbox.ts';

/** Tells of a call, then nothing more until it is stopped; its actor refuses whatever is to be done once. */
const calls = `
const [eventSource, actor] = ['eventSource', 'actor'].map((name) => Symbol.for('signalbox/' + name));
const at = Date.UTC(2026, 2, 2, 9);
const event = { type: 'conversation.queued', at, conversation: 'c-1', queue: 'Cards', facts: { mediaType: 'voice' } };
export default {
  name: 'calls',
  configSchema: { type: 'object' },
  provides: [eventSource, actor],
  needs: [],
  create: () => ({ parts: {
    [eventSource]: { async listen(take, signal, cursor) {
      if (cursor === undefined) await take({ events: [{ event, observedAt: at, source: 'spec' }], cursor: '1' });
      if (!signal.aborted) await new Promise((ended) => signal.addEventListener('abort', ended, { once: true }));
    } },
    [actor]: { does: ['set skills', 'do notify'], async act([command]) {
      if ('do' in command) throw new Error('no mail server');
      return { status: 'done' };
    } },
  } }),
};`;

const top = 'apiVersion: signalbox/v1\nkind: Configuration\n';

/** A folder with two policies and a configuration that runs them. */
async function withPolicies(use: (folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    cpSync('rules/retail-bank', join(folder, 'bank'), { recursive: true });
    cpSync('rules/retail-bank', join(folder, 'strict'), { recursive: true });
    for (const [name, skill] of [
      ['bank', 'Old'],
      ['strict', 'New'],
    ] as const)
      writeFileSync(join(folder, name, 'skill-mapping.yaml'), mapping(skill));
    writeFileSync(join(folder, 'calls.mjs'), calls);
    writeFileSync(
      join(folder, 'signalbox.yaml'),
      `${top}policies: [bank, strict]
plugins:
  - plugin: ./calls.mjs
  - { plugin: sqlite, configuration: { file: store.db } }
runtime: { attempts: 1, moments: asRecorded }
`,
    );
    await use(folder);
  });
}

/** An engine in a process of its own. */
class Engine {
  readonly #process: ChildProcess;
  readonly #closed: Promise<number | null>;
  stderr = '';

  constructor(cwd: string) {
    this.#process = spawn(process.execPath, [resolve('signalbox.ts'), 'run'], { cwd });
    this.#process.stderr!.on('data', (piece: Buffer) => (this.stderr += piece.toString()));
    this.#closed = new Promise((done) => this.#process.on('close', done));
  }

  async says(text: string): Promise<void> {
    await until(() => Promise.resolve(this.stderr.includes(text)));
  }

  async stop(): Promise<number | null> {
    this.#process.kill('SIGTERM');
    return this.#closed;
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(50);
}

interface Standing {
  readonly isRunning: boolean;
  readonly policies: readonly {
    readonly name: string;
    readonly stage: string;
    readonly hash?: string;
    readonly sharePercent?: number;
    readonly decisions: number;
  }[];
}

describe('signalbox stage', function () {
  this.timeout(120_000);

  it('shows and sets stages of an engine that runs in another process, and of one that does not', () =>
    withPolicies(async (folder) => {
      const cli = (...args: readonly string[]): Promise<Run> => signalbox(args, { cwd: folder });
      const standing = async (): Promise<Standing> =>
        JSON.parse((await cli('stage', '--format', 'json')).stdout || '{}') as Standing;
      const stages = async (): Promise<readonly string[]> =>
        (await standing()).policies.map(({ name, stage, decisions }) => `${name} ${stage} ${decisions}`);

      expect(await cli('stage'))
        .to.deep.include({ code: 2 })
        .and.property('stderr')
        .to.contain('no store yet');
      let engine = new Engine(folder);
      await until(async () => (await standing()).policies?.[0]?.decisions === 1);
      expect(await standing()).to.deep.include({ isRunning: true });
      expect(await stages()).to.deep.equal(['bank active 1', 'strict draft 0']);

      const canary = await cli('stage', 'strict', 'canary', '--share', '10');
      expect(canary).to.deep.include({ code: 0, stdout: 'strict is canary 10 % from now on.\n', stderr: '' });
      // Who waited was decided anew by it, with nothing done of that unless the call is in its share.
      expect(await stages()).to.deep.equal(['bank active 1', 'strict canary 1']);
      const shown = await cli('stage');
      expect(shown.stdout).to.match(
        /^policy {2}stage {8}version {7}decisions\nbank {4}active {7}[0-9a-f]{12} +1\nstrict {2}canary 10 % {2}[0-9a-f]{12} +1\n\nAn engine runs on this store\.\n$/,
      );

      const before = (await standing()).policies[1]!.hash;
      writeFileSync(join(folder, 'strict', 'skill-mapping.yaml'), mapping('New').replace('voice', 'voic'));
      await engine.says('[edit-refused]');
      expect(engine.stderr).to.match(/skill-mapping\.yaml:6:\d+: error: .*voic/);
      expect((await standing()).policies[1]!.hash).to.equal(before);
      writeFileSync(join(folder, 'strict', 'skill-mapping.yaml'), mapping('Newer'));
      await until(async () => (await standing()).policies[1]!.hash !== before);
      await engine.says('strict was edited: version ');
      expect(await stages()).to.deep.equal(['bank active 1', 'strict canary 1']);

      expect(await engine.stop(), engine.stderr).to.equal(0);
      const kept = await cli('stage', 'strict', 'active', '--format', 'json');
      expect(kept.code).to.equal(0);
      expect(JSON.parse(kept.stdout)).to.deep.equal({ number: 2, outcome: 'waiting', isRunning: false });
      expect(await stages()).to.deep.equal(['bank active 1', 'strict canary 1']);
      engine = new Engine(folder);
      await until(async () => (await stages())[1] !== 'strict canary 1');
      expect((await standing()).policies.map(({ name, stage }) => `${name} ${stage}`)).to.deep.equal([
        'bank shadow',
        'strict active',
      ]);
      const none = await cli('stage', 'strict', 'draft');
      expect([none.code, none.stdout]).to.deep.equal([0, 'strict is draft from now on.\n']);
      expect(none.stderr).to.contain('[no-active-policy]');
      await engine.says('strict is draft from now on');
      expect(await engine.stop(), engine.stderr).to.equal(0);
    }));

  it('refuses in words what cannot be', () =>
    withPolicies(async (folder) => {
      const refusals: readonly (readonly [readonly string[], string])[] = [
        [['strickt', 'shadow'], 'did you mean "strict"?'],
        [['strict', 'live'], 'Allowed choices are draft, shadow, canary, active'],
        [['strict', 'canary'], 'above 0 and up to 100'],
        [['strict', 'canary', '--share', '101'], 'above 0 and up to 100'],
        [['strict', 'shadow', '--share', '5'], 'a share is for a canary alone'],
      ];
      for (const [args, said] of refusals) {
        const { code, stderr } = await signalbox(['stage', ...args], { cwd: folder });
        expect([code, stderr]).to.satisfy(([, text]: [number, string]) => text.includes(said), stderr);
        expect(code).to.equal(2);
      }
      const file = join(folder, 'signalbox.yaml');
      const inMemory = readFileSync(file, 'utf8').replace(/ {2}- \{ plugin: sqlite.*\n/, '');
      writeFileSync(file, inMemory);
      for (const args of [['stage'], ['stage', 'strict', 'shadow'], ['dead-letters', 'list']]) {
        const { code, stderr } = await signalbox(args, { cwd: folder });
        expect([code, stderr.includes('[no-control]')], stderr).to.deep.equal([2, true]);
      }
    }));
});

describe('signalbox dead-letters', function () {
  this.timeout(120_000);

  it('lists and shows what failed, and gives the engine the word about it', () =>
    withPolicies(async (folder) => {
      const cli = (...args: readonly string[]): Promise<Run> =>
        signalbox(['dead-letters', ...args], { cwd: folder });
      let engine = new Engine(folder);
      await engine.says('[command-failed]');
      await until(async () => (await cli('list', '--format', 'json')).stdout.includes('"failed"'));
      const [letter] = JSON.parse((await cli('list', '--format', 'json')).stdout) as [{ number: number }];
      expect(letter).to.deep.include({
        kind: 'do notify',
        conversation: 'c-1',
        status: 'failed',
        attempts: 1,
      });
      expect((await cli('list')).stdout).to.contain('do notify for c-1: failed after 1 attempt: ');
      expect((await cli('list', '--kind', 'do transfer')).stdout).to.equal('No dead letters.\n');
      const shown = await cli('show', String(letter.number));
      expect(shown.stdout)
        .to.match(/^status +failed$/m)
        .and.match(/^command +\{.*lead@example\.com/m);
      for (const [args, said] of [
        [['show', '99'], '[no-such-dead-letter]'],
        [['drop', '99'], '[no-such-dead-letter]'],
        [['redo'], '[which-dead-letters]'],
        [['redo', '1', '--all'], '[which-dead-letters]'],
        [['drop', '--all', '--kind', 'do transfer'], '[no-dead-letters]'],
      ] as const)
        expect((await cli(...args)).stderr).to.contain(said);
      expect(await engine.stop(), engine.stderr).to.equal(0);
      const kept = await cli('redo', '--all', '--format', 'json');
      expect(JSON.parse(kept.stdout)).to.deep.equal({ number: 1, outcome: 'waiting', isRunning: false });
      // It is done again at the next start, and fails again, under a new number.
      engine = new Engine(folder);
      await engine.says('[command-failed]');
      const again = async (): Promise<readonly { readonly number: number; readonly attempts: number }[]> =>
        JSON.parse((await cli('list', '--format', 'json')).stdout) as never;
      await until(async () => (await again()).some(({ number }) => number > letter.number));
      const [{ number, attempts }] = (await again()) as [{ number: number; attempts: number }];
      expect(attempts).to.equal(2);
      const gone = await cli('drop', String(letter.number));
      expect([gone.code, gone.stderr.includes('[no-such-dead-letter]')]).to.deep.equal([2, true]);
      const dropped = await cli('drop', String(number));
      expect(dropped).to.deep.include({ code: 0, stdout: '1 command dropped from now on.\n', stderr: '' });
      expect((await cli('list')).stdout).to.equal('No dead letters.\n');
      expect(await engine.stop(), engine.stderr).to.equal(0);
    }));
});
