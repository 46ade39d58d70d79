import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { withFolder } from '../folder.ts';
import { allMoments } from '../../engine/moments.ts';
import { signalbox } from '../signalbox.ts';
import { expectPlainOutput, expectRefused } from './refusal.ts';

const day = resolve('fixtures/retail-bank-day.ndjson.gz');
const bank = resolve('rules/retail-bank');
const example = resolve('docs/examples/live/signalbox.yaml');

const top = `apiVersion: signalbox/v1
kind: Configuration
policy: ${bank}
`;
const playing = `  - plugin: recording
    configuration: { file: ${day} }
`;

async function inFolder(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await use(folder);
  });
}

const sink = (body: string, more = ''): string => `export default {
  name: 'own', configSchema: { type: 'object', properties: { token: { type: 'string', maxLength: 400 } }, additionalProperties: false },
  provides: [Symbol.for('signalbox/sink')], needs: [Symbol.for('signalbox/output')],
  create({ configuration, get }) {
    const write = get(Symbol.for('signalbox/output'));
    return { parts: { [Symbol.for('signalbox/sink')]: { async hear(decisions) { ${body} } } } ${more} };
  },
};`;

describe('signalbox run', function () {
  this.timeout(60_000);

  for (const moments of allMoments) {
    it(`plays the shipped day: the decisions are those of replay --moments ${moments}, byte for byte`, () =>
      inFolder(
        {
          'signalbox.yaml': `${top}runtime: { moments: ${moments} }\nplugins:\n${playing}  - { plugin: console, configuration: { format: json } }\n`,
        },
        async (cwd) => {
          const [live, again] = await Promise.all([
            signalbox(['run', '--format', 'json'], {
              cwd,
              nodeOptions: ['--disallow-code-generation-from-strings'],
            }),
            signalbox([
              'replay',
              day,
              '--rules',
              bank,
              '--moments',
              moments,
              '--log',
              join(cwd, 'log.ndjson'),
            ]),
          ]);
          expect(again.code, again.stderr).to.equal(0);
          expect(live.code, live.stderr).to.equal(0);
          const log = (await readFile(join(cwd, 'log.ndjson'), 'utf8')).split('\n').slice(1, -1);
          const lines = live.stdout.split('\n').slice(0, log.length);
          expect(lines.join('\n') === log.join('\n')).to.equal(true);
          const summary = JSON.parse(live.stdout.split('\n').slice(log.length).join('\n')) as object;
          expect(summary).to.deep.include({ events: 10_301, decisions: log.length, deadCommands: 0 });
        },
      ));
  }

  it('runs the example that ships', async () => {
    const run = await signalbox(['run', '--config', example]);
    expectPlainOutput(run);
    expect(run.code, run.stderr).to.equal(0);
    expect(run.stderr).to.equal('');
    expect(run.stdout).to.match(
      /Stopped in good order: 10,301 events taken in, 5,062 decisions by retail-bank/,
    );
  });

  it('brings a plugin its commands in batches, and a sink how each of them ended', () =>
    inFolder(
      {
        'signalbox.yaml': `${top}plugins:\n${playing}  - { plugin: ./crm.mjs, name: crm }\n`,
        'crm.mjs': `
const [batchActor, sink] = ['batchActor', 'sink'].map((part) => Symbol.for('signalbox/' + part));
const output = Symbol.for('signalbox/output');
const does = ['set skills', 'set priority', 'set scoredAgents', 'do notify', 'do transfer', 'do offer', 'do say', 'do crm', 'do webhook'];
export default {
  name: 'crm', configSchema: { type: 'object', additionalProperties: false },
  provides: [batchActor, sink], needs: [output],
  create({ get }) {
    const seen = { batches: 0, commands: 0, ended: 0 };
    return {
      parts: {
        [batchActor]: {
          does, batch: { most: 50, withinSeconds: 3600 },
          async actTogether(commands) {
            seen.batches++;
            seen.commands += commands.length;
            return commands.map(() => ({ status: 'done' }));
          },
        },
        [sink]: {
          async hear(told) {
            seen.ended += told.filter(({ outcome }) => outcome?.outcome.status === 'done' && outcome.plugin === 'crm').length;
          },
        },
      },
      stop: () => get(output)(JSON.stringify(seen) + '\\n'),
    };
  },
};`,
      },
      async (cwd) => {
        const run = await signalbox(['run'], { cwd });
        expect(run.code, run.stderr).to.equal(0);
        expect(run.stderr).to.equal('');
        const seen = JSON.parse(run.stdout.slice(0, run.stdout.indexOf('\n'))) as Record<string, number>;
        expect(seen['commands']).to.be.above(1000);
        expect(seen['ended']).to.equal(seen['commands']);
        expect(seen['batches']).to.be.within(seen['commands']! / 50, 2 + seen['commands']! / 50);
      },
    ));

  it('keeps a decision log that explain reads', () =>
    inFolder(
      {
        'signalbox.yaml': `${top}runtime: { moments: asRecorded }\nplugins:\n${playing}  - { plugin: console, configuration: { file: why.ndjson } }\n`,
      },
      async (cwd) => {
        const run = await signalbox(['run'], { cwd });
        expect(run.code, run.stderr).to.equal(0);
        for (const id of ['c-0058/ranking/1', 'c-0001']) {
          const [live, replayed] = await Promise.all([
            signalbox(['explain', id, '--log', join(cwd, 'why.ndjson')]),
            signalbox(['explain', id]),
          ]);
          expect([live.code, live.stderr]).to.deep.equal([0, '']);
          expect(live.stdout).to.equal(replayed.stdout);
        }
      },
    ));

  it('stops in good order when it is told to while a plugin starts', () =>
    inFolder(
      {
        'signalbox.yaml': `${top}plugins:\n${playing}  - { plugin: ./slow.mjs, name: own }\n`,
        'slow.mjs': sink(
          '',
          ', start: async (signal) => { await write(`starting\\n`); await new Promise((_, no) => signal.addEventListener(`abort`, () => no(signal.reason))); }, stop: () => write(`stopped\\n`)',
        ),
      },
      async (cwd) => {
        const child = spawn(process.execPath, [resolve('signalbox.ts'), 'run'], { cwd });
        let [stdout, stderr] = ['', ''];
        child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
        child.stdout.on('data', (piece: Buffer) => {
          stdout += piece.toString();
          if (stdout === 'starting\n') child.kill('SIGTERM');
        });
        const code = await new Promise<number | null>((done) => child.on('close', done));
        expect([code, stderr]).to.deep.equal([0, '']);
        expect(stdout).to.match(/^starting\nstopped\nStopped in good order: 0 events taken in/);
      },
    ));

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`stops in good order on ${signal}`, () =>
      inFolder(
        {
          'signalbox.yaml': `${top}plugins:
  - plugin: recording
    configuration: { file: ${day}, timesFaster: 60 }
  - plugin: ./slow.mjs
`,
          'slow.mjs': sink(
            'await write(`heard\\n`); await new Promise((done) => setTimeout(done, 100));',
            ', start: () => write(`started\\n`), stop: () => write(`stopped\\n`)',
          ),
        },
        async (cwd) => {
          const child = spawn(process.execPath, [resolve('signalbox.ts'), 'run'], { cwd });
          let [stdout, stderr] = ['', ''];
          child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
          const closed = new Promise<number | null>((done) => child.on('close', done));
          await new Promise<void>((done) =>
            child.stdout.on('data', (piece: Buffer) => {
              stdout += piece.toString();
              if (stdout.includes('started')) done();
            }),
          );
          child.kill(signal);
          expect(await closed, stderr).to.equal(0);
          expect(stdout).to.match(/^started\n(heard\n)*stopped\nStopped in good order: /);
        },
      ));
  }

  const wrong: Readonly<Record<string, readonly [text: string, says: string]>> = {
    'a plugin that is not there': [
      `plugins:\n  - plugin: consle\n`,
      'signalbox.yaml:5:5: error: there is no plugin "consle", bundled or installed → did you mean "console"?',
    ],
    'a configuration that does not fit': [
      `plugins:\n${playing}  - plugin: console\n    configuration:\n      fromat: json\n`,
      'signalbox.yaml:9:7: error: unknown key "fromat" → did you mean "format"? [unknown-key]',
    ],
    'two stores': [
      `plugins:\n${playing}  - { plugin: memory }\n  - { plugin: memory, name: another }\n`,
      'signalbox.yaml:8:5: error: "another" and "memory" both provide signalbox/store',
    ],
    'a provider that is missing': [
      `plugins:\n${playing}  - plugin: ./needy.mjs\n`,
      'signalbox.yaml:7:5: error: "./needy.mjs" needs acme/pool, and no plugin listed here provides it',
    ],
    'a circle': [
      `plugins:\n  - { plugin: ./a.mjs, name: a }\n  - { plugin: ./b.mjs, name: b }\n`,
      'plugins need each other in a circle: "a" needs "b" needs "a"',
    ],
    'a variable that is not set': [
      `plugins:\n  - plugin: ./own.mjs\n    configuration: { token: '\${env:NOT_SET_HERE}' }\n`,
      'signalbox.yaml:6:22: error: the environment variable NOT_SET_HERE is not set',
    ],
    'nothing that tells of events': [`plugins: [{ plugin: console }]\n`, '[no-events]'],
    'a value that its fact cannot have': [
      `plugins:\n${playing}  - plugin: queue-facts\n    configuration: { queues: { Cards: { slaTarget: soon } } }\n`,
      'signalbox.yaml:7:5: error: plugin "queue-facts" cannot be made: slaTarget of queue Cards must be percent/seconds',
    ],
    'a recording that is not there': [
      `plugins:\n  - { plugin: recording, configuration: { file: gone.ndjson } }\n`,
      'plugin "recording" did not start: ',
    ],
    'a plugin that does not start': [
      `plugins:\n${playing}  - plugin: ./failing.mjs\n`,
      'error: plugin "./failing.mjs" did not start: the line is dead [plugin-not-started]',
    ],
  };
  const modules = {
    'needy.mjs': sink('').replace("[Symbol.for('signalbox/output')]", "[Symbol.for('acme/pool')]"),
    'a.mjs': sink('')
      .replace("'signalbox/output'", "'b'")
      .replace("[Symbol.for('signalbox/sink')]", "[Symbol.for('a')]"),
    'b.mjs': sink('')
      .replace("'signalbox/output'", "'a'")
      .replace("[Symbol.for('signalbox/sink')]", "[Symbol.for('b')]"),
    'own.mjs': sink(''),
    'failing.mjs': sink('', ', start: () => Promise.reject(new Error("the line is dead"))'),
  };
  for (const [name, [plugins, says]] of Object.entries(wrong)) {
    it(`does not start with ${name}, and says so in words`, () =>
      inFolder({ ...modules, 'signalbox.yaml': `${top}${plugins}` }, async (cwd) => {
        const run = await signalbox(['run'], { cwd });
        expectRefused(run, /\[([a-z-]+)\]$/m.exec(run.stderr)?.[1] ?? '', says);
      }));
  }

  it('does not start without a configuration, or a policy', () =>
    inFolder({ 'signalbox.yaml': `${top.replace(bank, 'nowhere')}plugins:\n${playing}` }, async (cwd) => {
      expectRefused(await signalbox(['run', '--config', 'gone.yaml'], { cwd }), 'not-found', 'gone.yaml');
      expectRefused(await signalbox(['run'], { cwd }), 'not-found', 'nowhere');
    }));

  it('checks the schema of a plugin that brings no validator, and says so where that is forbidden', () =>
    inFolder(
      {
        ...modules,
        'signalbox.yaml': `${top}plugins:\n${playing}  - { plugin: ./own.mjs, configuration: { tokn: a } }\n`,
      },
      async (cwd) => {
        expectRefused(await signalbox(['run'], { cwd }), 'unknown-key', 'did you mean "token"?');
        const nodeOptions = ['--disallow-code-generation-from-strings'];
        expectRefused(await signalbox(['run'], { cwd, nodeOptions }), 'no-code-from-strings', 'made ahead');
      },
    ));

  const secret = 'a-secret-that-nobody-may-see-0123456789abcdef';
  const telling: Readonly<Record<string, string>> = {
    'a value that does not fit': sink('').replace('maxLength: 400', `enum: ['x']`),
    'a plugin that throws it as it is made': sink('').replace(
      'const write',
      'throw new Error(configuration.token); const write',
    ),
    'a plugin that throws it as it starts': sink(
      '',
      ', start: () => Promise.reject(new Error(configuration.token))',
    ),
    'a sink that writes it': sink('await write(configuration.token)'),
    'a sink that throws it': sink('throw new Error(configuration.token)'),
  };
  for (const [name, module] of Object.entries(telling)) {
    it(`shows no value from the environment: ${name}`, () =>
      inFolder(
        {
          'own.mjs': module,
          'signalbox.yaml': `${top}plugins:\n${playing}  - { plugin: ./own.mjs, configuration: { token: '\${env:OWN_TOKEN}' } }\nruntime: { attempts: 1 }\n`,
        },
        async (cwd) => {
          const run = await signalbox(['run', '--debug'], { cwd, env: { OWN_TOKEN: secret } });
          expect(`${run.stdout}${run.stderr}`).to.not.contain(secret).and.not.contain('0123456789');
          expect(`${run.stdout}${run.stderr}`).to.contain('${env:OWN_TOKEN}');
        },
      ));
  }
});
