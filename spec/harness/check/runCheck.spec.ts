import { expect } from 'chai';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../../../engine/problem.ts';
import { runCheck, type CheckResult } from '../../../harness/check/runCheck.ts';
import { skillsIn } from '../../../harness/lint/knownSkills.ts';
import { suitesOf } from '../../../harness/check/suites.ts';
import { checkText } from '../../../harness/check/textReport.ts';
import { withFolder } from '../../folder.ts';
import { casesHeader } from '../cases/caseText.ts';

/** Claims are tried on few cases: what they find is `policyCard`'s to show. */
const card = { runs: 10 };
const alone = { recordings: [], card };

const mapping = `apiVersion: signalbox/v1
kind: SkillMapping
name: spec
mappings: [{ name: refunds, intents: [refund], assign: { skill: Billing } }] # signalbox-lint: allow gap because the rest has no skill
`;
const right =
  'cases: [{ name: yes, given: { queue: Q, facts: { intent: refund } }, expect: { point: skills, fires: refunds } }]\n';
const wrong = `cases:
  - name: no
    because: it says so in the contract
    given: { queue: Q, facts: { intent: other } }
    expect: { point: skills, fires: refunds, decision: { assigned.skills: [Billing] } }
`;

/** Checks policies of one mapping with cases, by folder. */
const checked = (
  policies: Readonly<Record<string, string>>,
  see: (result: CheckResult, folder: string) => void,
) =>
  withFolder(async (folder) => {
    for (const [name, cases] of Object.entries(policies)) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'mapping.yaml'), mapping);
      if (cases !== '') await writeFile(join(folder, name, 'mapping.cases.yaml'), `${casesHeader}${cases}`);
    }
    see(await runCheck([folder], alone), folder);
  });

