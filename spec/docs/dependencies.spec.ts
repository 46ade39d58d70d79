import { expect } from 'chai';
import packageJson from '../../package.json' with { type: 'json' };
import { plain, tableBelow } from './page.ts';

describe('docs/dependencies.md', () => {
  const named = (heading: string): string[] =>
    tableBelow('docs/dependencies.md', heading)
      .flatMap(([cell]) => plain(cell!).split(', '))
      .sort();

  it('names every dependency', () => {
    expect(named('## Dependencies')).to.deep.equal(Object.keys(packageJson.dependencies).sort());
  });

  it('names every dependency of development', () => {
    expect(named('## For development')).to.deep.equal(Object.keys(packageJson.devDependencies).sort());
  });
});
