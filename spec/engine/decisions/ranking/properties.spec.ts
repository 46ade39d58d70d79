import { expect } from 'chai';
import fc from 'fast-check';
import type { Agent } from '../../../../engine/conversation/floor.ts';
import { canonicalJson } from '../../../../engine/canonical.ts';
import type { RankingDecision } from '../../../../engine/decisions/ranking/decide.ts';
import type { Scoring } from '../../../../engine/decisions/ranking/scoring.ts';
import { tieBreakKey } from '../../../../engine/decisions/ranking/tieBreak.ts';
import { agents, now, packs, rank, requirements, scoring, withThresholdOf } from './arbitraries.ts';

const situation = fc.tuple(packs, agents, requirements);

/** What the ranking goes by for an agent, the hash aside: twins are equal in it. */
function twinKey(pack: Scoring, agent: Agent, decision: RankingDecision): string {
  const bucket = decision.ranked.find((one) => one.agent === agent.id)?.bucket;
  const keys = pack.tieBreak
    .filter((name) => name !== 'seededHash')
    .map((name) => tieBreakKey(name, agent, now, '', ''));
  return JSON.stringify([bucket, keys.map(String)]);
}

describe('ranking, whatever the pack, the agents and the conversation', () => {
  it('meets ties, empty gates and exact thresholds often enough for what follows to mean something', () => {
    const seen = { ties: 0, nobody: 0, exact: 0, runs: 0 };
    fc.assert(
      fc.property(situation, ([pack, floor, wanted]) => {
        const { ranked, winner, tieBreakPath } = rank(pack, floor, wanted);
        seen.runs++;
        if (tieBreakPath.length > 1) seen.ties++;
        if (winner === undefined) seen.nobody++;
        if (ranked.some(({ total }) => total === pack.minimumScoreBp * 10_000)) seen.exact++;
      }),
    );
    expect(seen.ties / seen.runs, 'ties').to.be.at.least(0.1);
    expect(seen.nobody / seen.runs, 'nobody').to.be.at.least(0.1);
    expect(seen.exact / seen.runs, 'exact thresholds').to.be.at.least(0.02);
  });

  it('is the same for any order of the agents', () => {
    fc.assert(
      fc.property(situation, fc.nat(), ([pack, floor, wanted], turn) => {
        const start = floor.length === 0 ? 0 : turn % floor.length;
        const other = [...floor.slice(start), ...floor.slice(0, start)].reverse();
        expect(canonicalJson(rank(pack, other, wanted))).to.equal(canonicalJson(rank(pack, floor, wanted)));
      }),
    );
  });

  it('follows a renaming of the agents, up to twins', () => {
    fc.assert(
      fc.property(situation, fc.string({ minLength: 1, maxLength: 3 }), ([pack, floor, wanted], salt) => {
        const rename = (id: string): string => `${salt}-${[...id].reverse().join('')}`;
        const renamed = floor.map((agent) => ({ ...agent, id: rename(agent.id) }));
        const [before, after] = [rank(pack, floor, wanted), rank(pack, renamed, wanted)];
        const classes = (decision: RankingDecision, of: readonly Agent[]): string[] =>
          decision.ranked.map(({ agent }) =>
            twinKey(
              pack,
              of.find(({ id }) => id === agent)!,
              decision,
            ),
          );
        expect(classes(after, renamed)).to.deep.equal(classes(before, floor));
        if (new Set(classes(before, floor)).size === before.ranked.length) {
          expect(after.ranked.map(({ agent }) => agent)).to.deep.equal(
            before.ranked.map(({ agent }) => rename(agent)),
          );
        }
      }),
    );
  });

  it('shares conversations among twins', () => {
    const pack = scoring();
    const twin = {
      status: 'IDLE',
      conversationsHandled: 0,
      idleSince: now,
      skills: { Cards: 5 },
      csat: 90,
      csatSurveys: 9,
    } as const;
    const twins = Array.from({ length: 5 }, (_, n): Agent => ({ ...twin, id: `agent-${n}` }));
    const wins = new Map<string, number>();
    for (let n = 0; n < 2000; n++) {
      const { winner } = rank(pack, twins, { skills: ['Cards'] }, { conversation: `c-${n}` });
      wins.set(winner!, (wins.get(winner!) ?? 0) + 1);
    }
    // 400 each expected; five standard deviations of a binomial are about 90.
    for (const agent of twins) expect(wins.get(agent.id)).to.be.within(310, 490);
  });

  it('is blind to what the pack does not read', () => {
    fc.assert(
      fc.property(situation, fc.string(), ([pack, floor, wanted], noise) => {
        const unread = floor.map((agent) => ({
          ...agent,
          displayName: noise,
          email: noise,
          age: noise.length,
        }));
        expect(canonicalJson(rank(pack, unread, wanted))).to.equal(canonicalJson(rank(pack, floor, wanted)));
      }),
    );
  });

  it('never lowers an agent for having more of what counts', () => {
    const better: readonly ((agent: Agent) => Agent)[] = [
      (agent) => ({ ...agent, skills: { ...agent.skills, Cards: 5, Loans: 5 } }),
      (agent) => ({ ...agent, languages: { English: 5, Spanish: 5 } }),
      (agent) => ({ ...agent, csat: 100, csatSurveys: agent.csatSurveys ?? 10 }),
    ];
    fc.assert(
      fc.property(situation, fc.nat(), fc.constantFrom(...better), ([pack, floor, wanted], pick, improve) => {
        fc.pre(floor.length > 0);
        const chosen = floor[pick % floor.length]!;
        const after = floor.map((agent) => (agent === chosen ? improve(agent) : agent));
        const place = (decision: RankingDecision): number => {
          const index = decision.ranked.findIndex(({ agent }) => agent === chosen.id);
          return index === -1 ? Infinity : index;
        };
        expect(place(rank(pack, after, wanted))).to.be.at.most(place(rank(pack, floor, wanted)));
      }),
    );
  });

  it('ranks nobody below the threshold, and everybody exactly at it', () => {
    fc.assert(
      fc.property(situation, fc.nat(), ([pack, floor, wanted], pick) => {
        for (const { total } of rank(pack, floor, wanted).ranked)
          expect(total).to.be.at.least(pack.minimumScoreBp * 10_000);
        const open: Scoring = { ...pack, minimumScoreBp: 0 };
        const { ranked } = rank(open, floor, wanted);
        fc.pre(ranked.length > 0);
        const { agent } = ranked[pick % ranked.length]!;
        const exact = withThresholdOf(
          open,
          floor.find(({ id }) => id === agent)!,
          wanted,
        );
        fc.pre(exact !== undefined);
        expect(rank(exact, floor, wanted).ranked.map((one) => one.agent)).to.include(agent);
      }),
    );
  });

  it('chooses somebody whenever somebody can take it, a score of 0 at threshold 0 included', () => {
    fc.assert(
      fc.property(situation, ([pack, floor, wanted]) => {
        const { winner, ranked, refused, elsewhere = 0 } = rank(pack, floor, wanted);
        expect(winner === undefined).to.equal(ranked.length === 0);
        expect(ranked.length + refused.length + elsewhere).to.equal(floor.length);
        for (const { reason } of refused) expect(reason).to.not.equal('');
      }),
    );
    const nothing: Agent = { id: 'a', status: 'IDLE', conversationsHandled: 0, csat: 0, csatSurveys: 10 };
    const pack = scoring(
      'weights: { proficiency: 0, languageMatch: 0, historicalCsat: 1 }\ncsat: { priorWeight: 0 }\nminimumScore: 0\n',
    );
    expect(rank(pack, [nothing], { skills: [] }).winner).to.equal('a');
  });

  it('explains every score exactly: contributions add up to it, and the winner follows from them', () => {
    fc.assert(
      fc.property(situation, ([pack, floor, wanted]) => {
        const { ranked, winner } = rank(pack, floor, wanted);
        for (const { contributions, total } of ranked) {
          const parts = Object.values(contributions);
          for (const { weightBp, attributeBp, product } of parts)
            expect(product).to.equal(weightBp * attributeBp);
          expect(parts.reduce((sum, { product }) => sum + product, 0)).to.equal(total);
          expect(total).to.be.within(0, 1e8);
        }
        const best = Math.max(...ranked.map(({ bucket }) => bucket));
        if (winner !== undefined) expect(ranked.find(({ agent }) => agent === winner)!.bucket).to.equal(best);
      }),
    );
  });

  it('does not change when every clock is moved', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: -1e10, max: 1e10 }), ([pack, floor, wanted], by) => {
        const moved = floor.map((agent) => ({
          ...agent,
          ...(agent.idleSince === undefined ? {} : { idleSince: agent.idleSince + by }),
          ...(agent.lastHandledAt === undefined ? {} : { lastHandledAt: agent.lastHandledAt + by }),
        }));
        const later = rank(pack, moved, wanted, { at: now + by });
        expect(canonicalJson({ ...later, at: '' })).to.equal(
          canonicalJson({ ...rank(pack, floor, wanted), at: '' }),
        );
      }),
    );
  });

  it('publishes whole scores that keep its order, at most as many as the platform takes', () => {
    fc.assert(
      fc.property(situation, ([pack, floor, wanted]) => {
        const { commands, ranked } = rank(pack, floor, wanted);
        const [published] = commands;
        if (ranked.length === 0) {
          expect(commands).to.deep.equal([]);
          return;
        }
        if (published === undefined || !('set' in published) || published.set !== 'scoredAgents')
          throw new Error('nothing published');
        const { agents: scored } = published;
        expect(scored.map(({ agent }) => agent)).to.deep.equal(
          ranked.slice(0, pack.publish).map(({ agent }) => agent),
        );
        scored.forEach(({ score }, index) => {
          expect(Number.isInteger(score) && score >= 0 && score <= 100).to.equal(true);
          if (index > 0) expect(score).to.be.below(scored[index - 1]!.score);
        });
      }),
    );
  });
});
