import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { nodeFinding } from '../../commands/doctor.ts';
import { withFolder } from '../folder.ts';
import { signalbox, type Run } from '../signalbox.ts';
import { expectPlainOutput } from './refusal.ts';

const bank = resolve('rules/retail-bank');
const day = resolve('fixtures/retail-bank-day.ndjson.gz');
const top = (policy = bank): string => `apiVersion: signalbox/v1\nkind: Configuration\npolicy: ${policy}\n`;
const playing = `  - { plugin: recording, configuration: { file: ${day} } }\n`;

/** A plugin that diagnoses itself, and must be asked for nothing else. */
const own = (diagnosis: string): string => `export default {
  name: 'own', configSchema: { type: 'object' }, provides: [Symbol.for('signalbox/sink')], needs: [],
  create: ({ configuration }) => ({
    parts: { [Symbol.for('signalbox/sink')]: { hear: () => process.exit(9) } },
    start: () => process.exit(9), stop: () => process.exit(9),
    async diagnose(signal) { ${diagnosis} },
  }),
};`;

async function doctor(
  files: Readonly<Record<string, string>>,
  { args = [] as readonly string[], env = {} } = {},
): Promise<Run> {
  return withFolder(async (cwd) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
    const nodeOptions = ['--disallow-code-generation-from-strings'];
    const run = await signalbox(['doctor', ...args], {
      cwd,
      env,
      ...('own.mjs' in files ? {} : { nodeOptions }),
    });
    expectPlainOutput(run);
    return run;
  });
}

describe('signalbox doctor', function () {
  this.timeout(60_000);

  it('says of what is right that it is, and what nobody does', async () => {
    const { code, stdout, stderr } = await doctor({ 'signalbox.yaml': `${top()}plugins:\n${playing}` });
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.match(
      /^✓ Node: .*\n✓ configuration: signalbox.yaml is right.*\n✓ policy: retail-bank is valid.*\n! policy: rules ask for "do notify", and no plugin that is listed does it → list the plugin email.*\n✓ recording: .* is a recording that carries 25 facts\nNothing is missing; 1 to look at, 0 not tried.\n$/,
    );
  });

  it('tells a new user where to begin', async () => {
    const { code, stdout } = await doctor({});
    expect(code).to.equal(1);
    expect(stdout)
      .to.contain(
        '✗ configuration: signalbox.yaml: there is no such file or folder [not-found] → name it with --config',
      )
      .and.contain('1 missing;');
  });

  it('tells every problem of the configuration, with line and column', async () => {
    const yaml = `${top()}sed: a\nplugins:\n  - { plugin: recording, configuration: { file: '\${env:NOT_SET_HERE}' } }\n`;
    const unknown = await doctor({ 'signalbox.yaml': yaml });
    expect(unknown.stdout).to.contain(
      '✗ configuration: signalbox.yaml:4:1: unknown key "sed" [unknown-key] → did you mean "seed"?',
    );
    const unset = await doctor({ 'signalbox.yaml': yaml.replace('sed: a\n', '') });
    expect(unset.stdout).to.contain('signalbox.yaml:5:43: the environment variable NOT_SET_HERE is not set');
    expect([unknown.code, unset.code]).to.deep.equal([1, 1]);
  });

  it('goes on as far as it can: the policy, plugins, what they need', async () => {
    const wrong = `apiVersion: signalbox/v1\nkind: QueueOrder\nname: a\nheadStarts:\n  - { name: b, when: { fact: priorty, operator: equal, value: high }, headStartSeconds: 9 }\n`;
    const { code, stdout } = await doctor({
      'signalbox.yaml': `${top('.')}plugins:\n  - { plugin: ./own.mjs, name: own }\n`,
      'a.yaml': wrong,
      'own.mjs': own(`return [{ what: 'the door is open', status: 'warning', hint: 'close it' }];`),
    });
    expect(code).to.equal(1);
    expect(stdout)
      .to.match(/✗ policy: .*a\.yaml:5:\d+: unknown fact "priorty"/)
      .and.contain('did you mean "priority"?')
      .and.contain('✗ plugins: no plugin that is listed tells of events [no-events] →')
      .and.contain('! own: the door is open → close it\n');
  });

  it('says that a plugin is not there, cannot be made, or cannot say', async () => {
    const gone = await doctor({ 'signalbox.yaml': `${top()}plugins: [{ plugin: consle }]\n` });
    expect(gone.stdout).to.match(/✗ plugins: signalbox\.yaml:4:\d+: there is no plugin "consle"/);
    const yaml = `${top()}plugins:\n${playing}  - { plugin: ./own.mjs, name: own, configuration: { token: '\${env:OWN_TOKEN}' } }\n`;
    const secret = 'a-secret-that-nobody-may-see';
    const files = {
      'signalbox.yaml': yaml,
      'own.mjs': own(`throw new Error('the line is dead for ' + configuration.token);`),
    };
    const dead = await doctor(files, { env: { OWN_TOKEN: secret } });
    expect([dead.code, dead.stdout.includes(secret)]).to.deep.equal([1, false]);
    expect(dead.stdout).to.contain('✗ own: the line is dead for ${env:OWN_TOKEN}');
    const broken = await doctor({
      'signalbox.yaml': `${top()}plugins:\n  - { plugin: recording, configuration: { file: gone.ndjson } }\n`,
    });
    expect(broken.stdout).to.match(/✗ recording: .*gone\.ndjson: there is no such file/);
  });

  it('writes the same as JSON', async () => {
    const files = {
      'signalbox.yaml': `${top()}plugins:\n${playing}  - { plugin: ./own.mjs, name: own }\n`,
      'own.mjs': own(
        `return [{ what: 'a', status: 'unverified' }, { what: 'b', status: 'missing', hint: 'c' }];`,
      ),
    };
    const { code, stdout } = await doctor(files, { args: ['--format', 'json'] });
    const said = JSON.parse(stdout) as { missing: number; findings: object[] };
    expect([code, said.missing]).to.deep.equal([1, 1]);
    expect(said.findings.slice(-2)).to.deep.equal([
      { about: 'own', what: 'a', status: 'unverified' },
      { about: 'own', what: 'b', status: 'missing', hint: 'c' },
    ]);
  });

  it('knows which Node is enough', () => {
    const statusOf = (version: string): string => nodeFinding(version, '>=22.20').status;
    expect(['22.20.0', '22.21.3', '24.0.0', '100.1.0'].map(statusOf)).to.deep.equal(Array(4).fill('fine'));
    expect(['22.19.9', '20.99.0', '9.9.9'].map(statusOf)).to.deep.equal(Array(3).fill('missing'));
  });

  it('ends with 2 for wrong usage', async () => {
    expect((await signalbox(['doctor', '--confg', 'x'])).code).to.equal(2);
    expect((await signalbox(['doctor', 'x'])).code).to.equal(2);
  });
});
