import { expect } from 'chai';
import { parseBound, verdictPoints, type Bound } from '../../../harness/gate/bound.ts';
import { judgeChanges } from '../../../harness/gate/gate.ts';
import { gateLines } from '../../../harness/gate/textReport.ts';
import type { Changes } from '../../../harness/replay/changes.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { replay } from '../../../harness/replay/replay.ts';

const recording = 'fixtures/retail-bank-day.ndjson.gz';

describe('a bound', () => {
  it('is a number of decisions or a percentage, of all or of one point', () => {
    expect(parseBound('80')).to.deep.equal({ most: 80, unit: 'decisions' });
    expect(parseBound('2.5%')).to.deep.equal({ most: 2.5, unit: '%' });
    expect(parseBound('ranking=0')).to.deep.equal({ point: 'ranking', most: 0, unit: 'decisions' });
  });

  it('is refused otherwise, saying what to write', () => {
    const refused: readonly [string, string][] = [
      ['', 'write 80, 5%'],
      ['-1', 'write 80, 5%'],
      ['5 percent', 'write 80, 5%'],
      ['2.5', 'a whole number, or 2.5%'],
      ['101%', 'more than all'],
      ['rankin=1', 'did you mean "ranking"'],
    ];
    for (const [text, said] of refused) expect(parseBound(text), text).to.contain(said);
    expect(parseBound('skills=1', verdictPoints)).to.contain(
      'not one of handoff, ranking, delivery, reaction',
    );
  });
});

describe('a gate', () => {
  let changes: Changes;
  before(async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const { policy: against } = await requirePolicy('rules/retail-bank-previous');
    changes = (await replay({ recording, policy, against })).changes!;
  });
  const judge = (bound: Bound, of: 'changed' | 'changedVerdicts' = 'changed') =>
    judgeChanges(changes, { changed: [], changedVerdicts: [], [of]: [bound] })[0]!;

  it('is kept up to the very figure, and broken by one decision more', () => {
    for (const point of ['skills', 'order', 'ranking', 'handoff'] as const) {
      const { changed, compared, onlyOne } = changes.counts[point];
      expect(changed).to.be.above(0);
      expect(judge({ point, most: changed, unit: 'decisions' }).passed).to.equal(true);
      const broken = judge({ point, most: changed - 1, unit: 'decisions' });
      expect([broken.passed, broken.changed, broken.compared]).to.deep.equal([
        false,
        changed,
        compared + onlyOne,
      ]);
      expect(broken.examples.length).to.be.within(1, 3);
      expect(broken.failure!.message).to.contain(`${changed} of`);
      expect(broken.failure!.details.join()).to.contain(broken.examples[0]!.id);
      expect(broken.file).to.match(/^rules\/retail-bank/);
      const exactly = (100 * changed) / (compared + onlyOne);
      expect(judge({ point, most: Math.ceil(exactly), unit: '%' }).passed).to.equal(true);
      expect(judge({ point, most: exactly * 0.99, unit: '%' }).passed).to.equal(false);
    }
  });

  it('of verdicts counts decisions that come to another kind of end only', () => {
    const { changed, changedVerdicts } = changes.counts.handoff;
    expect(changedVerdicts).to.be.within(1, changed);
    expect(changes.counts.skills.changedVerdicts).to.equal(0);
    expect(
      judge({ point: 'handoff', most: changedVerdicts, unit: 'decisions' }, 'changedVerdicts').passed,
    ).to.equal(true);
    expect(
      judge({ point: 'handoff', most: changedVerdicts - 1, unit: 'decisions' }, 'changedVerdicts').passed,
    ).to.equal(false);
    const { ranking } = changes.counts;
    expect(ranking.changedVerdicts).to.be.below(ranking.changed);
  });

  it('holds nothing where nothing was compared, and says so', () => {
    const judged = judge({ point: 'delivery', most: 100, unit: '%' });
    expect(judged.passed).to.equal(false);
    expect(judged.failure!.message).to.contain('nothing was compared');
  });

  it('counts decisions that are no longer made as changed', async () => {
    const { policy: against } = await requirePolicy('rules/retail-bank');
    const packs = against.packs.filter(({ kind }) => kind !== 'Scoring' && kind !== 'SlaPolicy');
    const policy = { ...against, hash: 'less', packs, sources: [] };
    const { changes: lost } = await replay({ recording, policy, against });
    const all = { most: 99, unit: '%', point: 'ranking' } as const;
    const [judged] = judgeChanges(lost!, { changed: [all], changedVerdicts: [] });
    expect([judged!.passed, judged!.changed]).to.deep.equal([false, lost!.counts.ranking.onlyOne]);
    expect(judged!.examples[0]!.after).to.equal('not decided');
  });

  it('is told line by line', () => {
    const bounds = {
      changed: [
        { most: 0, unit: '%' },
        { most: 100, unit: '%' },
      ],
      changedVerdicts: [],
    } as const;
    const [verdict, broken, ...rest] = gateLines(judgeChanges(changes, bounds));
    expect(verdict).to.equal('Gate: 1 of 2 bounds broken');
    expect(broken).to.match(
      /^ {2}✗ changed decisions, all decisions: at most 0 %: .* changed, more than 0 %$/,
    );
    expect(rest.at(-1)).to.match(/^ {2}✓ changed decisions, all decisions: at most 100 %/);
    expect(gateLines([])).to.deep.equal([]);
  });
});
