import { expect } from 'chai';
import fc from 'fast-check';
import { foldText } from '../../../engine/conditions/text/fold.ts';
import { hasAnyText, hasAnyWord } from '../../../engine/conditions/text/words.ts';

describe('whole words', () => {
  const cases: readonly [string, string, boolean][] = [
    ['I want a refund.', 'refund', true],
    ['REFUND now', 'refund', true],
    ['refunds', 'refund', false],
    ['prerefund', 'refund', false],
    ['discard it', 'card', false],
    ['card-holder', 'card', true],
    ['card_holder', 'card', false],
    ['card2', 'card', false],
    ['my card', 'my  card', true],
    ['my\n card', 'my card', true],
    ['café', 'cafe', false],
    ['cafe\u0301', 'café', true],
    ['ＲＥＦＵＮＤ', 'refund', true],
    ['ΟΔΟΣ', 'οδος', true],
    ['οδός', 'ΟΔΌΣ', true],
    ['Straße', 'STRASSE', false],
    ['ISTANBUL', 'istanbul', true],
    ['ısı', 'isi', false],
    ['我要退款谢谢', '退款', true],
    ['カードを再発行', '再発行', true],
    ['ขอคืนเงินหน่อย', 'คืนเงิน', true],
    ['refund退款', 'refund', true],
    ['can’t pay', 'can’t', true],
    ['x̂ is', 'x', false],
    ['𝐫𝐞𝐟𝐮𝐧𝐝', 'refund', true],
    ['𐐀𐐨', '𐐀', false],
    ['card card2 card', 'card', true],
  ];
  for (const [text, word, expected] of cases) {
    it(`${JSON.stringify(text)} ${expected ? 'has' : 'has not'} the word ${JSON.stringify(word)}`, () => {
      expect(hasAnyWord(text, [word])).to.equal(expected);
    });
  }

  it('are always also text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (text, word) => {
          fc.pre(foldText(word).trim() !== '');
          if (hasAnyWord(text, [word])) expect(hasAnyText(text, [word])).to.equal(true);
        },
      ),
    );
  });

  it('stand between spaces wherever they are put', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (text, word) => {
          fc.pre(/^[\p{L}\p{Nd}]/u.test(word) && foldText(word).trim() !== '');
          expect(hasAnyWord(`${text} ${word} ${text}`, [word])).to.equal(true);
        },
      ),
    );
  });
});

describe('folding', () => {
  it('is done once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldText(foldText(text))).to.equal(foldText(text));
      }),
    );
  });

  it('agrees with how regular expressions compare single characters without case', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x1ffff }), (codePoint) => {
        fc.pre(codePoint < 0xd800 || codePoint > 0xdfff);
        const character = String.fromCodePoint(codePoint);
        const plain = character.normalize('NFKC');
        fc.pre([...plain].length === 1 && plain.trim() !== '');
        const folded = foldText(character);
        const same = new RegExp(`^\\u{${plain.codePointAt(0)!.toString(16)}}$`, 'iu');
        expect([...folded].length === 1 ? same.test(folded) : true).to.equal(true);
      }),
      { numRuns: 20_000 },
    );
  });
});
