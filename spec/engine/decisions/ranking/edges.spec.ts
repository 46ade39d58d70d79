import { expect } from 'chai';
import type { Agent } from '../../../../engine/conversation/floor.ts';
import { ReadOutcomes } from '../../../../engine/conditions/readOutcomes.ts';
import { decideRanking } from '../../../../engine/decisions/ranking/decide.ts';
import { rankingFactsRead } from '../../../../engine/decisions/ranking/scoring.ts';
import { activeShifts, shiftRules, shiftWeights } from '../../../../engine/decisions/ranking/shifts.ts';
import type { SlaPolicy } from '../../../../engine/decisions/ranking/slaPolicy.ts';
import { header, policyFromText, rightPolicy } from '../../policyText.ts';
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
const open = 'minimumScore: 0\n';
const bp = (fields: string, one: Agent, needs: object = wanted) =>
  Object.values(rank(scoring(fields), [one], needs as never).ranked[0]!.contributions).map(
    (c) => c.attributeBp,
  );

describe('the gate, at its edges', () => {
  it('takes the least proficiency itself, and never a proficiency of 0', () => {
    expect(
      rank(scoring('eligible: { minimumProficiency: 3 }'), [agent('a', { skills: { Cards: 3 } })], wanted)
        .winner,
    ).to.equal('a');
    expect(rank(scoring(open), [agent('a', { skills: { Cards: 0 } })], wanted).refused[0]!.code).to.equal(
      'skill',
    );
  });
});

describe('the score, at its edges', () => {
  it('counts what is ignored as fully met, whatever the agent has', () => {
    const fields = `${open}eligible: { requiredSkill: ignore, requiredLanguage: ignore }`;
    expect(bp(fields, agent('a', { skills: {}, languages: {} })).slice(0, 2)).to.deep.equal([10_000, 10_000]);
  });
  it('does not count a language below the least proficiency as spoken', () => {
    expect(bp(`${open}eligible: { minimumProficiency: 4 }`, agent('a'))[1]).to.equal(0);
  });
  it('caps CSAT at the top of its scale, and gives no weight to a mean without a count', () => {
    expect(
      bp(`${open}csat: { scaleMax: 5, priorWeight: 0 }`, agent('a', { csat: 84, csatSurveys: 2 }))[2],
    ).to.equal(10_000);
    expect(bp(open, agent('a', { csat: 100 }))[2]).to.equal(5000);
  });
  it('shows of an agent only the skills and languages there are', () => {
    const one = agent('a', { skills: { Cards: 5 }, languages: {} });
    const { facts } = rank(scoring(`${open}eligible: { requiredSkill: prefer }`), [one], {
      ...wanted,
      skills: ['Cards', 'Loans'],
    }).ranked[0]!;
    expect(facts).to.deep.equal({ agentSkills: { Cards: 5 }, agentLanguages: {} });
    expect(Object.keys(facts['agentSkills'] as object)).to.deep.equal(['Cards']);
  });
});

describe('buckets and what is published', () => {
  const only = 'weights: { proficiency: 1, languageMatch: 0, historicalCsat: 0 }\nminimumScore: 0\n';
  const at = (id: string, level: number, idle: number) =>
    agent(id, { skills: { Cards: level }, idleSince: now - idle });
  it('begin at whole multiples of their width: 0.58 and 0.52 are equals at 0.1, 0.6 is not', () => {
    const floor = [at('a', 2.9, 1000), at('b', 2.6, 9000), at('c', 3, 1)];
    expect(rank(scoring(`${only}bucket: 0.1`), floor, wanted).ranked.map((one) => one.agent)).to.deep.equal([
      'c',
      'b',
      'a',
    ]);
  });
  const published = (fields: string, floor: readonly Agent[]) =>
    (
      rank(scoring(`${only}${fields}`), floor, wanted).commands[0] as never as { agents: { score: number }[] }
    ).agents.map((one) => one.score);
  it('round the score half up, and keep the order where scores round alike', () => {
    expect(published('', [at('a', 3.325, 1)])).to.deep.equal([67]);
    expect(published('bucket: 0', [at('a', 5, 1), at('b', 4.999, 1), at('c', 4.998, 1)])).to.deep.equal([
      100, 99, 98,
    ]);
  });
  it('leave room below for everybody who follows, where all scores are near 0', () => {
    const low = Array.from({ length: 3 }, (_, n) => at(`a${n}`, 0.01, n));
    expect(published('publish: 3', low)).to.deep.equal([2, 1, 0]);
  });
  it('name the only one as that', () => {
    expect(rank(scoring(), [agent('a')], wanted).decidedBy).to.equal('only candidate');
  });
});

