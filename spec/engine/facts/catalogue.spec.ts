import { expect } from 'chai';
import { factCatalogue, factsAbout } from '../../../engine/facts/catalogue.ts';
import { factsLacking } from '../../../engine/facts/lacking.ts';
import { parseServiceLevelTarget } from '../../../engine/facts/serviceLevelTarget.ts';
import { factValueProblem } from '../../../engine/facts/values.ts';

describe('the fact catalogue', () => {
  for (const fact of factCatalogue.values()) {
    it(`${fact.name} is described in full, and its example fits it`, () => {
      expect(fact.description).to.match(/\.$/);
      expect(fact.source).to.not.equal('');
      expect(factValueProblem(fact, fact.example)).to.equal(undefined);
      if (fact.type === 'number') expect(fact.unit, 'unit').to.be.a('string');
      if (fact.type === 'number') expect(fact.range, 'range').to.be.an('object');
    });
  }

  it('has every fact the source documents use', () => {
    const used = [
      ['intent', 'intentConfidence', 'sentiment', 'priority', 'requiredSkills', 'language', 'queue'],
      ['slaTarget', 'serviceLevel', 'agentsIdle', 'queueOpen', 'handoffDepth'],
      ['agentStatus', 'agentSkills', 'agentLanguages', 'csat', 'idleSeconds'],
    ].flat();
    for (const name of used) expect(factCatalogue.has(name), name).to.equal(true);
  });

  it('gives the facts about a subject', () => {
    expect(factsAbout('queue').every(({ subject }) => subject === 'queue')).to.equal(true);
  });
});

describe('facts nobody can know', () => {
  it('are the observed ones not carried, and what rests on them', () => {
    const all = [...factCatalogue.values()]
      .filter(({ origin }) => origin === 'observed')
      .map(({ name }) => name);
    const without = (...gone: string[]): string[] =>
      [...factsLacking(all.filter((name) => !gone.includes(name)))].sort();
    expect(without()).to.deep.equal([]);
    expect(without('sentiment')).to.deep.equal(['sentiment', 'sentimentDropFromPeak', 'sentimentLevel']);
    expect(without('secondIntentConfidence')).to.deep.equal(['intentMargin', 'secondIntentConfidence']);
    expect(without('utterance')).to.deep.equal(['askedForPerson', 'utterance']);
    expect(without('utterance', 'intent')).to.deep.equal(['askedForPerson', 'intent', 'utterance']);
  });
});

describe('a fact’s value', () => {
  const problem = (name: string, value: unknown) => factValueProblem(factCatalogue.get(name)!, value);

  it('is checked for type, range and membership', () => {
    expect(problem('intentConfidence', '0.8')).to.equal('must be a number, not "0.8"');
    expect(problem('intentConfidence', NaN)).to.equal('must be a number, not NaN');
    expect(problem('intentConfidence', 75)).to.equal('must be from 0 to 1, not 75');
    expect(problem('waitSeconds', -1)).to.equal('must be at least 0, not -1');
    expect(problem('agentsIdle', 1.5)).to.equal('must be a whole number, not 1.5');
    expect(problem('priority', '2')).to.equal('must be one of low, normal, high, urgent, not "2"');
    expect(problem('queueOpen', 'yes')).to.equal('must be true or false, not "yes"');
    expect(problem('requiredSkills', 'Cards')).to.equal('must be a list of texts, not "Cards"');
    expect(problem('agentSkills', { Cards: -1 })).to.match(/proficiency of at least 0/);
    expect(problem('utterance', 4)).to.equal('must be text, not 4');
    expect(problem('utterance', 'a'.repeat(10_000))).to.equal(undefined);
    expect(problem('utterance', 'a'.repeat(10_001))).to.match(/at most 10000 characters/);
  });
});

describe('a service-level target', () => {
  it('is percent/seconds, in one spelling', () => {
    expect(parseServiceLevelTarget('80/20')).to.deep.equal({ percent: 80, seconds: 20 });
    for (const malformed of [
      '80/20 ',
      ' 80/20',
      '80',
      '80/',
      '/20',
      '101/20',
      '0/20',
      '080/20',
      '80/0',
      '80-20',
      '80/20s',
    ]) {
      expect(parseServiceLevelTarget(malformed), malformed).to.equal(undefined);
    }
  });
});
