import { expect } from 'chai';
import fc from 'fast-check';
import { textAt, TextColumnBuilder } from '../../../harness/columns/textColumn.ts';

function readBack(texts: readonly string[]): readonly string[] {
  const builder = new TextColumnBuilder();
  for (const text of texts) builder.append(text);
  const column = builder.finish();
  return texts.map((_, row) => textAt(column, row));
}

describe('a column of texts', () => {
  it('gives back every text there is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '',
        '"',
        '\\',
        '\n',
        '\ud800',
        '\udc00\ud800',
        '退款',
        '𝐫',
        '\u2028',
        'x'.repeat(70_000),
      ),
    );
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        expect(readBack(texts)).to.deep.equal(texts);
      }),
    );
  });

  it('grows beyond the room there is at first', () => {
    const texts = Array.from({ length: 20_000 }, (_, row) => `c-${row}`);
    expect(readBack(texts)).to.deep.equal(texts);
  });
});