describe('a check', () => {
  it('finds every policy below a folder, once', async () => {
    const result = await runCheck(['rules/anonymous-bank', 'rules/anonymous-bank/head-start-90'], alone);
    expect(result.policies.map(({ policy }) => policy)).to.deep.equal([
      'rules/anonymous-bank/first-come-first-served',
      'rules/anonymous-bank/head-start-120',
      'rules/anonymous-bank/head-start-60',
      'rules/anonymous-bank/head-start-90',
      'rules/anonymous-bank/priority-first',
    ]);
    expect(result).to.include({ passed: true, valid: true });
  });

  it('passes for every policy that ships', async () => {
    const result = await runCheck(['rules'], alone);
    expect(result.problems).to.deep.equal([]);
    expect(result.policies.filter(({ passed }) => !passed)).to.deep.equal([]);
    expect(result.policies.length).to.be.above(8);
  });

  it('fails where a case does, and says where and why, for people and for tests', () =>
    checked({ a: right, b: wrong, c: '' }, (result, folder) => {
      expect(result).to.include({ passed: false, valid: true });
      expect(result.policies.map(({ passed }) => passed)).to.deep.equal([true, false, true]);
      const text = checkText(result);
      const at = join(folder, 'b', 'mapping.cases.yaml');
      expect(text).to.contain(
        `${at}:8:58: error: assigned.skills should be [ Billing ], and there is none (in no) [case-failed]`,
      );
      expect(text).to.contain('it matters because it says so in the contract');
      expect(text).to.contain('No mapping of spec holds');
      expect(text).to.contain('✗ cases: 0 of 1 come out as written');
      expect(text).to.contain('✓ cases: none: write some beside the packs');
      expect(text).to.match(/\n1 of 3 failed$/);
      const suites = suitesOf(result);
      expect(suites.map(({ name }) => name.slice(folder.length + 1))).to.include.members([
        'a cases',
        'b cases',
      ]);
      const [failing] = suites.find(({ name }) => name.endsWith('b cases'))!.outcomes;
      expect(failing).to.include({ name: 'no', file: at, line: 5 });
      expect(failing!.failure!.message).to.equal('assigned.skills should be [ Billing ], and there is none');
      expect(failing!.failure!.details.join('\n')).to.contain('refunds: it is not so that intent');
      expect(suites.find(({ name }) => name.endsWith('a cases'))!.outcomes).to.deep.equal([
        { name: 'yes', file: join(folder, 'a', 'mapping.cases.yaml'), line: 4 },
      ]);
    }));

  it('fails where lint finds something, with an input that shows it; silenced with a reason it does not', () =>
    withFolder(async (folder) => {
      const allowed = '    # signalbox-lint: allow shadowed-rule because it is on its way out\n';
      const twice = `${mapping.slice(0, mapping.indexOf('mappings:'))}mappings:
    - { name: first, intents: [refund], assign: { skill: Other } }
${allowed}    - { name: second, intents: [refund], assign: { skill: Billing } }
otherwise: { assign: { skill: General } }
`;
      const pack = join(folder, 'mapping.yaml');
      await writeFile(pack, twice.replace(allowed, ''));
      const found = await runCheck([folder], alone);
      const text = checkText(found);
      expect(found.passed).to.equal(false);
      expect(text).to.match(/mapping\.yaml:6:.*\[shadowed-rule\]\n.*for example: intent .*refund/);
      await writeFile(pack, twice);
      expect(checkText(await runCheck([folder], alone))).to.contain('✓ lint: nothing found');
    }));

  it('names a skill that nobody has, where an organisation or a recording tells who has which', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'mapping.yaml'), mapping);
      for (const file of ['harness/sandbox/orgs/corner-shop.yaml', 'fixtures/retail-bank-day.ndjson.gz']) {
        const { policies } = await runCheck([folder], { ...alone, skills: await skillsIn(file) });
        const { failures } = policies[0]!.sections.find(({ name }) => name === 'lint')!;
        expect(failures.map(({ code, line }) => [code, line])).to.deep.equal([['skill-nobody-has', 4]]);
      }
      expect((await runCheck([folder], alone)).passed).to.equal(true);
    }));

  it('fails where a claim is broken, and says who should have won; by the same seed the same', () =>
    withFolder(async (folder) => {
      await cp('rules/retail-bank', folder, { recursive: true });
      const claims = join(folder, 'fairness.yaml');
      const text = await readFile(claims, 'utf8');
      await writeFile(claims, text.replace('  - ownMonotonicity', '  - pareto\n  - ownMonotonicity'));
      const options = { recordings: [], card: { seed: 7, runs: 200, only: ['pareto'] as const } };
      const result = await runCheck([folder], options);
      const { failures } = result.policies[0]!.sections.find(({ name }) => name === 'claims')!;
      expect(failures).to.have.length(1);
      expect(failures[0]).to.include({ code: 'claim-broken', file: claims, line: 10 });
      expect(failures[0]!.details!.join('\n')).to.match(
        /should win over.*\nagain: signalbox check .* --seed 7 --runs 200 --invariant pareto/,
      );
      expect(checkText(await runCheck([folder], options))).to.equal(checkText(result));
    }));

  it('is none where packs or cases cannot be read, and still checks the others', () =>
    checked({ a: right, b: 'cases: []\n' }, (result, folder) => {
      expect(result).to.include({ passed: false, valid: false });
      expect(result.problems.map(({ file, code }) => [file, code])).to.deep.equal([
        [join(folder, 'b', 'mapping.cases.yaml'), 'empty-list'],
      ]);
      expect(result.policies[0]!.passed).to.equal(true);
      expect(checkText(result)).to.contain(`✗ ${join(folder, 'b')}: it has errors, so nothing was checked`);
    }));

  it('counts what recordings exercise, and shows how far it is', async () => {
    const seen: number[] = [];
    const recordings = ['fixtures/retail-bank-day.ndjson.gz'];
    const { policies } = await withFolder(async (folder) => {
      await cp('rules/retail-bank', folder, {
        recursive: true,
        filter: (name) => !name.endsWith('cases.yaml'),
      });
      return runCheck([folder], { recordings, card }, (fraction) => seen.push(fraction));
    });
    const coverage = policies[0]!.sections.find(({ name }) => name === 'coverage')!;
    expect(coverage.summary).to.match(/^(\d+) of \d+ exercised, \1 by recordings only/);
    expect(coverage.lines.join('\n')).to.contain('trigger “ambiguous”: never fired');
    expect(seen).to.deep.equal(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).to.equal(1);
  });

  it('refuses a place with no policy, and a recording that is none', async () => {
    const refusal = async (paths: readonly string[], recordings: readonly string[] = []): Promise<string> => {
      try {
        await runCheck(paths, { recordings, card });
      } catch (error) {
        expect(error).to.be.instanceOf(ProblemError);
        return (error as ProblemError).problems[0]!.code;
      }
      return 'none';
    };
    expect(await refusal(['docs/decisions'])).to.equal('empty-folder');
    expect(await refusal(['no-such-place'])).to.equal('not-found');
    expect(await refusal(['rules/retail-bank/scoring.yaml'])).to.equal('not-a-folder');
    expect(await refusal(['rules/retail-bank'], ['no-such-file.ndjson'])).to.equal('no-such-file');
  });
});
