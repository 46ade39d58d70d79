import type { RoutingEvent } from '../../../engine/conversation/events.ts';

/** What became of one conversation that entered a queue. */
export interface Outcome {
  readonly conversation: string;
  readonly queue: string;
  readonly queuedAt: number;
  readonly waitMs: number;
  readonly isAnswered: boolean;
}

/** Outcomes in the order in which conversations left their queue. */
export function* outcomes(events: Iterable<RoutingEvent>): Generator<Outcome> {
  const waiting = new Map<string, { readonly queue: string; readonly at: number }>();
  for (const event of events) {
    if (event.type === 'conversation.queued') waiting.set(event.conversation, event);
    if (event.type !== 'conversation.answered' && event.type !== 'conversation.abandoned') continue;
    const { conversation } = event;
    const { queue, at: queuedAt } = waiting.get(conversation)!;
    waiting.delete(conversation);
    const isAnswered = event.type === 'conversation.answered';
    yield { conversation, queue, queuedAt, waitMs: event.at - queuedAt, isAnswered };
  }
}
