import type { RoutingEvent } from 'signalbox/plugin';

/** What the telephone system tells of a call. */
export type Call = {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
} & (
  | {
      readonly what: 'waits';
      readonly queue: string;
      /** What the caller chose in the menu. */
      readonly chose?: string;
    }
  | { readonly what: 'answered'; readonly agent?: string }
  | { readonly what: 'over' }
);

/** What happened, in Signalbox's words. */
export function eventsOf(call: Call): readonly RoutingEvent[] {
  const about = { at: Date.parse(call.at), conversation: call.id };
  switch (call.what) {
    case 'waits':
      return [
        { type: 'conversation.started', ...about, mediaType: 'voice' },
        {
          ...{ type: 'conversation.queued', ...about, queue: call.queue },
          ...(call.chose === undefined ? {} : { facts: { intent: call.chose } }),
        },
      ];
    case 'answered':
      return [{ type: 'conversation.answered', ...about, agent: call.agent ?? null }];
    case 'over':
      return [{ type: 'conversation.ended', ...about }];
  }
}
