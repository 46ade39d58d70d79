import { expect } from 'chai';
import { catchers, type Named } from './catchers.ts';
import { mutantOf, type Mutant } from './mutant.ts';
import { harmless, known, mutations } from './mutations.ts';

describe('mistakes in policies that ship', () => {
  for (const mutation of mutations) {
    it(`${mutation.policy}/${mutation.file}: ${mutation.name}: ${mutation.by} names its line`, async () => {
      const mutant = await mutantOf(mutation);
      const named = await catchers[mutation.by](mutant);
      const told = named.map(({ file, line }) => `${file}:${line}`).join(', ');
      const wanted = `${mutant.file}:${mutant.lines.join('–')}`;
      expect(
        named.some((place) => isAt(place, mutant) || saysLost(place, mutant)),
        `${told || 'nothing'} instead of ${wanted}`,
      ).to.equal(true);
    });
  }

  it('are twenty at least, of every kind of pack there is in them, four or more for every way of catching', () => {
    expect(mutations.length).to.be.at.least(20);
    expect(new Set(mutations.map(({ policy, file }) => `${policy}/${file}`)).size).to.equal(10);
    for (const catcher of Object.keys(catchers))
      expect(mutations.filter(({ by }) => by === catcher).length, catcher).to.be.at.least(4);
  });

  for (const [mistakes, why] of [
    [harmless, 'changes nothing that is decided'],
    [known, 'is a known gap: no case and no recording that ships has agents that old'],
  ] as const)
    for (const mutation of mistakes)
      it(`${mutation.policy}/${mutation.file}: ${mutation.name}: is caught by nobody, for it ${why}`, async () => {
        const mutant = await mutantOf(mutation);
        expect(mutant.problems).to.deep.equal([]);
        for (const [name, catches] of Object.entries(catchers))
          expect(await catches(mutant), name).to.deep.equal([]);
      });

  it('are not seen where there is none', async () => {
    const [one] = mutations;
    const { original, ...rest } = await mutantOf(one!);
    const innocent: Mutant = { ...rest, original, policy: original, problems: [] };
    for (const catches of Object.values(catchers)) expect(await catches(innocent)).to.deep.equal([]);
  });
});

/** Whether the lines a report names and those of the mistake have one in common. */
function isAt({ file, line, lastLine = line }: Named, mutant: Mutant): boolean {
  const [first, last] = mutant.lines;
  return file === mutant.file && line !== undefined && line <= last && lastLine! >= first;
}

/** Of a rule that was lost no line is left: it is named by what misses it. */
function saysLost({ message = '' }: Named, { mutation: { lost } }: Mutant): boolean {
  return lost !== undefined && message.includes(`"${lost}"`);
}
