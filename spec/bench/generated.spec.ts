import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { generatedFiles } from '../../bench/generate.ts';

describe('bench/contenders/generated', () => {
  it('is what bench/generate.ts writes', async () => {
    for (const [path, text] of await generatedFiles()) {
      expect(readFileSync(new URL(`../../bench/${path}`, import.meta.url), 'utf8'), path).to.equal(text);
    }
  });
});
