import { expect } from 'chai';
import { catchers, type Named } from './catchers.ts';
import { mutantOf, type Mutant } from './mutant.ts';
import { mutations } from './mutations.ts';

describe('mistakes in policies that ship', () => {
  for (const mutation of mutations) {
    it(`${mutation.policy}/${mutation.file}: ${mutation.name}: ${mutation.by} names its line`, async () => {
      const mutant = await mutantOf(mutation);
      const named = await catchers[mutation.by](mutant);
      const told = named.map(({ file, line }) => `${file}:${line}`).join(', ');
      const wanted = `${mutant.file}:${mutant.lines.join('–')}`;
      expect(
        named.some((place) => isAt(place, mutant)),
        `${told || 'nothing'} instead of ${wanted}`,
      ).to.equal(true);
    });
  }

  it('are twenty at least, of every kind of pack there is in them', () => {
    expect(mutations.length).to.be.at.least(20);
    expect(new Set(mutations.map(({ policy, file }) => `${policy}/${file}`)).size).to.equal(8);
  });

  it('are not seen where there is none', async () => {
    const [one] = mutations;
    const { original, ...rest } = await mutantOf(one!);
    const innocent: Mutant = { ...rest, original, policy: original, problems: [] };
    for (const catches of Object.values(catchers)) expect(await catches(innocent)).to.deep.equal([]);
  });
});

function isAt({ file, line }: Named, mutant: Mutant): boolean {
  const [first, last] = mutant.lines;
  return file === mutant.file && line !== undefined && line >= first && line <= last;
}
