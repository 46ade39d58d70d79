import type { ObservedEvent } from '../../../engine/exchange.ts';
import { routingStatuses, type RoutingStatus } from '../../../engine/facts/agent.ts';
import { observed, platformTime, type ObservationSource } from '../observation.ts';
import type { ReadingSettings } from '../settings.ts';

/** What the platform says of an agent's readiness, by call or by notification. */
export interface ToldStatus {
  readonly routingStatus?: { readonly status?: string; readonly startTime?: string } | undefined;
  readonly presence?:
    | {
        readonly presenceDefinition?: { readonly systemPresence?: string } | undefined;
        readonly modifiedDate?: string;
      }
    | undefined;
}

/**
 * The agent's status as an event, at the time it began: from then on idle time counts. Undefined when the platform does
 * not say. Who is not present on queue is off queue, whatever the routing status says: the two change one after the
 * other.
 * @param observedAt milliseconds since 1970 of our clock.
 */
export function statusEvent(
  agent: string,
  { routingStatus, presence }: ToldStatus,
  observedAt: number,
  source: ObservationSource,
  idleClock: ReadingSettings['idleClock'],
): ObservedEvent | undefined {
  const told = routingStatus?.status as RoutingStatus | undefined;
  if (told === undefined || !routingStatuses.includes(told)) return undefined;
  // Resources differ in how they write it: AVAILABLE, On Queue, ON_QUEUE.
  const systemPresence = presence?.presenceDefinition?.systemPresence?.toUpperCase().replaceAll(/[\s_]/g, '');
  const isAway = told === 'IDLE' && (systemPresence ?? 'ONQUEUE') !== 'ONQUEUE';
  const status = isAway ? 'OFF_QUEUE' : told;
  const began =
    idleClock === 'platform' ? beginning(routingStatus, isAway ? presence : undefined) : undefined;
  // Clocks differ: nothing has begun after it was seen.
  const at = Math.min(began ?? observedAt, observedAt);
  return observed({ type: 'agent.updated', at, agent, status }, observedAt, source);
}

function beginning(
  routingStatus: ToldStatus['routingStatus'],
  presence: ToldStatus['presence'],
): number | undefined {
  const times = [routingStatus?.startTime, presence?.modifiedDate].flatMap(
    (text) => platformTime(text) ?? [],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}
