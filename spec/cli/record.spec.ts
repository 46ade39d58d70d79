import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import { RecordingReader } from '../../harness/recording/read.ts';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';
import { expectPlainOutput, expectRefused, key } from './refusal.ts';

const day = resolve('fixtures/retail-bank-day.ndjson.gz');
const bank = resolve('rules/retail-bank');
const top = `apiVersion: signalbox/v1\nkind: Configuration\npolicy: ${bank}\n`;
const playing = `  - plugin: recording\n    configuration: { file: ${day} }\n`;

const source = (body: string, more = ''): string => `export default {
  name: 'own', configSchema: { type: 'object' }, needs: [Symbol.for('signalbox/output')],
  provides: [Symbol.for('signalbox/eventSource')],
  create({ get }) {
    const write = get(Symbol.for('signalbox/output'));
    const told = (...events) => ({ events: events.map((event) => ({ event, observedAt: 0, source: 'spec' })) });
    const started = (at, conversation, facts) => ({ at, type: 'conversation.started', conversation, mediaType: 'voice', facts });
    const ended = (signal) => new Promise((done) => signal.addEventListener('abort', done, { once: true }));
    return { parts: { [Symbol.for('signalbox/eventSource')]: { ${more} async listen(take, signal) { ${body} } } } };
  },
};`;

/** An hour that is told backwards. */
const backwards = `for (let at = 3_600_000; at > 0; at -= 1000) await take(told(started(at, 'c' + at, { language: 'en-US' })));`;

async function inFolder(
  plugins: string,
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    await mkdir(join(folder, 'tmp'));
    await writeFile(join(folder, 'signalbox.yaml'), `${top}plugins:\n${plugins}`);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await use(folder);
  });
}

async function eventsIn(file: string): Promise<{ events: RoutingEvent[]; facts: readonly string[] }> {
  const reader = new RecordingReader(file);
  const { facts } = await reader.header();
  return { facts, events: await Array.fromAsync(reader.events()) };
}

/** Starts it, and waits until its source says that it has told all. */
async function begun(cwd: string): Promise<{ child: ChildProcess; closed: Promise<number | null> }> {
  const child = spawn(process.execPath, [resolve('signalbox.ts'), 'record', '--out', 'out.ndjson.gz'], {
    ...{ cwd, env: { ...process.env, ...key, TMPDIR: join(cwd, 'tmp') } },
  });
  const closed = once(child, 'close').then(([code]) => code as number | null);
  let said = '';
  await new Promise<void>((done, failed) => {
    child.stderr.on('data', (piece: Buffer) => failed(new Error(piece.toString())));
    child.stdout.on('data', (piece: Buffer) => {
      said += piece.toString();
      if (said.includes('all told')) done();
    });
  });
  return { child, closed };
}

