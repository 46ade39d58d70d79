import { expect } from 'chai';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { askWhatIf } from '../../../harness/whatIf/askWhatIf.ts';
import { htmlPage } from '../../../harness/reports/html/page.ts';
import { replayReport } from '../../../harness/reports/replay/replayReport.ts';
import type { Report } from '../../../harness/reports/report.ts';
import { textPage } from '../../../harness/reports/text/page.ts';
import { whatIfReport } from '../../../harness/reports/whatIfReport.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';
import { everyBlock } from './everyBlock.ts';
import { toldBy } from './told.ts';

const recording = 'fixtures/retail-bank-day.ndjson.gz';

/** Wide enough for no cell to be broken. */
const wide = 2000;

const waiting = `${header('SkillMapping')}mappings:
  - { name: long, when: { fact: waitSeconds, operator: greaterThan, value: 30 }, assign: { priority: high } }
`;

const reports: Readonly<Record<string, () => Promise<Report>>> = {
  'a replay': async () =>
    replayReport(await replay({ recording, policy: (await requirePolicy('rules/retail-bank')).policy })),
  'a replay against another policy': async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const { policy: against } = await requirePolicy('rules/retail-bank-previous');
    return replayReport(await replay({ recording, policy, against }));
  },
  'a what-if': async () => {
    const asked = {
      recording,
      policy: rightPolicy(waiting),
      rule: 'long',
      fact: 'waitSeconds',
      cache: false,
    };
    return whatIfReport(await askWhatIf({ ...asked, to: 5, sweep: [1, 2, 5, 10] }));
  },
  'every kind of block': () => Promise.resolve(everyBlock),
};

describe('the page and the text of a report', () => {
  for (const [name, make] of Object.entries(reports)) {
    it(`tell the same of ${name}, in the same bytes each time`, async () => {
      const report = await make();
      const told = toldBy(report).filter((text) => text !== '');
      expect(told.length).to.be.above(20);
      const [page, text] = [htmlPage(report), textPage(report, wide)];
      expect([htmlPage(report), textPage(report, wide)]).to.deep.equal([page, text]);
      const words = wordsOf(page);
      for (const one of told) {
        expect(text, 'the text').to.contain(one);
        expect(words, 'the page').to.contain(one === report.kind.toUpperCase() ? report.kind : one);
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
