import { expect } from 'chai';
import { philox, type Words } from '../../../../harness/world/random/philox.ts';

/** Known answers published with the reference implementation (Random123, kat_vectors, philox4x32 10). */
const knownAnswers: readonly [counter: Words, key: readonly [number, number], answer: string][] = [
  [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    '408f276d 41c83b0e a20bc7c6 6d5451fd',
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  ],
];

describe('philox', () => {
  for (const [counter, key, answer] of knownAnswers) {
    it(`gives the published answer ${answer}`, () => {
      const words = philox(counter, ...key).map((word) => word.toString(16).padStart(8, '0'));
      expect(words.join(' ')).to.equal(answer);
    });
  }
});
