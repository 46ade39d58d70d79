import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readPage, root, tableBelow } from './page.ts';

const page = 'docs/live.md';

describe('what a live run promises', () => {
  const rows = tableBelow(page, '## The properties');

  it('is sixteen properties', () => {
    const numbers = rows.map(([number]) => Number(number));
    expect(numbers).to.deep.equal(Array.from({ length: 16 }, (_, index) => index + 1));
  });

  for (const [, property, , provedBy] of rows)
    it(`is proved by a spec that there is: ${property}`, () => {
      const specs = [...provedBy!.matchAll(/\]\(\.\.\/(spec\/[^)]+\.ts)\)/g)].map(([, path]) => path!);
      expect(specs).not.to.deep.equal([]);
      for (const path of specs) {
        expect(existsSync(join(root, path)), path).to.equal(true);
        expect(readPage(path), path).to.match(/\b(it|describe)\(/);
      }
    });
});
