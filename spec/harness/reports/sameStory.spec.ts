import { expect } from 'chai';
import { htmlPage } from '../../../harness/reports/html/page.ts';
import { textPage } from '../../../harness/reports/text/page.ts';
import { readable } from '../../../harness/reports/readable.ts';
import { everyReport } from './everyReport.ts';
import { toldBy } from './told.ts';

/** Wide enough for no cell to be broken. */
const wide = 2000;

describe('the page and the text of a report', () => {
  for (const [name, make] of Object.entries(everyReport)) {
    it(`tell the same of ${name}, in the same bytes each time`, async () => {
      const report = await make();
      const told = toldBy(readable(report)).filter((text) => text.trim() !== '');
      expect(told.length).to.be.above(10);
      const [page, text] = [htmlPage(report), textPage(report, wide)];
      expect([htmlPage(report), textPage(report, wide)]).to.deep.equal([page, text]);
      const words = wordsOf(page);
      for (const one of told) {
        expect(text, 'the text').to.contain(one.trim());
        expect(words, 'the page').to.contain(one === report.kind.toUpperCase() ? report.kind : one.trim());
      }
    });
  }
});

/** What a page says, without its tags. */
function wordsOf(page: string): string {
  return page
    .slice(page.indexOf('<body>'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