describe('the longest since the last conversation', () => {
  it('comes first, and who has handled none comes before all', () => {
    const floor = [
      agent('recent', { lastHandledAt: now - 1000 }),
      agent('long-ago', { lastHandledAt: now - 90_000 }),
      agent('never'),
    ];
    const { ranked } = rank(scoring('tieBreak: [longestSinceHandled, seededHash]'), floor, wanted);
    expect(ranked.map(({ agent: id, tieBreak }) => [id, tieBreak.longestSinceHandled])).to.deep.equal([
      ['never', null],
      ['long-ago', 90],
      ['recent', 1],
    ]);
  });
});

describe('a shift', () => {
  const sla = (fields: string) => rightPolicy(`${header('SlaPolicy')}${fields}`).packs[0] as SlaPolicy;
  const outcomes = (...held: boolean[]) => new ReadOutcomes(held.map((holds) => ({ rule: 's', holds })));
  const when = 'when: { fact: serviceLevel, operator: lessThan, value: 0.5 }';
  it('without until ends the moment its condition does', () => {
    const pack = sla(`shifts: [{ name: s, ${when}, shift: { proficiency: -0.1, languageMatch: 0.1 } }]`);
    expect(shiftRules(pack)).to.have.length(1);
    expect(activeShifts(pack, outcomes(false), ['s'])).to.deep.equal([]);
  });
  it('may take all of a weight: exactly 0 is still a weight', () => {
    const pack = sla(`shifts: [{ name: s, ${when}, shift: { proficiency: -0.4, languageMatch: 0.4 } }]`);
    const { weightsBp, shifts } = shiftWeights(pack, scoring().weightsBp, ['s']);
    expect(weightsBp.proficiency).to.equal(0);
    expect(shifts[0]!.state).to.equal('applied');
  });
  it('is held against the weights of those packs only that cover the same conversations', () => {
    const small = `${header('Scoring')}appliesTo: { queues: [A] }\nweights: { proficiency: 0.01, languageMatch: 0.98, historicalCsat: 0.01 }`;
    const shifts = `${header('SlaPolicy')}appliesTo: { queues: [B] }\nshifts: [{ name: s, ${when}, shift: { proficiency: -0.1, languageMatch: 0.1 } }]`;
    expect(
      policyFromText(small, shifts, `${header('Scoring', 'b')}appliesTo: { queues: [B] }`).problems,
    ).to.deep.equal([]);
  });
});

describe('a ranking is not replayable', () => {
  const read = (fields: string, needs: object = { skills: [] }) => {
    const pack = scoring(fields);
    return rankingFactsRead(pack, pack.weightsBp, needs as never);
  };
  it('for the facts it reads, and for no others', () => {
    const no =
      'weights: { proficiency: 0, languageMatch: 0, historicalCsat: 1 }\neligible: { requiredSkill: prefer, requiredLanguage: prefer }';
    expect(read(no)).to.deep.equal(['agentStatus', 'csat', 'csatSurveys']);
    const yes = 'weights: { proficiency: 1, languageMatch: 1, historicalCsat: 0 }';
    expect(read(yes)).to.deep.equal(['agentStatus', 'requiredSkills', 'language']);
    expect(read(yes, { skills: ['Cards'], language: 'English' })).to.deep.equal([
      'agentStatus',
      'requiredSkills',
      'agentSkills',
      'language',
      'agentLanguages',
    ]);
  });
  it('when one of them is lacking', () => {
    const pack = scoring();
    const input = {
      requirements: { skills: [] },
      agents: [],
      weightsBp: pack.weightsBp,
      shifts: [],
      outcomes: undefined,
      facts: () => ({}),
      lacking: new Set(['csat']),
    };
    const context = {
      conversation: 'c',
      at: now,
      policy: { name: 'p', hash: 'h' },
      ordinal: 1,
      occasion: 'queue entry' as const,
      occasionNumber: 1,
      seed: 's',
    };
    expect(decideRanking(pack, input, context)).to.deep.equal({ notReplayable: 'csat' });
  });
});
