import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadPolicy } from '../../engine/decisions/loadPolicy.ts';
import { hasErrors, renderProblem } from '../../engine/problem.ts';
import { blocksOf, pages, root } from './page.ts';

const isPack = /^kind: (Scoring|SlaPolicy|SkillMapping|QueueOrder|Handoff|DeliverySla|Reactions|Fairness)$/m;

describe('packs shown in the documentation', () => {
  for (const page of pages) {
    const blocks = blocksOf(page);
    const packs = blocks.filter(({ language, text }) => language === 'yaml' && isPack.test(text));
    if (packs.length > 0) {
      it(`${page}: every one loads`, () => {
        for (const { text } of packs) {
          const { problems } = loadPolicy('shown', [{ file: page, bytes: new TextEncoder().encode(text) }]);
          expect(hasErrors(problems), problems.map(renderProblem).join('\n')).to.equal(false);
        }
      });
    }
    const files = blocks.filter(({ shows }) => shows !== undefined);
    if (files.length > 0) {
      it(`${page}: every one that is said to be a file is that file`, () => {
        for (const { shows, text } of files) expect(text).to.equal(readFileSync(join(root, shows!), 'utf8'));
      });
    }
  }
});
