import { expect } from 'chai';
import fc from 'fast-check';
import { ProblemError } from '../../../engine/problem.ts';
import { claimOf } from '../../../harness/fairness/claim.ts';
import { fairnessAudit } from '../../../harness/fairness/result.ts';
import { audited, idleFor, manyRanked, policyOf, ranked, type SpecPolicy } from './rankings.ts';

const ten = Array.from({ length: 10 }, (_, k) => `agent-${k}`);

/** Everybody free, idle for random times. */
const anyIdle =
  (csat: Readonly<Record<string, number>> = {}) =>
  (uniform: () => number) =>
    idleFor(Object.fromEntries(ten.map((agent) => [agent, Math.floor(uniform() * 900)])), csat);

const byIdleTime = policyOf('minimumScore: 0\n');

/** Two who are better, eight who are worse, none of whom is in one bucket with them. */
const better = Object.fromEntries(ten.map((agent, k) => [agent, k < 2 ? 95 : 60]));

describe('the yardstick policyIntended', () => {
  const rankings = manyRanked(byIdleTime, 2000, anyIdle(better));

  it('expects the same of those in the winner’s bucket, and nothing of the others', () => {
    const { evenness, verdict, agents, neverChosen } = audited(byIdleTime, rankings);
    expect(evenness).to.include({ choices: 2000, agents: 2 });
    expect(verdict).to.equal('FAIR');
    expect(
      agents.filter(({ share }) => share !== undefined).map(({ share }) => share!.expected),
    ).to.deep.equal([1000, 1000]);
    expect(neverChosen, 'the eight count all the same').to.equal(8);
  });

  it('is not uniformAmongEligible, by which taking the best is UNFAIR; both are shown, one judges', () => {
    const intended = audited(byIdleTime, rankings);
    const uniform = audited(byIdleTime, rankings, { yardstick: 'uniformAmongEligible' });
    expect(intended.byYardstick.uniformAmongEligible!.verdict).to.equal('UNFAIR');
    expect([uniform.verdict, uniform.evenness.choices, uniform.evenness.agents]).to.deep.equal([
      'UNFAIR',
      2000,
      10,
    ]);
    expect(uniform.byYardstick).to.deep.equal(intended.byYardstick);
    const out = uniform.agents.filter(({ standsOut }) => standsOut === 'more').map(({ agent }) => agent);
    expect(out.sort()).to.deep.equal(['agent-0', 'agent-1']);
  });

  it('finds a tie-break that favours somebody among equals', () => {
    const rankedBy = manyRanked(byIdleTime, 1000, (uniform) =>
      idleFor(
        Object.fromEntries(ten.map((agent, k) => [agent, Math.floor(uniform() * (k === 0 ? 1100 : 900))])),
      ),
    );
    const { verdict, agents } = audited(byIdleTime, rankedBy);
    expect(verdict).to.equal('UNFAIR');
    expect(agents[0]).to.include({ agent: 'agent-0', standsOut: 'more' });
  });

  it('tells what was seen and names the tie-break where equals are chosen unevenly, as a hint', () => {
    const warnings = (policy: SpecPolicy): readonly string[] =>
      fairnessAudit(
        policy,
        {
          level: 'live',
          policyHash: policy.hash,
          seed: 'spec',
          source: { kind: 'decision log', file: 'log.ndjson', stage: 'active', ofOthers: 0 },
          claim: claimOf(policy),
        },
        audited(
          policy,
          manyRanked(policy, 1000, (uniform) =>
            idleFor({ a: 1000 * uniform(), b: 400 * uniform(), c: 400 * uniform() }),
          ),
        ),
      ).warnings;
    expect(warnings(byIdleTime)).to.have.lengthOf(1);
    expect(warnings(byIdleTime)[0]).to.match(
      /^among equals a was chosen \d+ times, and \d+\.\d were expected; what decides there first is longestIdle: it may be/,
    );
    expect(warnings(policyOf('minimumScore: 0\ntieBreak: [seededHash]\n'))).to.deep.equal([]);
  });
});

