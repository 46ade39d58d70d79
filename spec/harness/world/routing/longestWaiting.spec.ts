import { expect } from 'chai';
import type { FactValues } from '../../../../engine/facts/definition.ts';
import { longestWaiting } from '../../../../harness/world/routing/longestWaiting.ts';
import type { IdleAgent, WaitingConversation } from '../../../../harness/world/routing/policy.ts';

const byId = <T extends { readonly id: string }>(...all: T[]): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [one.id, one]));

function waits(id: string, queuedAt: number, facts: FactValues = {}, queue = 'Cards'): WaitingConversation {
  return { id, queue, queuedAt, facts };
}

function idles(
  id: string,
  skills: Readonly<Record<string, number>> = {},
  languages = { 'en-US': 5 },
): IdleAgent {
  return { id, idleSince: 0, queues: ['Cards'], skills, languages, conversationsHandled: 0 };
}

describe('longest waiting to longest idle', () => {
  const pairs = (
    policy: ReturnType<typeof longestWaiting>,
    waiting: WaitingConversation[],
    idle: IdleAgent[],
  ) =>
    policy
      .route({ at: 100_000, waiting: byId(...waiting), idle: byId(...idle) })
      .matches.map(({ conversation, agent }) => `${conversation} ${agent}`);

  it('takes both in their order', () => {
    const matches = pairs(longestWaiting(), [waits('c-1', 1), waits('c-2', 2)], [idles('a'), idles('b')]);
    expect(matches).to.deep.equal(['c-1 a', 'c-2 b']);
  });

  it('passes over whom nobody idle may take', () => {
    const spanish = waits('c-1', 1, { language: 'es-US' });
    const skilled = waits('c-2', 2, { requiredSkills: ['Fraud'] });
    const elsewhere = waits('c-3', 3, {}, 'Mortgages');
    const plain = waits('c-4', 4, { language: 'en-US', requiredSkills: [] });
    const matches = pairs(longestWaiting(), [spanish, skilled, elsewhere, plain], [idles('a', { Fraud: 0 })]);
    expect(matches).to.deep.equal(['c-4 a']);
  });

  it('lets a head start count as time waited', () => {
    const waiting = [waits('c-1', 1000), waits('c-2', 80_000, { priority: 'high' })];
    expect(pairs(longestWaiting({ high: 78 }), waiting, [idles('a')])).to.deep.equal(['c-1 a']);
    expect(pairs(longestWaiting({ high: 80 }), waiting, [idles('a')])).to.deep.equal(['c-2 a']);
  });
});
