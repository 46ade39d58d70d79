import { expect } from 'chai';
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';
import { scoring } from './packMistakes.ts';
import { expectPlainOutput, expectRefused, key, sideBySide } from './refusal.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';
const rules = 'rules/retail-bank';

const wanted = (rule: string, fact: string): string => ` --rule ${rule} --fact ${fact} --to 1`;

describe('a mistake on the command line', () => {
  const mistakes: readonly (readonly [args: string, says: string | RegExp])[] = [
    ['', /Usage: signalbox/],
    ['valdate rules', '(Did you mean validate?)'],
    ['frobnicate', "unknown command 'frobnicate'"],
    ['validate', "missing required argument 'paths'"],
    ['validate rules --fromat json', '(Did you mean --format?)'],
    ['validate rules --format xml', 'Allowed choices are text, json'],
    [`replay ${day}`, "required option '--rules <policy>' not specified"],
    [`replay ${day} another --rules ${rules}`, 'too many arguments'],
    [`import log.csv --map banking77`, "required option '--out <recording>' not specified"],
    [`import log.csv --map banking77 --out o.ndjson --memory lots`, 'lots'],
    [`import log.csv --map banking77 --out o.ndjson --memory -1`, '-1'],
    [`what-if ${day} --rules ${rules} --rule fraud`, "required option '--fact <fact>' not specified"],
    [`what-if ${day} --rules ${rules} --rule fraud --fact intent --to lots`, 'it must be a number'],
    [`what-if ${day} --rules ${rules} --rule fraud --fact intent --curve 1..2`, 'such as 0.5..0.9/8'],
    [`what-if ${day} --rules ${rules} --rule fraud --fact intent --comparison 0`, 'a whole number from 1'],
    ['record', "required option '--out <recording>' not specified"],
    ['record --out o.ndjson --for ever', 'such as 90s, 30m, 2h, 1h30m or 1d'],
    ['record --out o.ndjson --for 0s', 'such as 90s'],
    ['schema', "missing required argument 'kind'"],
    ['backup', "required option '--out <file>' not specified"],
    ['audit', 'Usage: signalbox audit'],
    ['audit verify', "missing required argument 'folder'"],
    ['audit key', "required option '--out <file>' not specified"],
  ];

  it('is told in one line, with what to do, and ends with 2', function () {
    this.timeout(60_000);
    return sideBySide(mistakes, async ([line, says]) => {
      const run = await signalbox(line.split(' ').filter((word) => word !== ''));
      expectPlainOutput(run);
      expect(run.code, line).to.equal(2);
      expect(run.stdout, line).to.equal('');
      if (typeof says === 'string') expect(run.stderr, line).to.contain(says);
      else expect(run.stderr, line).to.match(says);
      expect(run.stderr, line).to.contain('signalbox');
    });
  });

  const refusals: readonly (readonly [args: string, code: string, says: string | RegExp])[] = [
    ['schema Scorring', 'unknown-kind', 'did you mean "Scoring"?'],
    ['schema toString', 'unknown-kind', 'Scoring'],
    ['validate no-such-folder', 'not-found', 'no-such-folder: error: there is no such file or folder'],
    ['replay none.ndjson --rules rules/retail-bank', 'no-such-file', 'none.ndjson: error: '],
    ['replay none.ndjson.gz --rules rules/retail-bank', 'no-such-file', 'none.ndjson.gz: error: '],
    ['replay rules --rules rules/retail-bank', 'not-a-file', 'rules: error: this is a folder'],
    [`replay ${day} --rules none`, 'not-found', 'none: error: '],
    [`replay ${day} --rules ${rules} --against none`, 'not-found', 'none: error: '],
    [`replay ${day} --rules rules`, 'empty-folder', /policies below it: .*rules\/retail-bank/],
    [`replay ${day} --rules ${rules}/scoring.yaml`, 'not-a-folder', 'a policy is a folder'],
    [`replay ${day} --rules ${rules} --log none/log.ndjson`, 'no-such-folder', 'none/log.ndjson: error: '],
    [`replay ${day} --rules ${rules} --log rules`, 'not-a-file', 'rules: error: '],
    [
      `what-if none.ndjson --rules ${rules}${wanted('fraud', 'intent')}`,
      'no-threshold',
      'replay <recording>',
    ],
    [`what-if ${day} --rules none${wanted('fraud', 'intent')}`, 'not-found', 'none: error: '],
    [`what-if ${day} --rules ${rules}${wanted('fruad', 'intent')}`, 'unknown-rule', 'did you mean "fraud"?'],
    [
      `what-if ${day} --rules ${rules}${wanted('fraud', 'intnet')}`,
      'fact-not-read',
      'did you mean "intent"?',
    ],
    [`what-if ${day} --rules ${rules}${wanted('urgent', 'priority')}`, 'rule-elsewhere', 'QueueOrder'],
    [`what-if ${day} --rules rules/source-documents${wanted('a', 'b')}`, 'no-skill-mapping', '--against'],
    [`what-if ${day} --rules ${rules} --rule fraud --fact intent`, 'nothing-asked', '--curve'],
    ['explain c-none', 'no-such-decision', 'nothing was decided about "c-none"'],
    [`explain c-0042 --log ${day}`, 'not-a-log', 'replay --log'],
    ['explain c-0042 --log none.ndjson', 'no-such-file', 'none.ndjson: error: '],
    ['import none.csv --map banking77 --out o.ndjson', 'no-such-file', 'none.csv: error: '],
    ['import rules --map banking77 --out o.ndjson', 'not-a-file', 'rules: error: '],
    ['import README.md --map none.yaml --out o.ndjson', 'no-such-file', 'none.yaml: error: '],
    ['import README.md --map no-such-map --out o.ndjson', 'no-such-file', 'no-such-map'],
    ['import README.md --map banking77 --out none/o.ndjson', 'no-such-folder', 'none/o.ndjson: error: '],
    ['import README.md --map banking77 --out o.ndjson --key-file none', 'no-key', 'none: error: '],
    ['import README.md --map banking77 --out o.ndjson --key-file .editorconfig.none', 'no-key', ''],
  ];

  it('is told with the file it is about, and ends with 2', function () {
    this.timeout(60_000);
    return sideBySide(refusals, async ([line, code, says]) => {
      const run = await signalbox(line.split(' '), { env: key });
      expectRefused(run, code, says);
      expect(run.stdout, line).to.equal('');
    });
  });

  it('a key that is missing or could be guessed', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'short.key'), 'secret\n');
      await writeFile(join(folder, 'empty.key'), '\n');
      const args = ['import', 'README.md', '--map', 'banking77', '--out', join(folder, 'o.ndjson')];
      const runs = await sideBySide(
        [[], ['--key-file', join(folder, 'short.key')], ['--key-file', join(folder, 'empty.key')]],
        (more) => signalbox([...args, ...more], { env: { SIGNALBOX_PSEUDONYM_KEY: '' } }),
      );
      for (const run of runs) expectRefused(run, 'no-key', '--key-file');
      expect(runs[1]!.stderr).to.contain('too short').and.not.to.contain('secret\n');
      expect(await readdir(folder)).to.have.members(['short.key', 'empty.key']);
    }));

  it('help and version are no mistakes', async () => {
    const runs = await sideBySide([['--help'], ['--version'], ['replay', '--help']], (args) =>
      signalbox(args),
    );
    expect(runs.map(({ code, stderr }) => [code, stderr])).to.deep.equal([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
  });
});

