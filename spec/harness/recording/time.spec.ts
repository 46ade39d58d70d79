import { expect } from 'chai';
import fc from 'fast-check';
import { formatUtc, parseUtc } from '../../../harness/recording/time.ts';

describe('a moment as text', () => {
  it('is as ISO 8601 has it, whatever was written before, and is read back', () => {
    const edges = [0, 59_999, 60_000, 3_599_999, 86_399_999, 86_400_000, -1, -86_400_000, 951_782_400_000];
    const moment = fc.oneof(
      fc.constantFrom(...edges),
      fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }),
    );
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 5 }), (moments) => {
        for (const at of moments) {
          expect(formatUtc(at)).to.equal(new Date(at).toISOString());
          if (at >= 0) expect(parseUtc(formatUtc(at))).to.equal(at);
        }
      }),
    );
  });

  it('has no year that a date cannot have', () => {
    expect(() => formatUtc(8.64e15 + 1)).to.throw(RangeError);
  });
});
