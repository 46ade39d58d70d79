import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { at } from './decideEvents.ts';

type EventFields = Readonly<Record<string, unknown>>;

const agents = ['a', 'b', 'c', 'd'];
const some = <Value>(...values: Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const conversation = fc.constantFrom('c-1', 'c-2', 'c-3');
/** What may happen to a few agents, conversations and queues, without its time. */
export const eventKinds: fc.Arbitrary<EventFields> = fc.oneof(
  fc.record({
    type: fc.constant('agent.updated'),
    agent: fc.constantFrom(...agents),
    status: some('IDLE', 'IDLE', 'INTERACTING', 'COMMUNICATING', 'OFF_QUEUE'),
    queues: some(['Cards'], ['Loans'], ['Cards', 'Loans']),
    skills: some({ Visa: 3 }, { Visa: 5 }, {}),
    csat: some(50, 90),
    csatSurveys: some(0, 20),
  }),
  fc.record({
    type: fc.constant('conversation.queued'),
    conversation,
    queue: fc.constantFrom('Cards', 'Loans'),
    facts: fc.constantFrom({}, { requiredSkills: ['Visa'] }),
  }),
  fc.record({
    type: fc.constant('conversation.facts'),
    conversation,
    facts: fc.constantFrom({ requiredSkills: ['Visa'] }, { requiredSkills: [] }, { priority: 'high' }),
  }),
  fc.record({
    type: fc.constant('conversation.answered'),
    conversation,
    agent: fc.constantFrom(...agents),
  }),
  fc.record({ type: fc.constant('conversation.abandoned'), conversation: fc.constant('c-3') }),
  fc.record({
    type: fc.constant('queue.observed'),
    queue: fc.constantFrom('Cards', 'Loans'),
    facts: fc.constantFrom({ serviceLevel: 0.5 }, { serviceLevel: 0.9 }, { conversationsWaiting: 3 }),
  }),
);
/** Events of these kinds in order of time, some of them at one moment. */
export function anyEvents(kinds: fc.Arbitrary<EventFields>): fc.Arbitrary<readonly RoutingEvent[]> {
  return fc
    .array(fc.tuple(kinds, fc.constantFrom(0, 1, 4, 10, 14)), { minLength: 1, maxLength: 40 })
    .map((steps) => {
      let seconds = 0;
      return steps.map(([fields, pause]) => {
        const known = Object.entries(fields).filter(([, value]) => value !== undefined);
        return { at: at((seconds += pause)), ...Object.fromEntries(known) } as unknown as RoutingEvent;
      });
    });
}
