import { expect } from 'chai';
import fc from 'fast-check';
import { ticks } from '../../../../harness/reports/charts/ticks.ts';

describe('the ticks of an axis', () => {
  it('are round, and where one would look for them', () => {
    expect(ticks(0, 1, 5)).to.deep.equal([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0.5, 0.9, 7)).to.deep.equal([0.5, 0.6, 0.7, 0.8, 0.9]);
    expect(ticks(-3, 17, 5)).to.deep.equal([0, 5, 10, 15]);
    expect(ticks(7, 7, 5)).to.deep.equal([7]);
  });

  it('rise within their axis, and are neither none nor many', () => {
    const bound = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(
        bound,
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 9 }),
        (from, span, about) => {
          const values = ticks(from, from + span, about);
          expect(values.length).to.be.within(1, about + 2);
          for (const [place, value] of values.entries()) {
            expect(value).to.be.within(from - span * 1e-6, from + span * (1 + 1e-6));
            if (place > 0) expect(value).to.be.above(values[place - 1]!);
          }
        },
      ),
    );
  });
});
