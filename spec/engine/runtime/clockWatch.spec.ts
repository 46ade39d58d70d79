import { expect } from 'chai';
import fc from 'fast-check';
import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { Problem } from '../../../engine/problem.ts';
import { ClockWatch } from '../../../engine/runtime/clockWatch.ts';

const now = Date.UTC(2026, 10, 20, 12);
const hourMs = 3_600_000;

const ended = (apartMs: number): ObservedEvent => ({
  event: { type: 'conversation.ended', at: now - apartMs, conversation: 'c' },
  observedAt: now,
  source: 'frame',
});
const agent: ObservedEvent = {
  event: { type: 'agent.updated', at: now, agent: 'ann', status: 'IDLE' },
  observedAt: now,
  source: 'read',
};

function problemsOf(...batches: readonly (readonly ObservedEvent[])[]): readonly Problem[] {
  const problems: Problem[] = [];
  const watch = new ClockWatch('genesys', (problem) => void problems.push(problem));
  for (const batch of batches) watch.told(batch);
  return problems;
}

describe('two clocks', () => {
  const far = Array<ObservedEvent>(30).fill(ended(6308 * hourMs));

  it('are told once, with what to do, however many events there are; agents that were read say nothing of it', () => {
    const problems = problemsOf([agent], far, [agent], far);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ code: 'two-clocks', severity: 'warning' });
    expect(problems[0]!.message).to.contain('"genesys" tells lies some 6308 h behind this clock');
    expect(problems[0]!.hint).to.contain('--factor 1');
    expect(problemsOf(Array<ObservedEvent>(10).fill(ended(-2 * hourMs)))[0]!.message).to.contain(
      '2 h ahead of',
    );
  });

  it('are one where any of the first ten is near, and where there are fewer', () => {
    const apart = fc.integer({ min: hourMs + 1, max: 1e12 });
    const near = fc.integer({ min: -hourMs, max: hourMs });
    fc.assert(
      fc.property(fc.array(apart, { maxLength: 9 }), near, (some, one) => {
        expect(problemsOf(some.map(ended))).to.deep.equal([]);
        expect(problemsOf([...some.map(ended), ended(one)], far)).to.deep.equal([]);
      }),
    );
  });
});