describe('a window', () => {
  const places = 60;
  /** Twenty conversations, each ranked three times, a minute apart from the next. */
  const rankings = Array.from({ length: places }, (_, minute) =>
    ranked(byIdleTime, idleFor({ a: minute % 7, b: minute % 5, c: minute % 3 }), `c-${minute % 20}`, {
      seconds: 60 * minute,
    }),
  );
  const momentOf = (minute: number): number => Date.parse(rankings[0]!.at) + 60_000 * minute;
  const chosenIn = (from: number, to: number): Readonly<Record<string, number>> => {
    const window = { from: momentOf(from), to: momentOf(to) };
    const { agents } = audited(byIdleTime, rankings, { window });
    return Object.fromEntries(
      agents.filter(({ chosen }) => chosen > 0).map((one) => [one.agent, one.chosen]),
    );
  };

  it('holds a selection where the ranking was made that chose, from its first moment and before its last', () => {
    const last = rankings[59]!.ranked[0]!.agent;
    expect(chosenIn(59, 60)).to.deep.equal({ [last]: 1 });
    expect(chosenIn(0, 40), 'all of those were ranked again later').to.deep.equal({});
    const early = audited(byIdleTime, rankings, { window: { from: momentOf(0), to: momentOf(30) } });
    expect([early.selections, early.excluded]).to.deep.equal([0, { 'ranked-again-later': 30 }]);
  });

  it('shares nothing with one that adjoins it, and together they are the whole', () => {
    const whole = Object.fromEntries(
      audited(byIdleTime, rankings).agents.map((one) => [one.agent, one.chosen]),
    );
    fc.assert(
      fc.property(fc.nat(places), (cut) => {
        const [before, after] = [chosenIn(0, cut), chosenIn(cut, places)];
        for (const [agent, chosen] of Object.entries(whole))
          expect((before[agent] ?? 0) + (after[agent] ?? 0), agent).to.equal(chosen);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the yardstick proportionalToWeights', () => {
  const halves = 'yardstick: proportionalToWeights\nweights: { agent-0: 2 }\n';

  it('expects of each what the weights say; who is not named weighs 1', () => {
    const policy = policyOf('minimumScore: 0\n', halves);
    const { agents } = audited(policy, manyRanked(policy, 110, anyIdle()));
    const expected = Object.fromEntries(agents.map(({ agent, share }) => [agent, share!.expected]));
    expect(expected['agent-0']).to.be.closeTo(20, 1e-9);
    expect(expected['agent-1']).to.be.closeTo(10, 1e-9);
  });

  it('cannot be asked for without weights', () => {
    expect(() => claimOf(byIdleTime, { yardstick: 'proportionalToWeights' })).to.throw(
      ProblemError,
      'needs weights',
    );
  });
});

describe('which claim a policy is held to', () => {
  it('is its Fairness pack’s, the default without one, and the caller’s before either', () => {
    expect(claimOf(byIdleTime)).to.deep.include({
      yardstick: 'policyIntended',
      limits: { effectSize: 0.1, impactRatio: 0.8 },
      overruled: [],
    });
    const policy = policyOf('', 'yardstick: uniformAmongEligible\nlimits: { effectSize: 0.2 }\n');
    expect(claimOf(policy)).to.deep.include({ pack: 'claim-1', yardstick: 'uniformAmongEligible' });
    expect(claimOf(policy, { effectSize: 0.3 })).to.deep.include({
      limits: { effectSize: 0.3, impactRatio: 0.8 },
      overruled: ['effectSize'],
    });
  });

  it('has to be said where there are several, and leaves out what it is not about', () => {
    const [cards, loans] = ['Cards', 'Loans'].map((queue) => `appliesTo: { queues: [${queue}] }\n`);
    const policy = policyOf('minimumScore: 0\n', cards!, loans!);
    expect(() => claimOf(policy)).to.throw(ProblemError, '--claim: claim-1, claim-2');
    expect(() => claimOf(policy, { claim: 'clam-1' })).to.throw(ProblemError, 'did you mean "claim-1"?');
    const place = (index: number) => ({ queue: index < 30 ? 'Cards' : 'Loans' });
    const { selections, excluded } = audited(policy, manyRanked(policy, 100, anyIdle(), place), {
      claim: 'claim-2',
    });
    expect([selections, excluded]).to.deep.equal([70, { 'outside-the-claim': 30 }]);
  });
});

describe('a selection', () => {
  const agents = idleFor({ a: 10, b: 20 }, { a: 90, b: 90 });

  it('is one for each conversation and queue: of several rankings, the last', () => {
    const {
      selections,
      excluded,
      agents: found,
    } = audited(byIdleTime, [
      ranked(byIdleTime, agents, 'c-1'),
      ranked(byIdleTime, idleFor({ a: 30, b: 20 }), 'c-1', { seconds: 30 }),
      ranked(byIdleTime, agents, 'c-1', { queue: 'Loans' }),
    ]);
    expect([selections, excluded]).to.deep.equal([2, { 'ranked-again-later': 1 }]);
    expect(found.map(({ agent, chosen }) => [agent, chosen])).to.deep.equal([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('is none where nobody could take the conversation', () => {
    const { selections, excluded, because } = audited(byIdleTime, [ranked(byIdleTime, [], 'c-1')]);
    expect([selections, excluded]).to.deep.equal([0, { 'nobody-could-take-it': 1 }]);
    expect(because[0]).to.contain('the policy chose no agent');
  });

  it('leaves out those below the minimum score, who are counted all the same: they never had a chance', () => {
    const strict = policyOf('minimumScore: 0.8\n');
    const some = idleFor({ a: 10, b: 20, c: 30 }, { a: 95, b: 95, c: 60 });
    const {
      agents: found,
      neverChosen,
      uniformity,
    } = audited(
      strict,
      Array.from({ length: 40 }, (_, k) => ranked(strict, some, `c-${k}`)),
    );
    expect(found.find(({ agent }) => agent === 'c')).to.deep.equal({
      agent: 'c',
      eligible: 0,
      chosen: 0,
      belowMinimum: 40,
    });
    expect([neverChosen, uniformity.agents], 'b was always longer idle than a').to.deep.equal([2, 3]);
    expect(uniformity.gini, 'zeros included').to.be.closeTo(2 / 3, 1e-12);
  });
});

describe('strata', () => {
  it('show what evens out in sum', () => {
    const rankings = manyRanked(
      byIdleTime,
      4000,
      (uniform, index) =>
        idleFor(
          Object.fromEntries(
            ten.map((agent, k) => [agent, Math.floor(uniform() * (k % 2 === index % 2 ? 1000 : 900))]),
          ),
        ),
      (index) => ({ queue: index % 2 === 0 ? 'Cards' : 'Loans' }),
    );
    const { verdict, strata } = audited(byIdleTime, rankings);
    expect(verdict).to.equal('FAIR');
    expect(strata.map(({ stratum, standsOut }) => [stratum, standsOut])).to.deep.equal([
      ['Cards', true],
      ['Loans', true],
    ]);
  });
});

describe('the source’s numbers', () => {
  it('say nothing where agents are free unequally, and the audit says why', () => {
    const rarely = manyRanked(byIdleTime, 2000, (uniform) =>
      idleFor(
        Object.fromEntries(
          ten.flatMap((agent, k) =>
            k === 0 || uniform() < k / 12 ? [[agent, Math.floor(uniform() * 900)]] : [],
          ),
        ),
      ),
    );
    const { verdict, uniformity } = audited(byIdleTime, rarely);
    expect(verdict).to.equal('FAIR');
    expect(uniformity.test!.p).to.be.lessThan(1e-20);
    expect(uniformity.saysSomething).to.equal(false);
    expect(uniformity.why).to.match(
      /an even choice among them would itself give a chi-square of about [\d,]+/,
    );
    expect(uniformity.chiSquareByChance! / uniformity.test!.chiSquare).to.be.within(0.8, 1.25);
    expect(uniformity.gini).to.be.within(
      uniformity.giniByChance!.mean - 0.03,
      uniformity.giniByChance!.mean + 0.03,
    );
  });

  it('may be read where everybody was free all the time', () => {
    const { uniformity } = audited(byIdleTime, manyRanked(byIdleTime, 1000, anyIdle()));
    expect(uniformity.saysSomething).to.equal(true);
    expect(uniformity.chiSquareByChance).to.be.closeTo(9, 1e-9);
    expect(uniformity.giniByChance!.mean, 'fairness.md’s table: ten agents with 100 calls').to.be.within(
      0.046,
      0.056,
    );
    expect(uniformity.giniByChance!.p95).to.be.within(0.067, 0.077);
  });
});
