import { expect } from 'chai';
import fc from 'fast-check';
import { sweepValues } from '../../../harness/whatIf/sweep.ts';

describe('a sweep of values', () => {
  it('has both ends and equal steps between, as people write them', () => {
    expect(sweepValues('0.1..0.7/6')).to.deep.equal([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(sweepValues('-2..2/2')).to.deep.equal([-2, 0, 2]);
    expect(sweepValues('0..1e6/1')).to.deep.equal([0, 1_000_000]);
  });

  it('rises from end to end, whatever the ends', () => {
    const hundredths = fc.integer({ min: -100_000, max: 100_000 }).map((value) => value / 100);
    fc.assert(
      fc.property(hundredths, hundredths, fc.integer({ min: 1, max: 1000 }), (one, other, steps) => {
        fc.pre(one !== other);
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const values = sweepValues(`${from}..${to}/${steps}`)!;
        expect([values.length, values[0], values.at(-1)]).to.deep.equal([steps + 1, from, to]);
        expect(values).to.deep.equal(values.toSorted((a, b) => a - b));
        expect(new Set(values).size).to.equal(values.length);
      }),
    );
  });

  for (const text of [
    '',
    '1',
    '1..2',
    '1/2',
    '1..2/0',
    '1..2/1001',
    '1..2/1.5',
    '2..1/3',
    '1..1/3',
    'a..b/2',
    ' ..1/2',
    '1..Infinity/2',
    '0..1/2/3',
  ])
    it(`is not ${JSON.stringify(text)}`, () => expect(sweepValues(text)).to.equal(undefined));
});
