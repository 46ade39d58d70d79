import type { RoutingEvent } from '../conversation/events.ts';
import { Undecided } from '../decisions/undecided.ts';
import type { Problem } from '../problem.ts';
import type { UndecidedPoint } from '../store.ts';

/** A fault in the code that decides, as it is kept and as it is told. */
export interface ToldFault {
  readonly undecided: UndecidedPoint;
  readonly problem: Problem;
}

/** @param event what was decided on; left out, it was policies that changed. */
export function toldFault(fault: unknown, event?: RoutingEvent): ToldFault {
  const about = event === undefined ? 'those who wait' : subjectOf(event);
  const at = event === undefined ? 'a change of policies' : `its ${event.type}`;
  const why = fault instanceof Error ? fault.message : String(fault);
  const message = fault instanceof Undecided ? why : `nothing can be decided about ${about}: ${why}`;
  const hint = `a fault in the code that decides, at ${at}; tell who maintains it. Everything else goes on`;
  return {
    undecided: { ...(fault instanceof Undecided ? { point: fault.point } : {}), why },
    problem: { code: 'undecided', severity: 'error', message, hint },
  };
}

/** What an event is about, for messages. */
function subjectOf(event: RoutingEvent): string {
  if ('conversation' in event) return event.conversation;
  if ('queue' in event) return event.queue;
  return 'agent' in event ? event.agent : 'the platform';
}
