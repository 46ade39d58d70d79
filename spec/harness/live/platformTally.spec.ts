import { expect } from 'chai';
import fc from 'fast-check';
import { busiestMinute } from '../../../harness/live/platformTally.ts';

describe('the busiest minute', () => {
  it('is that of all windows of a minute which holds most; a minute apart is another minute', () => {
    const gap = fc.oneof(fc.constantFrom(0, 1, 59_999, 60_000, 60_001), fc.nat({ max: 30_000 }));
    fc.assert(
      fc.property(fc.array(gap), (gaps) => {
        let now = 0;
        const moments = gaps.map((pause) => (now += pause));
        const inMinuteFrom = moments.map(
          (from, index) => moments.slice(index).filter((at) => at < from + 60_000).length,
        );
        expect(busiestMinute(moments)).to.equal(Math.max(0, ...inMinuteFrom));
      }),
    );
  });
});
