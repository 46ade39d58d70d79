import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../../../engine/problem.ts';
import { readGroups } from '../../../harness/fairness/groupFile.ts';
import { auditGroups } from '../../../harness/fairness/groups.ts';
import { countedOf, sharesOf } from '../../../harness/fairness/opportunity/agentShares.ts';
import { fastChance } from '../../../harness/statistics/fastChance.ts';
import { withFolder } from '../../folder.ts';
import { fairTen, routed, type RandomRouter } from './routers.ts';

/** Ten agents, five of them in each of two groups. */
const twoGroups = Array.from({ length: 10 }, (_, place) => (place < 5 ? 'north' : 'south'));

function router(preference: number): RandomRouter {
  return {
    free: new Array<number>(10).fill(0.5),
    preference: twoGroups.map((group) => (group === 'north' ? 1 : preference)),
  };
}

describe('groups of agents', () => {
  it('are FAIR, UNFAIR or not to be told, by the interval of the impact ratio', () => {
    const verdict = (preference: number, decisions: number): string =>
      auditGroups(routed(router(preference), decisions, `groups ${preference}`), twoGroups, 'site', 0.8)
        .verdict;
    expect(verdict(1, 3000)).to.equal('FAIR');
    expect(verdict(2, 3000)).to.equal('UNFAIR');
    expect(verdict(1, 40)).to.equal('NOT ENOUGH DATA');
  });

  it('are called UNFAIR no more often than the nominal rate when the ratio is just the limit', () => {
    const counts = { FAIR: 0, UNFAIR: 0, 'NOT ENOUGH DATA': 0 };
    // Everybody free: a group’s rate is its preference.
    const free = new Array<number>(10).fill(1);
    const preference = twoGroups.map((group) => (group === 'north' ? 0.8 : 1));
    for (let run = 0; run < 400; run++)
      counts[
        auditGroups(routed({ free, preference }, 600, `limit ${run}`), twoGroups, 'site', 0.8).verdict
      ]++;
    expect(counts.UNFAIR).to.be.at.most(34);
    expect(counts.FAIR).to.be.at.most(34);
  });

  it('of fewer than five agents are not shown, nor are agents of none', () => {
    const some = [...twoGroups.slice(0, 5), 'few', 'few', undefined, 'south', 'south'];
    const audit = auditGroups(routed(fairTen, 500, 'few'), some, 'site', 0.8);
    expect(audit).to.deep.include({ suppressed: 2, ungrouped: 1, verdict: 'NOT ENOUGH DATA' });
    expect(audit.groups.map(({ group }) => group)).to.deep.equal(['north']);
    expect(JSON.stringify(audit)).not.to.match(/few"|south/);
  });

  it('come from a CSV file, with one line for each mistake in it', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'sites.csv');
      await writeFile(file, '\ufeffgroup,agent\n"north, upper",a\nsouth,b\n');
      expect([...(await readGroups(file))]).to.deep.equal([
        ['a', 'north, upper'],
        ['b', 'south'],
      ]);
      const mistakes: readonly (readonly [text: string, says: string])[] = [
        [
          'who,site\na,north\n',
          'sites.csv:1: error: the first line does not name the columns agent and group',
        ],
        ['agent,group\na,north\nb\n', 'sites.csv:3: error: the line lacks an agent or a group'],
        [
          'agent,group\na,north\na,south\n',
          'sites.csv:3: error: the agent a is in two groups, north and south',
        ],
        ['agent,group\n"a,north\n', 'error: the file is not CSV'],
      ];
      for (const [text, says] of mistakes) {
        await writeFile(file, text);
        const error = await readGroups(file).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error).to.be.instanceOf(ProblemError);
        expect((error as Error).message).to.contain(says);
      }
    }));
});

describe('an agent’s share', () => {
  it('has the p-values of resampling, where agents are free unequally', () => {
    const tally = routed({ free: [1, 0.3, 0.5, 0.8, 0.6], preference: [1, 1.6, 1, 1, 0.8] }, 250, 'shares');
    const [counts, atLeast, atMost] = [0, 0, 0].map(() => new Float64Array(5));
    const resample = tally.kept.resampler(fastChance('resampled'));
    const times = 20_000;
    for (let k = 0; k < times; k++) {
      resample(counts!);
      for (let place = 0; place < 5; place++) {
        if (counts![place]! >= tally.chosen[place]!) atLeast![place]!++;
        if (counts![place]! <= tally.chosen[place]!) atMost![place]!++;
      }
    }
    for (let place = 0; place < 5; place++) {
      const [alone] = sharesOf([countedOf(tally, place)!]);
      const resampled = Math.min(1, (2 * Math.min(atLeast![place]!, atMost![place]!)) / times);
      expect(alone!.p, `agent ${place}`).to.be.within(resampled - 0.012, resampled + 0.03);
    }
  });

  it('has an interval that holds the truth at least 95 times of a hundred', () => {
    let [held, all] = [0, 0];
    for (let run = 0; run < 300; run++) {
      const tally = routed(fairTen, 300, `intervals ${run}`);
      for (const { interval } of sharesOf(fairTen.free.map((_, place) => countedOf(tally, place)!))) {
        all++;
        if (interval.low <= 1 && interval.high >= 1) held++;
      }
    }
    expect(held / all).to.be.at.least(0.95);
  });
});
