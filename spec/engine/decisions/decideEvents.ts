import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { Decision, Ruling } from '../../../engine/decisions/policyRun.ts';
import type { DecisionPoint } from '../../../engine/decisions/record.ts';
import type { FactValues } from '../../../engine/facts/definition.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { decideEvents, defaultSeed } from '../../../harness/replay/replay.ts';
import { Replaying } from '../../../harness/replay/replaying.ts';
import { rightPolicy } from '../policyText.ts';

/** The moment these specs begin, in milliseconds. */
export const morning = Date.UTC(2026, 0, 5, 9);

/** A moment so many seconds into the morning. */
export function at(seconds: number): number {
  return morning + seconds * 1000;
}

/** A call that enters a queue. */
export function queued(
  conversation: string,
  seconds: number,
  facts: FactValues = {},
  queue = 'Cards',
): RoutingEvent {
  return {
    type: 'conversation.queued',
    at: at(seconds),
    conversation,
    queue,
    facts: { mediaType: 'voice', ...facts },
  };
}

/** A call that is answered by somebody unknown. */
export function answered(conversation: string, seconds: number): RoutingEvent {
  return { type: 'conversation.answered', at: at(seconds), conversation, agent: null };
}

/** A customer's turn with the bot. */
export function turn(seconds: number, facts: FactValues, conversation = 'c-1'): RoutingEvent {
  return { type: 'bot.turn', at: at(seconds), conversation, facts };
}

/** The decisions of one point that a policy makes on these events. */
export function decisionsAt<Point extends DecisionPoint>(
  point: Point,
  policyText: string,
  events: readonly RoutingEvent[],
): Extract<Decision, { point: Point }>[] {
  const decisions = decideEvents(events, rightPolicy(policyText));
  return decisions.filter(
    (decision): decision is Extract<Decision, { point: Point }> => decision.point === point,
  );
}

/** The decisions a policy makes while conversations wait, by the event they were made at. */
export function decisionsByEvent(policy: Policy, events: readonly RoutingEvent[]): Decision[][] {
  let made: Decision[] = [];
  const onRuling = (ruling: Ruling): void => void made.push(ruling.record());
  const moments = 'whileWaiting';
  const replaying = new Replaying({ policy, seed: defaultSeed, lacking: new Set(), onRuling, moments });
  return events.map((event) => {
    made = [];
    replaying.take(event);
    return made;
  });
}