describe('signalbox record', function () {
  this.timeout(60_000);

  it('records the shipped day through the plugin that plays it: the same events, and the same decisions', () =>
    inFolder(playing, {}, async (cwd) => {
      const nodeOptions = ['--disallow-code-generation-from-strings'];
      const run = await signalbox(['record', '--out', 'out.ndjson.gz', '--format', 'json'], {
        cwd,
        nodeOptions,
      });
      expect([run.code, run.stderr]).to.deep.equal([0, '']);
      expect(JSON.parse(run.stdout)).to.deep.include({ events: 10_301, excluded: {}, valuesLeftOut: {} });
      const [original, recorded] = [await eventsIn(day), await eventsIn(join(cwd, 'out.ndjson.gz'))];
      expect(recorded.events).to.deep.equal(original.events);
      expect(recorded.facts).to.have.members(original.facts);
      expect(await readdir(cwd)).to.have.members(['out.ndjson.gz', 'signalbox.yaml', 'tmp']);
      const logs = await Promise.all(
        [day, join(cwd, 'out.ndjson.gz')].map(async (file, index) => {
          const log = join(cwd, `${index}.ndjson`);
          expect((await signalbox(['replay', file, '--rules', bank, '--log', log])).code).to.equal(0);
          return (await readFile(log, 'utf8')).split('\n').slice(1).join('\n');
        }),
      );
      expect(logs[0]!.length).to.be.above(1_000_000);
      expect(logs[1] === logs[0]).to.equal(true);
    }));

  it('joins two sources in order of time, and has facts of queues looked up', () => {
    const plugins = `${playing}  - plugin: ./own.mjs\n  - plugin: queue-facts
    configuration: { queues: { Insurance: { slaTarget: 70/30 } } }\n`;
    const at = Date.UTC(2026, 2, 2, 14, 0, 0, 1);
    const body = `await take(told(
      { at: ${at + 5}, type: 'conversation.queued', conversation: 'Ana', queue: 'Insurance' }, started(${at}, 'Ana'),
      { at: ${at + 9}, type: 'conversation.answered', conversation: 'Ana', agent: 'Ben' }));`;
    return inFolder(plugins, { 'own.mjs': source(body) }, async (cwd) => {
      const run = await signalbox(['record', '--out', 'out.ndjson'], { cwd, env: key });
      expect([run.code, run.stderr]).to.deep.equal([0, '']);
      expectPlainOutput(run);
      expect(run.stdout).to.contain('out.ndjson: 10,305 events, 2026-03-02T12:50:00.000Z to 2026-03-03');
      const [original, { events, facts }] = [await eventsIn(day), await eventsIn(join(cwd, 'out.ndjson'))];
      const of = (isOwn: boolean) =>
        events.filter((event) => !original.events.some(({ at: one }) => one === event.at) === isOwn);
      expect(of(true).map(({ at: one, type }) => [one - at, type])).to.deep.equal([
        [0, 'conversation.started'],
        [5, 'queue.observed'],
        [5, 'conversation.queued'],
        [9, 'conversation.answered'],
      ]);
      expect(of(true)[1]).to.deep.include({ queue: 'Insurance', facts: { slaTarget: '70/30' } });
      expect(of(false)).to.deep.equal(original.events);
      expect(factsLacking(facts)).to.deep.equal(new Set());
    });
  });

  it('keeps no identity of a source that gives none, and no number a customer says', () => {
    const body = `await take(told(started(1, 'Ana Perez', { utterance: 'I am at +1 415 555 2671, ana@example.com' }),
      { at: 2, type: 'agent.updated', agent: 'Ben Cho', status: 'IDLE' }));`;
    return inFolder('  - plugin: ./own.mjs\n', { 'own.mjs': source(body) }, async (cwd) => {
      expectRefused(await signalbox(['record', '--out', 'out.ndjson'], { cwd }), 'no-key', '--key-file');
      expect(await readdir(cwd)).to.not.include('out.ndjson');
      const run = await signalbox(['record', '--out', 'out.ndjson'], { cwd, env: key });
      expect(run.code, run.stderr).to.equal(0);
      const text = await readFile(join(cwd, 'out.ndjson'), 'utf8');
      expect(text).to.match(/"conversation":"c-[0-9a-f]{16}".*"utterance":"I am at <phone>, <email>"/);
      expect(text)
        .to.match(/"agent":"agent-[0-9a-f]{12}"/)
        .and.not.match(/Ana|Perez|Ben|415|example/);
    });
  });

  it('trusts a source that says it gives pseudonyms', () =>
    inFolder(
      '  - plugin: ./own.mjs\n',
      { 'own.mjs': source(`await take(told(started(1, 'c-1')));`, 'givesPseudonyms: true,') },
      async (cwd) => {
        expect((await signalbox(['record', '--out', 'out.ndjson'], { cwd })).code).to.equal(0);
        expect(await readFile(join(cwd, 'out.ndjson'), 'utf8')).to.contain('"conversation":"c-1"');
      },
    ));

  it('ends when its time is over', () =>
    inFolder(
      '  - plugin: ./own.mjs\n',
      { 'own.mjs': source(`${backwards} await ended(signal);`) },
      async (cwd) => {
        const args = ['record', '--out', 'out.ndjson.gz', '--for', '1.5s', '--memory', '0.05'];
        const run = await signalbox(args, { cwd, env: { ...key, TMPDIR: join(cwd, 'tmp') } });
        expect([run.code, run.stderr]).to.deep.equal([0, '']);
        expect((await eventsIn(join(cwd, 'out.ndjson.gz'))).events).to.have.length(3600);
        expect(await readdir(join(cwd, 'tmp'))).to.deep.equal([]);
      },
    ));

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends in good order on ${signal}, and the recording is whole`, () =>
      inFolder(
        '  - plugin: ./own.mjs\n',
        { 'own.mjs': source(`${backwards} await write('all told'); await ended(signal);`) },
        async (cwd) => {
          const { child, closed } = await begun(cwd);
          child.kill(signal);
          expect(await closed).to.equal(0);
          const { events } = await eventsIn(join(cwd, 'out.ndjson.gz'));
          expect(events.map(({ at }) => at)).to.deep.equal(
            Array.from({ length: 3600 }, (_, n) => (n + 1) * 1000),
          );
          expect(await readdir(join(cwd, 'tmp'))).to.deep.equal([]);
        },
      ));
  }

  it('leaves what was there, and no half file, when it is killed', () =>
    inFolder(
      '  - plugin: ./own.mjs\n',
      {
        'own.mjs': source(`${backwards} await write('all told'); await ended(signal);`),
        'out.ndjson.gz': 'what was there',
      },
      async (cwd) => {
        const before = await stat(join(cwd, 'out.ndjson.gz'));
        const { child, closed } = await begun(cwd);
        child.kill('SIGKILL');
        await closed;
        expect(await readFile(join(cwd, 'out.ndjson.gz'), 'utf8')).to.equal('what was there');
        expect((await stat(join(cwd, 'out.ndjson.gz'))).mtimeMs).to.equal(before.mtimeMs);
        expect(await readdir(cwd)).to.have.members(['out.ndjson.gz', 'own.mjs', 'signalbox.yaml', 'tmp']);
      },
    ));

  it('keeps what was told before a source failed, and says so', () => {
    const body = `${backwards} throw new Error('the line is dead');`;
    return inFolder('  - plugin: ./own.mjs\n', { 'own.mjs': source(body) }, async (cwd) => {
      const run = await signalbox(['record', '--out', 'out.ndjson.gz'], { cwd, env: key });
      expect(run.code).to.equal(2);
      expect(run.stderr)
        .to.contain('"./own.mjs" cannot go on: the line is dead')
        .and.contain('out.ndjson.gz');
      expect((await eventsIn(join(cwd, 'out.ndjson.gz'))).events).to.have.length(3600);
    });
  });

  it('makes no plugin that neither tells nor looks up', () =>
    inFolder(
      `${playing}  - plugin: ./sink.mjs\n`,
      {
        'sink.mjs': `export default { name: 'sink', configSchema: { type: 'object' }, needs: [],
          provides: [Symbol.for('signalbox/sink')], create() { throw new Error('it was made'); } };`,
      },
      async (cwd) => {
        expect((await signalbox(['record', '--out', 'out.ndjson.gz'], { cwd })).code).to.equal(0);
      },
    ));

  it('says what is wrong before it listens', () =>
    inFolder(
      '  - plugin: ./own.mjs\n',
      {
        'own.mjs': source(`await write('it listens');`),
        'quiet.yaml': `${top}plugins: [{ plugin: console }]\n`,
      },
      async (cwd) => {
        const refused = async (args: string, code: string, says = ''): Promise<void> =>
          expectRefused(await signalbox(['record', ...args.split(' ')], { cwd, env: key }), code, says);
        await refused('--out none/out.ndjson', 'no-such-folder');
        await refused('--out tmp', 'not-a-file');
        await refused('--out signalbox.yaml', 'same-file');
        await refused('--out out.ndjson --config gone.yaml', 'not-found', 'docs/configuration.md');
        await refused('--out out.ndjson --config quiet.yaml', 'no-events');
        await refused('--out out.ndjson --memory 0.001', 'too-little-memory');
        const nothing = await signalbox(['record', '--out', 'out.ndjson'], { cwd, env: key });
        expect([nothing.code, nothing.stderr.includes('[nothing-recorded]')]).to.deep.equal([2, true]);
        expect(await readdir(cwd)).to.not.include('out.ndjson');
      },
    ));
});
