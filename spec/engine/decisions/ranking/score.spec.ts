import { expect } from 'chai';
import type { Agent } from '../../../../engine/conversation/floor.ts';
import { now, rank, scoring } from './arbitraries.ts';

const agent = (id: string, more: Partial<Agent> = {}): Agent => ({
  id,
  status: 'IDLE',
  conversationsHandled: 0,
  idleSince: now - 10_000,
  skills: { Cards: 5 },
  languages: { English: 3 },
  ...more,
});
const wanted = { queue: 'Cards', skills: ['Cards'], language: 'English' };

describe('the gate', () => {
  const reasons = (fields: string, floor: readonly Agent[]): string[] =>
    rank(scoring(fields), floor, wanted).refused.map(
      ({ agent: id, code, reason }) => `${id} ${code}: ${reason}`,
    );

  it('comes before any score: an agent without the required skill cannot win on points', () => {
    const unskilled = agent('a', { skills: {}, csat: 100, csatSurveys: 1000 });
    expect(reasons('minimumScore: 0', [unskilled])).to.deep.equal(['a skill: lacks the skill Cards']);
    expect(rank(scoring('eligible: { requiredSkill: prefer }'), [unskilled], wanted).winner).to.equal('a');
  });

  it('says which gate each agent did not pass', () => {
    const floor = [
      agent('busy', { status: 'INTERACTING' }),
      agent('elsewhere', { queues: ['Loans'] }),
      agent('mute', { languages: { Spanish: 5 } }),
      agent('novice', { skills: { Cards: 2 } }),
      agent('zero', { skills: { Cards: 0 } }),
    ];
    const fields = 'eligible: { requiredLanguage: must, minimumProficiency: 3 }';
    // Nobody needs to be told of those who work elsewhere, one by one.
    expect(rank(scoring(fields), floor, wanted).elsewhere).to.equal(1);
    expect(reasons(fields, floor)).to.deep.equal([
      'busy status: is INTERACTING',
      'mute language: lacks the language English',
      'novice skill: has Cards at 2, below 3',
      'zero skill: lacks the skill Cards',
    ]);
  });
});

describe('a skill named like something every object has', () => {
  it('is a skill like any other: who lacks it lacks it', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      const { refused } = rank(scoring(), [agent('a')], { skills: [name] });
      expect(refused.map(({ reason }) => reason)).to.deep.equal([`lacks the skill ${name}`]);
      const skilled = agent('b', { skills: JSON.parse(`{ "${name}": 4 }`) as Record<string, number> });
      expect(rank(scoring(), [skilled], { skills: [name] }).winner).to.equal('b');
    }
  });
});

describe('the score', () => {
  const attributes = (fields: string, one: Agent, needs = wanted) => {
    const { contributions } = rank(
      scoring(`${fields}\nminimumScore: 0\neligible: { requiredSkill: prefer }\n`),
      [one],
      needs,
    ).ranked[0]!;
    return Object.values(contributions).map(({ attributeBp }) => attributeBp);
  };

  it('is the source document’s weighted sum: 0.4·4/5 + 0.3·1 + 0.3·csat', () => {
    const { ranked } = rank(
      scoring('csat: { priorWeight: 0 }'),
      [agent('a', { skills: { Cards: 4 }, csat: 80, csatSurveys: 3 })],
      wanted,
    );
    expect(ranked[0]!.total).to.equal(4000 * 8000 + 3000 * 10_000 + 3000 * 8000);
  });

  it('caps proficiency at the maximum and takes the mean over several skills', () => {
    expect(attributes('', agent('a', { skills: { Cards: 7 } }))[0]).to.equal(10_000);
    const two = { ...wanted, skills: ['Cards', 'Loans'] };
    expect(attributes('', agent('a', { skills: { Cards: 5, Loans: 2 } }), two)[0]).to.equal(7000);
  });

  it('counts a language as spoken or not, and nothing required as fully met', () => {
    expect(attributes('', agent('a', { languages: { English: 1 } }))[1]).to.equal(10_000);
    expect(attributes('', agent('a', { languages: {} }))[1]).to.equal(0);
    expect(
      attributes('', agent('a', { skills: {}, languages: {} }), {
        queue: 'Cards',
        skills: [],
      } as never).slice(0, 2),
    ).to.deep.equal([10_000, 10_000]);
  });

  it('scales CSAT to the survey’s top and shrinks it towards the prior', () => {
    const csat = (fields: string, mean: number | undefined, surveys: number) =>
      attributes(
        fields,
        agent('a', { ...(mean === undefined ? {} : { csat: mean }), csatSurveys: surveys }),
      )[2];
    expect(csat('', undefined, 0)).to.equal(5000);
    expect(csat('', 100, 1)).to.equal(Math.round((10_000 + 10 * 5000) / 11));
    expect(csat('', 100, 990)).to.equal(Math.round((990 * 10_000 + 10 * 5000) / 1000));
    expect(csat('csat: { scaleMax: 5 }', 4, 10)).to.equal(6500);
    expect(csat('csat: { priorWeight: 0, prior: 0.7 }', undefined, 0)).to.equal(7000);
  });
});

describe('ties', () => {
  const unknown: Agent = {
    id: 'unknown',
    status: 'IDLE',
    conversationsHandled: 0,
    skills: { Cards: 5 },
    languages: { English: 3 },
  };
  const floor = [
    agent('new', { idleSince: now - 1000, conversationsHandled: 0 }),
    agent('rested', { idleSince: now - 20_000, conversationsHandled: 9 }),
    unknown,
  ];
  const order = (tieBreak: string): string[] =>
    rank(scoring(`tieBreak: [${tieBreak}]`), floor, wanted).ranked.map((one) => one.agent);

  it('go by the declared chain', () => {
    expect(order('longestIdle, seededHash')).to.deep.equal(['rested', 'new', 'unknown']);
    expect(order('fewestHandled, longestIdle, seededHash')).to.deep.equal(['new', 'unknown', 'rested']);
  });

  it('put an unknown idle time last, however long the others have been idle (the source sorted 9999 s and more after it)', () => {
    const veteran = agent('veteran', { idleSince: now - 20_000_000 });
    const { ranked } = rank(scoring(), [unknown, veteran], wanted);
    expect(ranked.map((one) => one.agent)).to.deep.equal(['veteran', 'unknown']);
  });

  it('are within a bucket: a score nearly as good can win by having been idle longer', () => {
    const best = agent('best', { csat: 90, csatSurveys: 10, idleSince: now - 1000 });
    const close = agent('close', { csat: 89, csatSurveys: 10, idleSince: now - 5000 });
    expect(rank(scoring('bucket: 0.05'), [best, close], wanted).winner).to.equal('close');
    expect(rank(scoring('bucket: 0'), [best, close], wanted).winner).to.equal('best');
  });

  it('show the path: how many were left after each step', () => {
    const { tieBreakPath, decidedBy } = rank(scoring(), floor, wanted);
    expect(tieBreakPath).to.deep.equal([
      { by: 'score', left: 3 },
      { by: 'longestIdle', left: 1 },
    ]);
    expect(decidedBy).to.equal('longestIdle');
  });
});
