import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { pages, readPage, root } from './page.ts';

describe('links between pages', () => {
  for (const page of pages) {
    it(`of ${page} lead somewhere`, () => {
      const links = [...readPage(page).matchAll(/\]\(([^)#]+)(#[^)]*)?\)/g)].map(([, target]) => target!);
      const inside = links.filter((target) => !/^https?:/.test(target));
      const dead = inside.filter((target) => !existsSync(join(root, dirname(page), target)));
      expect(dead).to.deep.equal([]);
    });
  }
});
