import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../../engine/canonical.ts';
import type { Conversation } from '../../../engine/conversation/conversation.ts';
import type { Command } from '../../../engine/decisions/record.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { Floor } from '../../../engine/conversation/floor.ts';
import { OpenConversations } from '../../../engine/conversation/openConversations.ts';
import type { Decision } from '../../../engine/decisions/policyRun.ts';
import { refusal } from '../../../engine/decisions/ranking/eligibility.ts';
import type { Scoring } from '../../../engine/decisions/ranking/scoring.ts';
import { header, rightPolicy } from '../policyText.ts';
import { anyEvents, eventKinds } from './anyEvents.ts';
import { answered, at, decisionsByEvent, queued } from './decideEvents.ts';

const ids = (decisions: readonly Decision[]): string[] => decisions.map(({ id }) => id);

const idle = (agent: string, seconds: number, more: object = {}): RoutingEvent => ({
  type: 'agent.updated',
  at: at(seconds),
  agent,
  status: 'IDLE',
  queues: ['Cards'],
  ...more,
});

describe('what is decided while conversations wait', () => {
  const policy = rightPolicy(
    `${header('Scoring')}rerankAfterSeconds: 30\n`,
    `${header('QueueOrder', 'order')}headStarts:
  - { name: urgent, when: { fact: priority, operator: equal, value: urgent }, headStartSeconds: 120 }
`,
  );

  it('is order and ranking at the entry, and nothing at the answer', () => {
    const [, entry, answer] = decisionsByEvent(policy, [idle('a', 0), queued('c-1', 1), answered('c-1', 50)]);
    expect(ids(entry!)).to.deep.equal(['c-1/order/1', 'c-1/ranking/1']);
    expect(entry!.flatMap(({ commands }) => commands)).to.deep.equal([
      { set: 'priority', conversation: 'c-1', points: 0 },
      { set: 'scoredAgents', conversation: 'c-1', agents: [{ agent: 'a', score: 85 }] },
    ]);
    expect(answer).to.deep.equal([]);
  });

  it('assigns the first of a ranking once for each entry into a queue, where its pack says so', () => {
    const assigning = rightPolicy(`${header('Scoring')}act: assign\nrerankAfterSeconds: 30\n`);
    const commandsOf = (events: readonly RoutingEvent[]): readonly Command[] =>
      decisionsByEvent(assigning, events)
        .flat()
        .flatMap(({ commands }) => commands);
    const better = { csat: 100, csatSurveys: 100, queues: ['Cards', 'Billing'] };
    const [first, again, entered, ...more] = commandsOf([
      ...[idle('b', 0), queued('c-1', 1), idle('a', 40, better), idle('z', 41, { queues: [] })],
      queued('c-1', 80, {}, 'Billing'),
    ]);
    expect(first).to.deep.include({ do: 'assign', conversation: 'c-1', agent: 'b' });
    // Another is best now; the command is the same one, and so is not done again.
    expect(again).to.deep.equal({ ...first, agent: 'a' });
    expect(entered).to.deep.include({ do: 'assign', conversation: 'c-1', agent: 'a' });
    expect((entered as { id: string }).id).not.to.equal((first as { id: string }).id);
    expect(more).to.deep.equal([]);
    expect(commandsOf([queued('c-2', 1)])).to.deep.equal([]);
  });

  it('orders the queue with the one that enters, and sets the points of that one alone', () => {
    const events = [queued('c-1', 0), queued('c-2', 10, { priority: 'urgent' }), queued('c-3', 20)];
    const orders = decisionsByEvent(policy, events).map(
      ([order]) => order as Extract<Decision, { point: 'order' }>,
    );
    expect(orders.map(({ next, place, decidedBy }) => ({ next, place, decidedBy }))).to.deep.equal([
      { next: 'c-1', place: 1, decidedBy: 'no head start' },
      { next: 'c-2', place: 1, decidedBy: 'urgent' },
      { next: 'c-2', place: 3, decidedBy: 'no head start' },
    ]);
    expect(orders.map(({ commands }) => commands)).to.deep.equal([
      [{ set: 'priority', conversation: 'c-1', points: 0 }],
      [{ set: 'priority', conversation: 'c-2', points: 2 }],
      [{ set: 'priority', conversation: 'c-3', points: 0 }],
    ]);
    expect(orders[2]!.facts).to.deep.equal({});
    expect(orders[2]!.rules.map(({ rule, holds }) => ({ rule, holds }))).to.deep.equal([
      { rule: 'urgent', holds: false },
    ]);
  });

  it('is decided again with the skills, the ranking only where something else is required', () => {
    const facts = (seconds: number, known: object): RoutingEvent =>
      ({ type: 'conversation.facts', at: at(seconds), conversation: 'c-1', facts: known }) as RoutingEvent;
    const [, , priority, skill] = decisionsByEvent(policy, [
      idle('a', 0),
      queued('c-1', 1),
      facts(2, { priority: 'urgent' }),
      facts(3, { requiredSkills: ['Visa'] }),
    ]);
    expect(ids(priority!)).to.deep.equal(['c-1/order/2']);
    expect(ids(skill!)).to.deep.equal(['c-1/order/3', 'c-1/ranking/2']);
  });

  it('orders again those whose head start changed with what is known of the queue, or with their wait', () => {
    const shifting = rightPolicy(`${header('QueueOrder')}headStarts:
  - name: behind
    when: { all: [{ fact: serviceLevel, operator: lessThan, value: 0.7 }, { fact: priority, operator: equal, value: high }] }
    headStartSeconds: 60
  - { name: long, when: { fact: waitSeconds, operator: greaterThan, value: 100 }, headStartSeconds: 120 }
`);
    const observed = (seconds: number, serviceLevel: number, queue = 'Cards'): RoutingEvent => {
      return { type: 'queue.observed', at: at(seconds), queue, facts: { serviceLevel } };
    };
    const made = decisionsByEvent(shifting, [
      queued('c-1', 0),
      queued('c-2', 10, { priority: 'high' }),
      observed(20, 0.9),
      observed(30, 0.5, 'Loans'),
      observed(40, 0.5),
      observed(50, 0.6),
      observed(105, 0.6),
      observed(115, 0.9),
      answered('c-1', 120),
      observed(130, 0.5),
    ]);
    expect(
      made
        .slice(2)
        .map((some) => some.map(({ id, decidedBy, commands }) => [id, decidedBy, commands.length])),
    ).to.deep.equal([
      [],
      [],
      [['c-2/order/2', 'behind', 1]],
      [],
      [['c-1/order/2', 'long', 1]],
      [['c-2/order/3', 'long', 1]],
      [],
      [['c-2/order/4', 'behind + long', 1]],
    ]);
  });

  it('ranks again once the interval is over, at the first event after it, whatever it is about', () => {
    const made = decisionsByEvent(policy, [
      idle('a', 0),
      queued('c-1', 1),
      idle('b', 5),
      idle('c', 30.999),
      { type: 'platform.seen', at: at(31) },
      idle('c', 70),
      { type: 'platform.seen', at: at(90) },
    ]);
    expect(made.slice(2).map(ids)).to.deep.equal([[], [], ['c-1/ranking/2'], [], []]);
  });

  it('ranks again for each thing that a ranking reads of an agent who can take it, and for nothing else', () => {
    const read: readonly object[] = [
      { csat: 80 },
      { csatSurveys: 9 },
      { skills: { Visa: 4 } },
      { languages: { en: 3 } },
      { status: 'OFF_QUEUE' },
      { queues: ['Loans'] },
    ];
    const others: readonly object[] = [
      {},
      { skills: { Visa: 3, Loans: 1 } },
      { languages: { en: 5, fr: 2 } },
      { queues: ['Cards', 'Loans'] },
    ];
    const asked = { requiredSkills: ['Visa'], language: 'en' };
    const first = { csat: 50, csatSurveys: 5, skills: { Visa: 3 }, languages: { en: 5 } };
    const rankedAgain = (change: object): boolean => {
      const events = [idle('a', 0, first), queued('c-1', 1, asked), idle('a', 40, change)];
      return decisionsByEvent(policy, events)[2]!.length > 0;
    };
    expect(read.map(rankedAgain)).to.deep.equal(read.map(() => true));
    expect(others.map(rankedAgain)).to.deep.equal(others.map(() => false));
  });
});

