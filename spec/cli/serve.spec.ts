import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withFolder } from '../folder.ts';

const token = 'canary-token-0123456789abcdef';
const key = 'canary-key-of-sixteen-characters';
const day = resolve('fixtures/retail-bank-day.ndjson.gz');

const configuration = `apiVersion: signalbox/v1
kind: Configuration
policy: ${resolve('rules/retail-bank')}
plugins:
  - { plugin: sqlite, configuration: { file: signalbox.db } }
  - { plugin: recording, configuration: { file: ${day} } }
  - { plugin: rehearsal, configuration: { show: true } }
  - { plugin: console, configuration: { format: json } }
  - { plugin: audit, configuration: { folder: audit } }
  - { plugin: ./door.mjs, configuration: { key: '\${env:PSEUDONYM_KEY}' } }
service:
  port: 0
  tokens: ['\${env:SIGNALBOX_TOKEN}']
`;

/** A plugin that gives pseudonyms as Genesys' does, and says its key in a problem and in a figure. */
const door = `import { createHmac } from 'node:crypto';
const [door, problem, metrics] = ['door', 'problem', 'metrics'].map((name) => Symbol.for('signalbox/' + name));
export default {
  name: 'door',
  configSchema: { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] },
  validator: () => true,
  provides: [door],
  needs: [problem, metrics],
  create({ configuration: { key }, get }) {
    get(metrics).add({ name: 'spec_total', type: 'counter', help: 'spec', read: () => [{ value: 1 }] });
    return {
      parts: { [door]: { conversation: (id) => 'c-' + createHmac('sha256', key).update(id).digest('hex').slice(0, 16) } },
      async start() { get(problem)({ code: 'spec', severity: 'warning', message: 'the key is ' + key }); },
    };
  },
};
`;

/** A run as a process that serves, and all it wrote. */
class Served {
  readonly url: Promise<string>;
  readonly ended: Promise<number | null>;
  readonly #child;
  stdout = '';
  stderr = '';

  constructor(cwd: string) {
    const env = { ...process.env, SIGNALBOX_TOKEN: token, PSEUDONYM_KEY: key };
    const options = ['--disallow-code-generation-from-strings', resolve('signalbox.ts')];
    this.#child = spawn(process.execPath, [...options, 'run', '--log-format', 'json'], { cwd, env });
    this.#child.stdout.on('data', (piece: Buffer) => (this.stdout += piece.toString()));
    this.ended = new Promise((done) => this.#child.on('close', done));
    this.url = new Promise((found, failed) => {
      this.#child.stderr.on('data', (piece: Buffer) => {
        this.stderr += piece.toString();
        const [, url] = /Serving at (http:\/\/127\.0\.0\.1:\d+)/.exec(this.stderr) ?? [];
        if (url !== undefined) found(url);
      });
      void this.ended.then(() => failed(new Error(this.stderr)));
    });
  }

  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended;
  }

  /** Asks until the run has started, and has played its recording. */
  async ready(): Promise<void> {
    for (;;) {
      const { ready, checks } = (await this.get('/readyz').then(JSON.parse)) as {
        readonly ready: boolean;
        readonly checks: readonly { readonly name: string; readonly why: string }[];
      };
      const played = checks.find(({ name }) => name === 'source recording')?.why;
      if (ready && played === 'it has come to its end') return;
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  async get(path: string): Promise<string> {
    return (await fetch(`${await this.url}${path}`)).text();
  }

  async ask(body: object): Promise<{ readonly status: number; readonly text: string }> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${await this.url}/v1/decide/handoff`, init);
    return { status: answer.status, text: await answer.text() };
  }
}

describe('signalbox run, asked', function () {
  this.timeout(60_000);

  it('answers, is killed, and answers the same; no secret and no raw id is anywhere', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'signalbox.yaml'), configuration);
      await writeFile(join(folder, 'door.mjs'), door);
      const conversation = 'canary-0a1b2c3d-raw-id';
      const facts = { mediaType: 'message', utterance: 'a person please, I am canary@example.com' };
      const question = { conversation, request: '1', facts };

      const first = new Served(folder);
      await first.ready();
      const answer = await first.ask(question);
      expect(answer.status, answer.text).to.equal(200);
      expect(JSON.parse(answer.text)).to.deep.include({ decision: 'handoff', fallback: false });
      await first.kill('SIGKILL');

      const second = new Served(folder);
      await second.ready();
      expect(await second.ask(question)).to.deep.equal(answer);
      const next = JSON.parse((await second.ask({ ...question, request: '2' })).text) as {
        decisionId: string;
      };
      expect(next.decisionId).to.match(/\/handoff\/2$/);
      const wrong = await second.ask({ conversation, facts: { utterance: { conversation } } });
      expect(wrong.status).to.equal(400);
      const seen = [
        await second.get('/metrics'),
        await second.get('/readyz'),
        await second.get('/v1/openapi.json'),
      ];
      expect(seen[0]).to.contain('spec_total 1').and.to.contain('signalbox_decide_answers_total');
      expect(await second.kill('SIGTERM'), second.stderr).to.equal(0);

      const levels = second.stderr
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { level: string; code: string; time: string; message: string });
      expect(levels.map(({ code }) => code)).to.deep.equal(['spec', 'started', 'serving', 'stopped']);
      for (const { time, message } of levels) {
        expect(new Date(time).toISOString()).to.equal(time);
        expect(message).not.to.equal('');
      }

      const kept = await readdir(folder, { recursive: true, withFileTypes: true });
      const written = kept.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
      const files = await Promise.all(written.map((file) => readFile(file, 'latin1')));
      expect(written.some((file) => file.includes('/audit/'))).to.equal(true);
      const said = [
        answer.text,
        wrong.text,
        ...seen,
        first.stdout,
        first.stderr,
        second.stdout,
        second.stderr,
      ];
      for (const text of [...said, ...files]) {
        for (const canary of [token, key, conversation, 'canary@example.com'])
          expect(text.includes(canary), `${canary} is in ${text.slice(0, 80)}`).to.equal(false);
      }
      expect(files.some((text) => text.includes('<email>'))).to.equal(true);
    }));
});
