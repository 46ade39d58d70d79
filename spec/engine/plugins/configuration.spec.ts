import { expect } from 'chai';
import fc from 'fast-check';
import { readConfiguration } from '../../../engine/plugins/configuration.ts';
import { runtimeDefaults } from '../../../engine/plugins/configurationSchema.ts';
import { fillIn, Secrets } from '../../../engine/plugins/environment.ts';
import { serviceDefaults } from '../../../engine/plugins/serviceSchema.ts';
import { ProblemError, type Problem } from '../../../engine/problem.ts';
import validator from '../../../plugins/console/schema.validator.js';

const top = `apiVersion: signalbox/v1
kind: Configuration
policy: rules
`;

const read = (text: string, environment = {}, secrets = new Secrets()) =>
  readConfiguration({ file: 'signalbox.yaml', bytes: new TextEncoder().encode(text) }, environment, secrets);

function problemsOf(text: string, environment = {}): readonly Problem[] {
  try {
    read(text, environment);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  return [];
}

const places = (problems: readonly Problem[]): string[] =>
  problems.map(({ line, column, code }) => `${line}:${column} ${code}`);

describe('signalbox.yaml', () => {
  it('lists plugins with their configuration; what is left out has its default', () => {
    const { plugins, runtime, seed, policies } = read(
      `${top}plugins:\n  - plugin: console\n  - { plugin: crm, name: ours, configuration: { a: [1] } }\nruntime: { attempts: 2 }\n`,
    );
    expect({ policies, seed }).to.deep.equal({ policies: ['rules'], seed: 'signalbox' });
    expect(plugins.map(({ plugin, name, configuration }) => ({ plugin, name, configuration }))).to.deep.equal(
      [
        { plugin: 'console', name: 'console', configuration: {} },
        { plugin: 'crm', name: 'ours', configuration: { a: [1] } },
      ],
    );
    expect(runtime).to.deep.equal({ ...runtimeDefaults, attempts: 2 });
  });

  it('serves what its section says; a token comes from the environment, and is long', () => {
    const serving = (section: string): string =>
      `${top}plugins: [{ plugin: console }]\nservice: ${section}\n`;
    const environment = { ONE: 'x'.repeat(16), SHORT: 'x'.repeat(15) };
    const { service } = read(serving("{ port: 8080, tokens: ['${env:ONE}'] }"), environment);
    expect(service).to.deep.equal({ ...serviceDefaults, port: 8080, tokens: [environment.ONE] });
    const byPort = (text: string) =>
      read(serving(`{ port: '\${env:PORT}', tokens: ['\${env:ONE}'] }`), { ...environment, PORT: text });
    expect(byPort('8081').service).to.deep.include({ port: 8081 });
    expect(read(`${top}plugins: [{ plugin: console }]\n`).service).to.equal(undefined);
    const wrong: Readonly<Record<string, string>> = {
      "{ port: 1, tokens: ['${env:SHORT}'] }": '5:30 too-short',
      "{ port: 1, tokens: ['${env:NONE}'] }": '5:30 no-variable',
      '{ port: 1, tokens: [a-token-in-a-file-12345] }': '5:30 token-in-file',
      '{ port: 1, tokens: [] }': '5:21 empty-list',
      "{ tokens: ['${env:ONE}'] }": '5:1 missing-key',
      "{ port: 70000, tokens: ['${env:ONE}'] }": '5:12 out-of-range',
      "{ port: '8080', tokens: ['${env:ONE}'] }": '5:12 malformed',
      "{ port: '${env:ONE}', tokens: ['${env:ONE}'] }": '5:12 out-of-range',
      "{ port: '${env:NONE}', tokens: ['${env:ONE}'] }": '5:12 no-variable',
      "{ port: 1, tokens: ['${env:ONE}'], decideSeconds: 61 }": '5:45 out-of-range',
      "{ port: 1, tokens: ['${env:ONE}'], fallback: { handoff: { answer: handoff } } }": '5:57 missing-key',
      "{ port: 1, tokens: ['${env:ONE}'], fallback: { handoff: { answer: offer } } }": '5:57 missing-key',
    };
    for (const [section, place] of Object.entries(wrong))
      expect(places(problemsOf(serving(section), environment)), section).to.include(place);
    const [told] = problemsOf(serving('{ port: 1, tokens: [a-token-in-a-file-12345] }'));
    expect(JSON.stringify(told)).not.to.contain('a-token');
  });

  it('lists several policies instead of one', () => {
    const text = top.replace('policy: rules\n', 'policies: [rules/a, rules/b]\n');
    expect(read(`${text}plugins: [{ plugin: a }]\n`).policies).to.deep.equal(['rules/a', 'rules/b']);
  });

  const mistakes: Readonly<Record<string, readonly [text: string, place: string]>> = {
    'no policy': [
      `apiVersion: signalbox/v1\nkind: Configuration\nplugins: [{ plugin: a }]\n`,
      '1:1 missing-key',
    ],
    'a policy and policies': [`${top}policies: [b]\nplugins: [{ plugin: a }]\n`, '4:1 two-keys'],
    'no policies': [`${top}policies: []\nplugins: [{ plugin: a }]\n`, '4:1 empty-list'],
    'two policies of one name': [
      `${top.replace('policy: rules\n', 'policies:\n  - a/rules\n  - b/rules/\n')}plugins: [{ plugin: a }]\n`,
      '5:5 same-name',
    ],
    'no plugins': [top, '1:1 missing-key'],
    'an unknown key': [`${top}plugin: []\nplugins: [{ plugin: console }]\n`, '4:1 unknown-key'],
    'an empty list': [`${top}plugins: []\n`, '4:1 empty-list'],
    'an entry without a plugin': [`${top}plugins:\n  - { name: x }\n`, '5:5 missing-key'],
    'two of one name': [`${top}plugins:\n  - plugin: console\n  - plugin: console\n`, '6:5 same-name'],
    'a configuration that is no mapping': [
      `${top}plugins:\n  - plugin: console\n    configuration: json\n`,
      '6:5 wrong-type',
    ],
    'a number out of range': [
      `${top}plugins: [{ plugin: a }]\nruntime:\n  attempts: 0\n`,
      '6:3 out-of-range',
    ],
    'another kind': [
      `apiVersion: signalbox/v1\nkind: Scoring\npolicy: x\nplugins: [{ plugin: a }]\n`,
      '2:1 not-allowed',
    ],
    'YAML that is none': [`${top}plugins: [\n`, '5:1 yaml'],
    'two documents': [`${top}plugins: [{ plugin: a }]\n---\n{}\n`, 'undefined:undefined not-a-configuration'],
    'nothing at all': ['', 'undefined:undefined not-a-configuration'],
    'a variable that is not set': [
      `${top}plugins:\n  - plugin: a\n    configuration: { token: 'Bearer \${env:NOT_SET}' }\n`,
      '6:22 no-variable',
    ],
    'a variable without env:': [
      `${top}plugins:\n  - plugin: a\n    configuration:\n      token: 'Bearer \${CRM_TOKEN}'\n`,
      '7:7 bad-variable',
    ],
    'a variable without a name': [
      `${top}plugins:\n  - plugin: a\n    configuration:\n      list: ['\${env:}']\n`,
      '7:14 bad-variable',
    ],
  };
  for (const [name, [text, place]] of Object.entries(mistakes)) {
    it(`refuses ${name}, and says where`, () => {
      expect(places(problemsOf(text))).to.include(place);
    });
  }

  it('says how a variable is written, and repeats only what looks like the name of one', () => {
    const hints = (written: string): unknown[] =>
      problemsOf(`${top}plugins:\n  - plugin: a\n    configuration: { token: '${written}' }\n`).map(
        ({ message, hint }) => [message.includes('hunter'), hint],
      );
    expect(hints('${CRM_TOKEN}')).to.deep.equal([[false, 'did you mean ${env:CRM_TOKEN}?']]);
    expect(hints('${ENV:CRM_TOKEN}')).to.deep.equal([[false, 'did you mean ${env:CRM_TOKEN}?']]);
    expect(hints('x${hunter2}y')).to.deep.equal([[false, 'write ${env:NAME}']]);
    expect(hints('${a-b} $A {x}')).to.deep.equal([]);
  });

  it('says what a plugin’s configuration has wrong where it is written, by what is written', () => {
    const secrets = new Secrets();
    const text = `${top}plugins:\n  - plugin: console\n    configuration:\n      format: \${env:FORMAT}\n`;
    const [plugin] = read(text, { FORMAT: 'hunter2-secret' }, secrets).plugins;
    const problems = plugin!.misfits(validator);
    expect(places(problems)).to.deep.equal(['7:7 not-allowed']);
    expect(JSON.stringify(problems)).not.to.contain('hunter2');
    expect(problems[0]!.message).to.contain('${env:FORMAT}');
  });

  it('never repeats what is written where a secret belongs', async () => {
    const { default: genesys } = await import('../../../plugins/genesys/schema.validator.js');
    const text = `${top}plugins:\n  - plugin: genesys\n    configuration: { clientId: 7, clientSecret: 81737265, pseudonymKey: short-one }\n`;
    const problems = read(text).plugins[0]!.misfits(genesys);
    expect(problems.map(({ message }) => message)).to.include.members([
      '"clientId" must be text, not 7',
      '"clientSecret" must be text, not "what is written there"',
    ]);
    expect(JSON.stringify(problems)).not.to.match(/81737265|short-one/);
  });

  it('takes what the environment says as it is, when it fits', () => {
    const text = `${top}plugins:\n  - plugin: console\n    configuration: { format: '\${env:FORMAT}' }\n`;
    const [plugin] = read(text, { FORMAT: 'json' }).plugins;
    expect(plugin!.misfits(validator)).to.deep.equal([]);
    expect(plugin!.configuration).to.deep.equal({ format: 'json' });
  });
});

describe('values from the environment', () => {
  it('go into every text, and into nothing else', () => {
    const value = {
      a: ['x ${env:A} ${env:B}', 3, null, true],
      'b${env:A}': { c: '${env:A}' },
      d: '$A ${ other } ${a-b}',
    };
    const { value: filled, problems } = fillIn(value, { A: 'one', B: 'two' }, new Secrets());
    expect(problems).to.deep.equal([]);
    expect(filled).to.deep.equal({
      a: ['x one two', 3, null, true],
      'b${env:A}': { c: 'one' },
      d: '$A ${ other } ${a-b}',
    });
  });

  it('are put in as they are, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (secret) => {
        const { value } = fillIn('<${env:S}>', { S: secret }, new Secrets());
        expect(value).to.equal(`<${secret}>`);
      }),
    );
  });

  it('cannot be read in what is said', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '$', '&', '{'), minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 4 }), letters, (values, around) => {
        const secrets = new Secrets();
        values.forEach((value, index) => secrets.add(`S${index}`, value));
        const longest = values.toSorted((a, b) => b.length - a.length)[0]!;
        expect(secrets.hide(`<${longest}>`)).to.match(/^<\$\{env:S\d\}>$/);
        if (values.every((value) => !around.includes(value))) expect(secrets.hide(around)).to.equal(around);
      }),
    );
  });
});