describe('rankings of those who wait, whatever happens', () => {
  const packs = fc.record({
    rerankAfterSeconds: fc.constantFrom(0, 10, 15),
    tieBreak: fc.constantFrom(
      '[longestIdle, fewestHandled, seededHash]',
      '[longestSinceHandled, seededHash]',
    ),
    requiredSkill: fc.constantFrom('must', 'prefer'),
  });

  it('are made at the entry, for other requirements, and when what they read has changed and the interval is over', () => {
    fc.assert(
      fc.property(anyEvents(eventKinds), packs, (events, { rerankAfterSeconds, tieBreak, requiredSkill }) => {
        const policy = rightPolicy(
          `${header('Scoring')}rerankAfterSeconds: ${rerankAfterSeconds}\ntieBreak: ${tieBreak}\neligible: { requiredSkill: ${requiredSkill} }\n`,
          `${header('SlaPolicy', 'sla')}shifts:
  - { name: behind, when: { fact: serviceLevel, operator: lessThan, value: 0.7 }, shift: { languageMatch: 0.1, proficiency: -0.1 } }
`,
        );
        const pack = policy.packs.find((one): one is Scoring => one.kind === 'Scoring')!;
        const made = decisionsByEvent(policy, events);
        const [floor, open] = [new Floor(), new OpenConversations()];
        /** Of each conversation that waits: what its last ranking read, what it would read now, and when that was. */
        const last = new Map<string, { for: string; at: number; now: string; isOutdated: boolean }>();
        const waiting = new Map<string, Conversation>();
        for (const [index, event] of events.entries()) {
          const before = open.of(event);
          if (event.type !== 'conversation.answered' || before?.phase === 'waiting') floor.fold(event);
          const after = before === undefined ? undefined : open.fold(before, event);
          if (after?.phase === 'waiting') waiting.set(after.id, after);
          else if (after !== undefined) {
            waiting.delete(after.id);
            last.delete(after.id);
          }
          const expected: string[] = [];
          for (const one of waiting.values()) {
            const skills = (one.facts['requiredSkills'] as string[] | undefined) ?? [];
            const requirements = { queue: one.queue!, skills };
            const isBehind = Number(floor.queueFacts(one.queue)['serviceLevel'] ?? 1) < 0.7;
            const able = floor
              .agents()
              .filter((agent) => refusal(agent, pack.eligible, requirements) === undefined);
            const read = able.map((agent) => [
              agent.id,
              agent.csat,
              agent.csatSurveys,
              skills.map((skill) => agent.skills?.[skill]),
              ...(tieBreak.includes('Since')
                ? [agent.lastHandledAt]
                : [agent.idleSince, agent.conversationsHandled]),
            ]);
            const now = JSON.stringify([isBehind, read]);
            const asked = canonicalJson(requirements) + one.queueEntries;
            const standing = last.get(one.id);
            const isOutdated = standing !== undefined && (standing.isOutdated || standing.now !== now);
            const isOver = standing !== undefined && event.at >= standing.at + rerankAfterSeconds * 1000;
            if (standing === undefined || standing.for !== asked || (isOutdated && isOver)) {
              expected.push(one.id);
              last.set(one.id, { for: asked, at: event.at, now, isOutdated: false });
            } else last.set(one.id, { ...standing, now, isOutdated });
          }
          const ranked = made[index]!.filter(({ point }) => point === 'ranking').map(
            (one) => one.conversation,
          );
          expect(ranked.toSorted()).to.deep.equal(expected.sort());
        }
      }),
    );
  });
});
