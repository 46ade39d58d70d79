import { expect } from 'chai';
import { bars } from '../../bench/bars.ts';
import { contenders } from '../../bench/contenders/contenders.ts';
import { holdBar, type Reached } from '../../bench/holdBars.ts';
import { disagreement } from '../../bench/measure/compare.ts';
import { optionsFrom } from '../../bench/options.ts';
import { workNamed } from '../../bench/works/works.ts';

const reached: readonly Reached[] = [
  { work: 'W1', contender: 'signalbox', kind: 'ours', perSecond: 600 },
  { work: 'W1', contender: 'slow', kind: 'peer', perSecond: 10 },
  { work: 'W1', contender: 'fast', kind: 'peer', perSecond: 100 },
  { work: 'W1', contender: 'handwritten', kind: 'baseline', perSecond: 300 },
  { work: 'W2', contender: 'faster', kind: 'peer', perSecond: 1_000 },
];

describe('the bars of the benchmark', () => {
  it('are against the fastest peer of the work, and no baseline', () => {
    const bar = { work: 'W1', ours: 'signalbox' };
    const times = (factor: number) =>
      holdBar({ ...bar, atLeast: { times: factor, against: 'the fastest peer' } }, reached);
    expect(times(6).held).to.equal(true);
    expect(times(6.1).held).to.equal(false);
    expect(times(6.1).line).to.equal(
      'FAILS  W1 signalbox: at least 6.1 times the fastest peer; it is 6 times fast',
    );
  });

  it('can be so many a second', () => {
    const bar = { work: 'W1', ours: 'signalbox' };
    expect(holdBar({ ...bar, atLeast: { perSecond: 600 } }, reached).held).to.equal(true);
    expect(holdBar({ ...bar, atLeast: { perSecond: 601 } }, reached).held).to.equal(false);
  });

  it('are not held by what was not measured', () => {
    const { held, line } = holdBar(
      { work: 'W1', ours: 'signalbox', atLeast: { times: 2, against: ['c'] } },
      reached,
    );
    expect(held).to.equal(false);
    expect(line).to.equal('FAILS  W1 signalbox: at least 2 times c; c was not measured');
  });

  it('name works and contenders that are there', () => {
    const listed = (work: string, name: string): boolean =>
      contenders.some(({ id, works }) => id === name && (works as readonly string[]).includes(work));
    for (const { work, ours, atLeast } of bars) {
      expect(listed(work, ours), `${ours} on ${work}`).to.equal(true);
      if (!('against' in atLeast) || atLeast.against === 'the fastest peer') continue;
      const { against } = atLeast;
      expect(
        against.some((name) => listed(work, name)),
        `${against.join()} on ${work}`,
      ).to.equal(true);
    }
  });
});

describe('a contender that disagrees', () => {
  it('is shown the input and both answers', () => {
    const input = JSON.stringify(workNamed('W4').inputs(2)[1]);
    const said = disagreement(workNamed('W4'), [[1], [2]], [[1], []]);
    expect(said).to.equal(`disagrees: on ${input} it says [], not [2]`);
    expect(disagreement(workNamed('W4'), [[1], [2]], [[1]])).to.equal(undefined);
  });
});

describe('the command line of the benchmark', () => {
  it('takes works one by one or in a list, and refuses one that is none', () => {
    expect(optionsFrom(['--only', 'W1,W2', '--only', 'W3']).only).to.deep.equal(['W1', 'W2', 'W3']);
    expect(() => optionsFrom(['--only', 'W9'])).to.throw('unknown work "W9"');
  });
});
