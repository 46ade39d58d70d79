import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderProblem, type Problem } from '../../engine/problem.ts';
import { withFolder } from '../folder.ts';
import { signalbox, type Run } from '../signalbox.ts';
import { packMistakes, scoring, traps } from './packMistakes.ts';
import { expectPlainOutput, expectRefused, places, sideBySide, validated } from './refusal.ts';

const names = Object.keys(packMistakes);
const folderOf = (name: string): string => `policy-${names.indexOf(name)}`;

describe('a mistake in a rule file, from the command line', () => {
  let told: Awaited<ReturnType<typeof validated>>;
  let text: Run;
  let root = '';

  before(async function () {
    this.timeout(60_000);
    await withFolder(async (folder) => {
      root = folder;
      for (const name of names) {
        await mkdir(join(folder, folderOf(name)));
        await writeFile(join(folder, folderOf(name), 'pack.yaml'), packMistakes[name]!.text);
      }
      [told, text] = await Promise.all([validated(folder), signalbox(['validate', folder])]);
    });
  });

  for (const name of names) {
    it(name, () => {
      const policy = join(root, folderOf(name));
      const problems = told.problems.filter(({ file }) => file === join(policy, 'pack.yaml'));
      const told3 = problems.slice(0, 3).map(renderProblem).join('\n');
      const errors = problems.filter(({ severity }) => severity === 'error');
      const expected = packMistakes[name]!.problems;
      const anywhere = expected.some((problem) => problem.startsWith('anywhere '));
      expect(places(errors, anywhere).slice(0, 12), told3).to.have.members(expected);
      expect(told3).to.contain(packMistakes[name]!.says ?? '');
      expect(told.policies.find((one) => one.policy === policy)).not.to.have.property('hash');
      for (const problem of errors) expect(text.stderr).to.contain(`${renderProblem(problem)}\n`);
    });
  }

  it('makes the run end with 2, says so in so many lines, and shows no trace of the program', () => {
    expect(told.run.code).to.equal(2);
    expect(told.valid).to.equal(false);
    expect(text.code).to.equal(2);
    expect(text.stdout).to.match(/\n\d+ errors(, \d+ warnings?)?\n$/);
    expectPlainOutput(told.run);
    expectPlainOutput(text);
    expect(text.stderr.trimEnd().split('\n')).to.have.length(told.problems.length);
  });
});

describe('a mistake that could trip up the program itself', () => {
  for (const [name, { text, problems }] of Object.entries(traps)) {
    it(name, () =>
      withFolder(async (folder) => {
        const file = join(folder, 'pack.yaml');
        await writeFile(file, text);
        const [place, code] = problems[0]!.split(' ') as [string, string];
        expectRefused(await signalbox(['validate', file]), code, `pack.yaml:${place}: error: `);
      }),
    );
  }
});

