import { expect } from 'chai';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { runReplay } from '../../../harness/replay/runReplay.ts';
import { fieldDifferences } from '../../../harness/regression/fieldDifferences.ts';
import { regressionText, runRegression, type Regression } from '../../../harness/regression/regression.ts';
import { withFolder } from '../../folder.ts';

const recording = 'docs/examples/skill-mapping/recording.ndjson';

describe('a replay held to a log of decisions', () => {
  let policy: Policy;
  let lines: readonly string[];
  before(async () => {
    ({ policy } = await requirePolicy('docs/examples/skill-mapping'));
    await withFolder(async (folder) => {
      const log = join(folder, 'log.ndjson');
      await runReplay({ recording, policy, log, threads: 1, cache: false });
      lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
    });
    expect(lines.length).to.be.above(2);
  });
  const held = (log: readonly string[], threads = 1, of = policy): Promise<Regression> =>
    withFolder(async (folder) => {
      const file = join(folder, 'log.ndjson');
      await writeFile(file, log.map((line) => `${line}\n`).join(''));
      return runRegression({ recording, policy: of, threads, cache: false }, file);
    });
  const counts = ({ same, different, onlyLogged, onlyNow, passed }: Regression) => ({
    same,
    different,
    onlyLogged,
    onlyNow,
    passed,
  });

  it('is the same, byte for byte, on one thread and on two', async () => {
    const same = { same: lines.length - 1, different: 0, onlyLogged: 0, onlyNow: 0, passed: true };
    expect(counts(await held(lines))).to.deep.equal(same);
    expect(counts(await held(lines, 2))).to.deep.equal(same);
    expect((await held(lines)).level).to.equal(0);
  });

  it('says the first decision that differs, field by field', async () => {
    const record = JSON.parse(lines[1]!) as { id: string; decidedBy: string };
    const other = lines.with(
      1,
      lines[1]!.replaceAll(`"decidedBy":"${record.decidedBy}"`, '"decidedBy":"nobody-else"'),
    );
    const found = await held(other);
    expect([found.passed, found.different, found.first!.id, found.first!.line]).to.deep.equal([
      false,
      1,
      record.id,
      2,
    ]);
    expect(found.first!.fields).to.deep.equal([
      { field: 'decidedBy', logged: 'nobody-else', now: record.decidedBy },
    ]);
    expect(regressionText(found))
      .to.contain(`decidedBy: nobody-else → ${record.decidedBy}`)
      .and.contain('level 0');
  });

  it('notices a byte that no field knows of', async () => {
    const found = await held(lines.with(1, lines[1]!.replace('{', '{ ')));
    expect([found.passed, found.different, found.first!.fields]).to.deep.equal([false, 1, []]);
  });

  it('counts what only one side has, and does not take the rest for different', async () => {
    const less = lines.toSpliced(1, 1);
    expect(counts(await held(less))).to.include({
      same: lines.length - 2,
      different: 0,
      onlyNow: 1,
      onlyLogged: 0,
    });
    const more = [...lines, lines[1]!.replaceAll(/"id":"[^"]*"/g, '"id":"c-x/skills/1"')];
    const found = await held(more);
    expect(counts(found)).to.include({ same: lines.length - 1, different: 0, onlyNow: 0, onlyLogged: 1 });
    expect(found.onlyLoggedIds).to.deep.equal(['c-x/skills/1']);
  });

  it('does not pass for another order, nor for nothing at all', async () => {
    const [first, second, third, ...rest] = lines;
    const swapped = await held([first!, third!, second!, ...rest]);
    expect([swapped.passed, swapped.sameOrder, swapped.same]).to.deep.equal([false, false, lines.length - 1]);
    const empty = await held([lines[0]!], 1, { ...policy, packs: [] });
    expect([empty.passed, empty.same]).to.deep.equal([false, 0]);
  });

  it('says that a log is of another policy', async () => {
    const found = await held(lines, 1, { ...policy, hash: 'another' });
    expect(found.different).to.equal(lines.length - 1);
    expect(regressionText(found)).to.contain('compare two policies with --against');
  });

  it('refuses what is no log', async () => {
    for (const wrong of [[], ['{}'], [lines[0]!, 'no JSON']]) {
      const refused = await held(wrong).catch((error: Error) => error);
      expect((refused as Error).message).to.match(/\[(not-a-log|not-json)\]/);
    }
  });
});

describe('fields that differ', () => {
  it('are named as deep as both sides have them', () => {
    const [logged, now] = [
      { a: [{ b: 1 }, 2], c: 3 },
      { a: [{ b: 2 }], d: null },
    ];
    expect(fieldDifferences(logged, now)).to.deep.equal([
      { field: 'a[0].b', logged: 1, now: 2 },
      { field: 'a[1]', logged: 2 },
      { field: 'c', logged: 3 },
      { field: 'd', now: null },
    ]);
  });
});
