import { expect } from 'chai';
import fc from 'fast-check';
import { withAgents } from '../../../harness/import/agentTimeline.ts';
import { importSorting, type TimedLine } from '../../../harness/import/timedLine.ts';

const seed = 20261120;

/** An answered conversation, from and to in milliseconds. */
interface Talk {
  readonly agent: string;
  readonly from: number;
  readonly to: number;
}

describe('agents derived from a call log', () => {
  it('are on queue from the first answer until none has come for a while', () => {
    expect(
      timeline([
        { agent: 'a', from: 10, to: 20 },
        { agent: 'a', from: 30, to: 40 },
        { agent: 'a', from: 300, to: 310 },
      ]),
    ).to.deep.equal([
      '10 a IDLE',
      '10 a answer',
      '10 a INTERACTING',
      '20 a end',
      '20 a IDLE',
      '30 a answer',
      '30 a INTERACTING',
      '40 a end',
      '40 a IDLE',
      '140 a OFF_QUEUE',
      '300 a IDLE',
      '300 a answer',
      '300 a INTERACTING',
      '310 a end',
      '310 a IDLE',
      '410 a OFF_QUEUE',
    ]);
  });

  it('stay INTERACTING until all overlapping conversations have ended', () => {
    expect(
      timeline([
        { agent: 'a', from: 10, to: 30 },
        { agent: 'a', from: 20, to: 40 },
      ]),
    ).to.deep.equal([
      '10 a IDLE',
      '10 a answer',
      '10 a INTERACTING',
      '20 a answer',
      '30 a end',
      '40 a end',
      '40 a IDLE',
      '140 a OFF_QUEUE',
    ]);
  });

  it('end one conversation before they answer the next at the same instant', () => {
    expect(
      timeline([
        { agent: 'a', from: 20, to: 30 },
        { agent: 'a', from: 10, to: 20 },
      ]).slice(3, 7),
    ).to.deep.equal(['20 a end', '20 a IDLE', '20 a answer', '20 a INTERACTING']);
  });

  it('are there, but not occupied, for a conversation that takes no time', () => {
    expect(timeline([{ agent: 'a', from: 10, to: 10 }])).to.deep.equal([
      '10 a IDLE',
      '10 a answer',
      '10 a end',
      '110 a OFF_QUEUE',
    ]);
  });

  it('have a status that tells what they do, at most one of a kind an instant', () => {
    const talk = fc
      .record({ agent: fc.constantFrom('a', 'b'), from: fc.nat(400), length: fc.nat(30) })
      .map(({ agent, from, length }) => ({ agent, from, to: from + length }));
    fc.assert(
      fc.property(fc.array(talk, { maxLength: 30 }), (talks) => {
        const seen = timeline(talks);
        const times = seen.map((line) => Number(line.split(' ')[0]));
        expect(times).to.deep.equal(times.toSorted((x, y) => x - y));
        const statuses = seen.filter((line) => /[A-Z]{4}/.test(line));
        expect(new Set(statuses).size).to.equal(statuses.length);
        for (const agent of ['a', 'b']) {
          for (let now = 0; now < 600; now++) {
            const last = statuses
              .filter((line) => Number(line.split(' ')[0]) <= now && line.split(' ')[1] === agent)
              .at(-1);
            const own = talks.filter((one) => one.agent === agent);
            const busy = own.some(({ from, to }) => from <= now && now < to);
            const free = own.some(({ to }) => to <= now && now < to + 100);
            expect(last?.split(' ')[2] ?? 'OFF_QUEUE', `${agent} at ${now}`).to.equal(
              busy ? 'INTERACTING' : free ? 'IDLE' : 'OFF_QUEUE',
            );
          }
        }
      }),
      { seed, numRuns: 40 },
    );
  });
});

function timeline(talks: readonly Talk[]): string[] {
  const lines = talks.flatMap(({ agent, from, to }, index): TimedLine[] => {
    const common = { conversation: `c-${index}`, agent };
    const answer = { ...common, at: from, rank: 3, index: 0, line: `${agent} answer` };
    if (to === from)
      return [
        { ...answer, work: 'passes' },
        { ...answer, agent: '', index: 1, work: '', line: `${agent} end` },
      ];
    return [
      { ...answer, work: 'begins' },
      { ...answer, at: to, rank: 0, index: 1, work: 'ends', line: `${agent} end` },
    ];
  });
  return [...withAgents(lines.sort(importSorting.compare), 100)].map(({ at, line }) => {
    if (!line.startsWith('{')) return `${at} ${line}`;
    const { agent, status } = JSON.parse(line) as { agent: string; status: string };
    return `${at} ${agent} ${status}`;
  });
}
