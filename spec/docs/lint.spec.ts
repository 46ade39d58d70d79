import { expect } from 'chai';
import { loadPolicy } from '../../engine/decisions/loadPolicy.ts';
import { lintPolicy } from '../../harness/lint/lintPolicy.ts';
import { lintRules } from '../../harness/lint/lintRules.ts';
import { readPage } from './page.ts';

const skills = new Set(['A', 'B', 'C', 'Cards', 'General', 'Mortgages', 'Payments', 'Private']);
const sections = readPage('docs/lint.md').split(/^## /m).slice(1);

describe('docs/lint.md', () => {
  it('has a section for every lint rule', () => {
    const titles = sections.map((section) => section.split('\n')[0]!);
    expect(titles).to.include.members(Object.keys(lintRules));
  });

  for (const section of sections) {
    const [title] = section.split('\n') as [string];
    const pack = /```yaml\n(.*?)```/s.exec(section)?.[1];
    if (pack === undefined) continue;
    it(`finds in the pack under "${title}" just that`, () => {
      const source = { file: 'shown.yaml', bytes: new TextEncoder().encode(pack) };
      const { policy, problems } = loadPolicy('shown', [source]);
      expect(problems).to.deep.equal([]);
      const codes = lintPolicy(policy, { skills }).map(({ code }) => code);
      expect(codes).to.deep.equal(Object.hasOwn(lintRules, title) ? [title] : []);
    });
  }
});
