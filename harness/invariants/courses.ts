import fc from 'fast-check';
import type { Condition } from '../../engine/conditions/condition.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Handoff } from '../../engine/decisions/handoff/handoff.ts';
import { routingStatuses } from '../../engine/facts/agent.ts';
import { mediaTypes } from '../../engine/facts/conversation.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { factSource } from './factValues.ts';
import { morning } from './ranking/situations.ts';

type Fields = Readonly<Record<string, unknown>>;

const conversation = fc.constantFrom('c-1', 'c-2');
const agents = fc.constantFrom('agent-1', 'agent-2', 'agent-3');
const pausesSeconds = [0, 0, 0, 1, 30, 400];
const mostEvents = 14;

/**
 * Short courses of events that a policy decides at: two conversations, three agents, queues its packs are for, and facts
 * at and beside every threshold of its rules. Many events share one moment.
 */
export function courses(policy: Policy): fc.Arbitrary<readonly RoutingEvent[]> {
  const conditions = policy.packs.flatMap((pack) => conditionsIn(pack));
  const handoffs = policy.packs.filter((pack): pack is Handoff => pack.kind === 'Handoff');
  const further = {
    utterance: handoffs.flatMap(({ personRequest }) => personRequest.phrases.slice(0, 1)),
    intent: handoffs.flatMap(({ personRequest }) => personRequest.intents.slice(0, 1)),
  };
  const facts = factSource(conditions, ['conversation'], further).facts;
  const turn = factSource(conditions, ['conversation', 'bot'], further).facts;
  const queueFacts = factSource(conditions, ['queue']).facts;
  const queues = new Set([
    ...policy.packs.flatMap(({ appliesTo }) => appliesTo.queues ?? []),
    ...handoffs.map(({ target }) => target.queue),
    'Service',
  ]);
  const queue = fc.constantFrom(...[...queues].slice(0, 3));
  const withMedia = fc
    .tuple(facts, fc.constantFrom(...mediaTypes))
    .map(([known, mediaType]): FactValues => ({ ...known, mediaType }));
  const of = (type: string, fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Fields> =>
    fc.record({ type: fc.constant(type), ...fields });
  const kinds = fc.oneof(
    { weight: 3, arbitrary: of('conversation.queued', { conversation, queue, facts: withMedia }) },
    { weight: 3, arbitrary: of('bot.turn', { conversation, facts: turn }) },
    { weight: 2, arbitrary: of('queue.observed', { queue, facts: queueFacts }) },
    { weight: 2, arbitrary: of('conversation.facts', { conversation, facts }) },
    {
      weight: 2,
      arbitrary: of('agent.updated', {
        agent: agents,
        status: fc.constantFrom(...routingStatuses),
        csat: fc.constantFrom(50, 90),
        csatSurveys: fc.constantFrom(0, 20),
      }),
    },
    { weight: 2, arbitrary: of('conversation.answered', { conversation, agent: agents }) },
    {
      weight: 1,
      arbitrary: of('conversation.started', { conversation, mediaType: fc.constantFrom(...mediaTypes) }),
    },
    { weight: 1, arbitrary: of('conversation.ended', { conversation }) },
    {
      weight: 1,
      arbitrary: of('message.sent', {
        conversation,
        message: fc.constantFrom('m-1', 'm-2'),
        direction: fc.constant('outbound'),
        attachments: fc.constant(0),
      }),
    },
  );
  return fc
    .array(fc.tuple(kinds, fc.constantFrom(...pausesSeconds)), { minLength: 1, maxLength: mostEvents })
    .map((steps) => {
      let at = morning;
      return steps.map(
        ([fields, pause]) => ({ ...fields, at: (at += pause * 1000) }) as unknown as RoutingEvent,
      );
    });
}

/** Every condition in a pack that is loaded. */
export function conditionsIn(value: unknown): readonly Condition[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) =>
    (key === 'when' || key === 'until') && held !== undefined ? [held as Condition] : conditionsIn(held),
  );
}
