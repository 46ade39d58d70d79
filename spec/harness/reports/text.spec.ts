import { expect } from 'chai';
import fc from 'fast-check';
import { cutTo, emsOf, inLines, placesOf } from '../../../harness/reports/textWidth.ts';
import { textPage } from '../../../harness/reports/text/page.ts';
import { tableText } from '../../../harness/reports/text/table.ts';
import { wrapped } from '../../../harness/reports/text/wrap.ts';
import { everyBlock, hostileReport } from './everyBlock.ts';
import { anyName } from './hostile.ts';

describe('a report as text', () => {
  it('keeps within the width of the terminal', () => {
    for (const width of [80, 100, 140])
      for (const line of textPage(everyBlock, width).split('\n'))
        expect(placesOf(line), line).to.be.at.most(width);
  });

  it('commands no terminal, whatever the names', () => {
    expect(textPage(hostileReport)).to.not.match(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
  });

  it('breaks lines and loses no word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrapped(text, width);
        for (const line of lines) expect(placesOf(line)).to.be.at.most(width);
        expect(lines.join('').replaceAll(' ', '')).to.equal(text.replaceAll(' ', ''));
      }),
    );
  });

  it('puts columns below each other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyName, fc.nat(1e6)), { minLength: 1, maxLength: 8 }), (rows) => {
        const table = {
          caption: 'names',
          columns: [{ heading: 'name' }, { heading: 'count', style: 'figure' as const }],
          rows: rows.map(([name, count]) => [name.replaceAll(/[\p{Cc}\s]/gu, '·'), String(count)]),
        };
        const [, rule, ...lines] = tableText(table, 60);
        expect(placesOf(rule!)).to.be.at.most(60);
        const figures = lines.filter((line) => /\d$/.test(line)).map((line) => placesOf(line));
        for (const end of figures) expect(end).to.be.at.most(placesOf(rule!));
      }),
    );
  });

  it('cuts to a width, and says that it did', () => {
    fc.assert(
      fc.property(anyName, fc.integer({ min: 2, max: 30 }), (name, width) => {
        for (const measure of [placesOf, emsOf]) {
          const cut = cutTo(name, width, measure);
          expect(measure(cut)).to.be.at.most(Math.max(width, measure('…')));
          expect(cut === name || cut.endsWith('…')).to.equal(true);
          for (const line of inLines(name, width, 2, measure))
            expect(measure(line)).to.be.at.most(width + 1e-9);
        }
      }),
    );
  });
});
