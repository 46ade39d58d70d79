import { expect } from 'chai';
import fc from 'fast-check';
import { header } from '../../policyText.ts';
import { answered, decisionsAt, queued } from '../decideEvents.ts';

const pack = (headStartSeconds: number): string => `${header('QueueOrder')}
headStarts:
  - { name: high, when: { fact: priority, operator: equal, value: high }, headStartSeconds: ${headStartSeconds} }
  - { name: private, when: { fact: customerSegment, operator: equal, value: private }, headStartSeconds: 30 }
`;

describe('the order of a queue', () => {
  const three = [
    queued('c-1', 0),
    queued('c-2', 40, { priority: 'high' }),
    queued('c-3', 50, { priority: 'high', customerSegment: 'private' }),
    answered('c-1', 100),
  ];

  it('goes by time waited plus head start, and head starts add up', () => {
    const [decision] = decisionsAt('order', pack(90), three);
    expect(
      decision!.places.map(({ conversation, rankSeconds }) => [conversation, rankSeconds]),
    ).to.deep.equal([
      ['c-3', 170],
      ['c-2', 150],
      ['c-1', 100],
    ]);
    expect(decision!.next).to.equal('c-3');
    expect(decision!.decidedBy).to.equal('high + private');
    expect(decision!.conversation).to.equal('c-1');
  });

  it('gives equal ranks to the earlier arrival', () => {
    const [decision] = decisionsAt('order', pack(40), three.slice(0, 2).concat(three.slice(3)));
    expect(
      decision!.places.map(({ conversation, rankSeconds }) => [conversation, rankSeconds]),
    ).to.deep.equal([
      ['c-1', 100],
      ['c-2', 100],
    ]);
    expect(decision!.decidedBy).to.equal('earlier arrival');
  });

  it('says what Genesys Cloud is told: whole points of a minute, and what rounding does', () => {
    const [decision] = decisionsAt('order', pack(90), three);
    expect(
      decision!.places.map(({ priorityPoints, roundingSeconds }) => [priorityPoints, roundingSeconds]),
    ).to.deep.equal([
      [2, 0],
      [2, 30],
      [0, 0],
    ]);
    expect(decision!.commands).to.deep.equal([
      { set: 'priority', conversation: 'c-3', points: 2 },
      { set: 'priority', conversation: 'c-2', points: 2 },
      { set: 'priority', conversation: 'c-1', points: 0 },
    ]);
  });

  it('reads the priority that the policy’s own skill mapping gave', () => {
    const mapping = `${header('SkillMapping')}mappings: [{ name: vip, intents: [vip], assign: { priority: high } }]`;
    const events = [queued('c-1', 0), queued('c-2', 40, { intent: 'vip' }), answered('c-1', 100)];
    expect(decisionsAt('order', `${pack(90)}\n---\n${mapping}`, events)[0]!.next).to.equal('c-2');
    expect(decisionsAt('order', pack(90), events)[0]!.next).to.equal('c-1');
  });

  it('reads the wait itself, as it is at that moment', () => {
    const ageing = `${header('QueueOrder')}headStarts: [{ name: aged, when: { fact: waitSeconds, operator: greaterThanInclusive, value: 60 }, headStartSeconds: 500 }]`;
    const events = [
      queued('c-1', 0),
      queued('c-2', 1),
      answered('c-1', 59),
      queued('c-3', 60),
      answered('c-3', 61),
    ];
    const decisions = decisionsAt('order', ageing, events);
    expect(decisions.map(({ next, places }) => [next, places[0]!.headStarts])).to.deep.equal([
      ['c-1', []],
      ['c-2', ['aged']],
    ]);
  });

  it('is first come first served without head starts, in whatever order the events name equals', () => {
    const arrivals = fc.array(fc.nat(5), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(arrivals, (seconds) => {
        const events = seconds
          .map((second, index) => queued(`c-${index}`, second))
          .sort((a, b) => a.at - b.at);
        const [decision] = decisionsAt('order', header('QueueOrder'), [...events, answered('c-0', 10)]);
        const waits = decision!.places.map(({ waitSeconds }) => waitSeconds);
        expect(waits).to.deep.equal([...waits].sort((a, b) => b - a));
        const [reversed] = decisionsAt('order', header('QueueOrder'), [
          ...events.reverse().sort((a, b) => a.at - b.at),
          answered('c-0', 10),
        ]);
        expect(reversed!.places).to.deep.equal(decision!.places);
      }),
      { numRuns: 200 },
    );
  });
});
