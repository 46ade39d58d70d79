import { expect } from 'chai';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Judged } from '../../harness/gate/gate.ts';
import type { JudgedClaim } from '../../harness/gate/claims.ts';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';
import { expectPlainOutput, expectRefused, sideBySide } from './refusal.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';
const bank = 'rules/retail-bank';

describe('signalbox replay as a gate', () => {
  it('ends with 1 where a bound or a claim is broken, naming the line, in text, JSON and JUnit; else with 0', function () {
    this.timeout(60_000);
    return withFolder(async (folder) => {
      const rules = join(folder, 'changed');
      await cp(bank, rules, { recursive: true });
      const file = join(rules, 'handoff.yaml');
      const text = await readFile(file, 'utf8');
      await writeFile(
        file,
        text
          .replace(
            'sentimentLevel, operator: lessThan, value: 0.3',
            'sentimentLevel, operator: lessThan, value: 0.2',
          )
          .replace(
            'handoffDepth, operator: lessThan, value: 3',
            'handoffDepth, operator: lessThan, value: 5',
          ),
      );
      const [xml, fineXml] = [join(folder, 'gate.xml'), join(folder, 'fine.xml')];
      const both = ['replay', day, '--rules', rules, '--against', bank];
      const bounds = [
        '--max-changed',
        '50%',
        '--max-changed',
        'ranking=0',
        '--max-changed-verdicts',
        'handoff=5',
      ];
      const [broken, json, fine, unbound] = await sideBySide(
        [
          [...both, ...bounds, '--invariants', '--junit', xml],
          [...both, ...bounds, '--invariants', '--format', 'json'],
          [...both, '--max-changed', '50%', '--max-changed-verdicts', 'handoff=100', '--junit', fineXml],
          both,
        ],
        (args) => signalbox(args),
      );
      expect(broken!.code, broken!.stderr).to.equal(1);
      expect(broken!.stderr).to.equal('');
      expect(broken!.stdout).to.contain('Gate: 2 of 12 bounds and claims broken');
      expect(broken!.stdout).to.contain('✓ changed decisions, agents ranked: at most 0: 0 of');
      expect(broken!.stdout).to.match(
        /✗ changed verdicts, bot turns judged: at most 5: \d+ of [\d,]+ .* more than 5/,
      );
      expect(broken!.stdout).to.contain(`lessThan 0.3 → 0.2 (${file}:15:`);
      expect(broken!.stdout).to.contain('✗ invariant handoffBound (Handoff bot-to-agent): is broken');
      expect(broken!.stdout).to.contain(`handoffDepth lessThan 3 → 5 (${file}:27:`);

      const suite = await readFile(xml, 'utf8');
      expect(suite).to.contain('<testsuites name="signalbox" tests="12" failures="2"');
      expect(suite).to.match(new RegExp(`name="invariant handoffBound [^>]*file="${file}" line="27"`));

      expect(json!.code, json!.stderr).to.equal(1);
      const { level, gate } = JSON.parse(json!.stdout) as { level: number; gate: (Judged | JudgedClaim)[] };
      expect(level).to.equal(1);
      const failed = gate.filter(({ passed }) => !passed);
      expect(failed.map(({ of, file: at, line }) => [of, at, line])).to.deep.equal([
        ['changedVerdicts', file, 15],
        ['invariants', file, 27],
      ]);

      expect(fine!.code, fine!.stderr).to.equal(0);
      expect(fine!.stdout).to.contain('Gate: every bound is kept');
      expect(await readFile(fineXml, 'utf8')).to.contain('tests="2" failures="0"');
      expect(unbound!.code, unbound!.stderr).to.equal(0);
      expect(unbound!.stdout).not.to.contain('Gate');
    });
  });

  it('holds decisions to a log of earlier ones, and ends with 1 where one is another', function () {
    this.timeout(60_000);
    return withFolder(async (folder) => {
      const example = 'docs/examples/queue-order';
      const replay = ['replay', join(example, 'recording.ndjson'), '--rules', example];
      const [log, other, xml] = ['log.ndjson', 'other.ndjson', 'log.xml'].map((name) => join(folder, name));
      const written = await signalbox([...replay, '--log', log!]);
      expect(written.code, written.stderr).to.equal(0);
      const lines = await readFile(log!, 'utf8');
      expect(lines).to.contain('"next":"c-2"');
      await writeFile(other!, lines.replace('"next":"c-2"', '"next":"c-3"'));
      const [same, differs] = await sideBySide(
        [
          [...replay, '--expect-log', log!],
          [...replay, '--expect-log', other!, '--junit', xml!],
        ],
        (args) => signalbox(args),
      );
      expect(same!.code, same!.stderr).to.equal(0);
      expect(same!.stdout).to.match(/^Replay, level 0 \(regression\)/);
      expect(same!.stdout).to.match(/✓ 3 decisions the same, 0 different/);
      expect(differs!.code, differs!.stderr).to.equal(1);
      expectPlainOutput(differs!);
      expect(differs!.stdout).to.contain('1 different').and.to.contain('next');
      expect(await readFile(xml!, 'utf8')).to.contain('tests="1" failures="1"');
    });
  });

  it('refuses with 2 what holds nothing, saying what to write', async function () {
    this.timeout(60_000);
    const replay = ['replay', day, '--rules', bank];
    const previous = 'rules/retail-bank-previous';
    const refusals: readonly (readonly [args: readonly string[], said: string])[] = [
      [[...replay, '--max-changed', '5%'], 'add --against <policy>'],
      [[...replay, '--invariants'], 'add --against <policy>'],
      [[...replay, '--against', previous, '--junit', 'gate.xml'], '--invariants or --expect-log <file>'],
      [['replay', day, '--rules', previous, '--against', previous, '--invariants'], 'write a Fairness pack'],
      [[...replay, '--against', previous, '--expect-log', 'log.ndjson'], 'run them one after the other'],
    ];
    await sideBySide(refusals, async ([args, said]) => {
      expectRefused(await signalbox([...args]), 'usage', said);
    });
  });

  it('refuses a bound that is none, and a point that has no verdicts', async function () {
    this.timeout(60_000);
    const both = ['replay', day, '--rules', bank, '--against', bank];
    const [misspelt, pointless] = await sideBySide(
      [
        [...both, '--max-changed', 'rankin=1'],
        [...both, '--max-changed-verdicts', 'skills=1'],
      ],
      (args) => signalbox(args),
    );
    expect(misspelt!.code).to.equal(2);
    expect(misspelt!.stderr).to.contain('did you mean "ranking"');
    expect(pointless!.code).to.equal(2);
    expect(pointless!.stderr).to.contain('not one of handoff, ranking, delivery, reaction');
  });
});