describe('a folder of rules with odd things in it', () => {
  it('links that go in a circle, and names that would command a terminal', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'pack.yaml'), scoring('buckett: 1'));
      const hostile = 'below\u001b[31m\u202e';
      await mkdir(join(folder, hostile));
      await writeFile(join(folder, hostile, 'pack\u009b2J.yaml'), scoring('buckett: 1'));
      await symlink(folder, join(folder, 'loop'));
      const runs = await sideBySide(
        [
          ['validate', folder],
          ['validate', folder, '--format', 'json'],
        ],
        (args) => signalbox(args),
      );
      for (const run of runs) {
        expectPlainOutput(run);
        expect(run.code).to.equal(2);
        expect(run.stderr.trimEnd().split('\n')).to.have.length(2);
      }
    }));

  it('a link to nowhere, a folder named like a pack, a file nobody may read', async function () {
    if (process.getuid?.() === 0) this.test!.title += ' (as root, who may read everything)';
    await withFolder(async (folder) => {
      const policy = async (name: string): Promise<string> => {
        await mkdir(join(folder, name));
        await writeFile(join(folder, name, 'right.yaml'), scoring(''));
        return join(folder, name);
      };
      const [nowhere, named, locked] = [
        await policy('nowhere'),
        await policy('named'),
        await policy('locked'),
      ];
      await symlink(join(folder, 'none'), join(nowhere, 'gone.yaml'));
      await mkdir(join(named, 'folder.yaml'));
      await writeFile(join(locked, 'locked.yaml'), scoring('', 't'));
      await chmod(join(locked, 'locked.yaml'), 0);
      const runs = await sideBySide([nowhere, named, locked], (place) => signalbox(['validate', place]));
      for (const run of runs) expectPlainOutput(run);
      expect(runs[0]!.code).to.equal(2);
      expect(runs[0]!.stderr).to.contain('gone.yaml: error: ');
      expect(runs[1]!.stderr).not.to.contain('EISDIR');
      expect(runs[2]!.stderr).not.to.contain('EACCES');
      expect(runs[2]!.code).to.equal(2);
    });
  });
});