describe('a policy that is no policy, from the command line', () => {
  it('ends with 2 one by one: too big, binary, not UTF-8, empty, deep, a bomb', function () {
    this.timeout(60_000);
    const pack = scoring('');
    const bytes: Readonly<Record<string, [Uint8Array | string, string]>> = {
      'big.yaml': [Buffer.alloc(50_000_000, '# nothing but comments\n'), 'too-large'],
      'binary.yaml': [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2]), 'not-text'],
      'zeros.yaml': [Buffer.concat([Buffer.from(pack), Buffer.alloc(10)]), 'not-text'],
      'latin1.yaml': [Buffer.from(`${pack}description: caf\u00e9\n`, 'latin1'), 'not-text'],
      'utf16.yaml': [Buffer.from(`\ufeff${pack}`, 'utf16le'), 'not-text'],
      'empty.yaml': ['', 'empty-file'],
      'deep.yaml': [packMistakes['a condition nested 1,000 deep']!.text, 'too-deep'],
      'bomb.yaml': [packMistakes['a YAML alias bomb']!.text, 'aliases'],
    };
    return withFolder(async (folder) => {
      await sideBySide(Object.entries(bytes), async ([name, [content, code]]) => {
        const file = join(folder, name);
        await writeFile(file, content);
        const run = await signalbox(['validate', file]);
        expectRefused(run, code, /\.yaml:\d+:\d+: error: /);
        expect(run.stderr.trimEnd().split('\n')).to.have.length(1);
      });
    });
  });

  it('an empty folder, one of folders, a file where a folder is needed, nothing at all', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, 'empty'));
      await mkdir(join(folder, 'above', 'below'), { recursive: true });
      await writeFile(join(folder, 'above', 'below', 'pack.yaml'), scoring(''));
      const at = (name: string): string => join(folder, name);
      const [empty, above, file, nothing, nothing2] = (await sideBySide(
        [
          ['validate', at('empty')],
          ['replay', 'fixtures/retail-bank-day.ndjson.gz', '--rules', at('above')],
          ['replay', 'fixtures/retail-bank-day.ndjson.gz', '--rules', at('above/below/pack.yaml')],
          ['replay', 'fixtures/retail-bank-day.ndjson.gz', '--rules', at('none')],
          ['validate', at('none')],
        ],
        (args) => signalbox(args),
      )) as [Run, Run, Run, Run, Run];
      expectRefused(empty, 'empty-folder', 'put *.yaml or *.json packs into it');
      expectRefused(above, 'empty-folder', at('above/below'));
      expectRefused(file, 'not-a-folder', 'a policy is a folder');
      expectRefused(nothing, 'not-found', at('none'));
      expectRefused(nothing2, 'not-found', at('none'));
    }));
});

describe('a folder with many mistakes', () => {
  const ten: Readonly<Record<string, string>> = {
    'a tab for indentation': '1-tab.yaml',
    'a duplicate key': '2-twice.yaml',
    'an unknown key': '3-unknown.yaml',
    'a misspelt fact': '4-fact.yaml',
    'a misspelt operator': '5-operator.yaml',
    'a misspelt kind': '6-kind.yaml',
    'a weight below zero': '7-weight.yaml',
    'half an SLA target': '8-target.yaml',
    'an empty file': '9-empty.yaml',
    'a tag that would make a function': '10-tag.yaml',
  };

  it('has every one of them told in one go, each with its line and column', () =>
    withFolder(async (folder) => {
      for (const [name, file] of Object.entries(ten))
        await writeFile(join(folder, file), packMistakes[name]!.text);
      const { run, problems, policies } = await validated(folder);
      expect(run.code).to.equal(2);
      expect(policies).to.have.length(1);
      expect(
        problems.map(({ file, ...problem }) => `${file} ${places([problem as Problem])[0]}`),
      ).to.have.members(
        Object.entries(ten).map(([name, file]) => `${join(folder, file)} ${packMistakes[name]!.problems[0]}`),
      );
      for (const problem of problems) {
        expect(problem).to.include.keys('code', 'severity', 'message', 'file', 'line', 'column');
      }
      expect(run.stderr.trimEnd().split('\n')).to.have.length(10);
    }));
});

describe('what looks odd and is right', () => {
  it('JSON, Windows line ends, a byte-order mark, anchors, names and texts of every script', () =>
    withFolder(async (folder) => {
      const odd: Readonly<Record<string, string>> = {
        'a.json': JSON.stringify({ apiVersion: 'signalbox/v1', kind: 'Scoring', name: 's' }),
        'b.yaml': `\ufeff${scoring('').replaceAll('\n', '\r\n')}`,
        'c.yaml': `apiVersion: signalbox/v1\nkind: SkillMapping\nname: m\nmappings:\n  - { name: a, intents: &i [返金, возврат, "ödeme"], assign: { skill: Rückerstattung } }\n  - { name: b, intents: *i, assign: { skill: 返金 } }\n`,
      };
      const results = await sideBySide(Object.entries(odd), async ([name, text]) => {
        await writeFile(join(folder, name), text);
        return validated(join(folder, name));
      });
      for (const { run, problems } of results) {
        expect(problems).to.deep.equal([]);
        expect(run.code).to.equal(0);
      }
      const [json, windows] = results;
      expect(json!.policies[0]!.hash).to.equal(windows!.policies[0]!.hash);
    }));
});
