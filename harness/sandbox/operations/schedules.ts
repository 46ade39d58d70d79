import { parseUtc } from '../../recording/time.ts';
import { identity } from '../centre/identity.ts';
import type { ContactCentre } from '../centre/contactCentre.ts';
import { notFound } from '../door/refusal.ts';
import type { QueueModel } from '../../world/scenario.ts';
import { DAY_MS } from '../../world/timeOfDay.ts';
import type { Handlers } from './handler.ts';

const HOUR_MS = 3_600_000;

/** A queue's opening hours; the org's configuration says which queue has which. */
export function scheduleGroupId(queue: string): string {
  return identity('scheduleGroup', queue);
}

export const scheduleHandlers: Handlers = {
  getArchitectSchedulegroup: ({ path }, { centre }) => {
    const id = path['scheduleGroupId']!;
    const queue = centre.org.scenario.queues.find(({ name }) => scheduleGroupId(name) === id);
    if (queue === undefined) throw notFound('schedule group', id);
    const schedule = scheduleId(queue);
    return {
      body: {
        id,
        name: `${queue.name} hours`,
        version: 1,
        state: 'active',
        timeZone: timeZoneOf(centre),
        openSchedules: [
          { id: schedule, name: queue.name, selfUri: `/api/v2/architect/schedules/${schedule}` },
        ],
        closedSchedules: [],
        holidaySchedules: [],
        selfUri: `/api/v2/architect/schedulegroups/${id}`,
      },
    };
  },
  getArchitectSchedule: ({ path }, { centre }) => {
    const id = path['scheduleId']!;
    const queue = centre.org.scenario.queues.find((one) => scheduleId(one) === id);
    if (queue === undefined) throw notFound('schedule', id);
    const day = localMidnight(centre).toISOString().slice(0, 10);
    return {
      body: {
        id,
        name: `${queue.name} is open`,
        version: 1,
        state: 'active',
        // Local times, in the zone of the group: the platform writes no offset here.
        start: `${day}T${queue.opens}:00.000`,
        end: `${day}T${queue.closes === '24:00' ? '23:59' : queue.closes}:00.000`,
        rrule: 'FREQ=DAILY',
        selfUri: `/api/v2/architect/schedules/${id}`,
      },
    };
  },
};

function scheduleId({ name }: QueueModel): string {
  return identity('schedule', name);
}

/** The first local midnight, as if it were UTC. */
function localMidnight({ org }: ContactCentre): Date {
  const startsAt = parseUtc(org.scenario.startsAt)!;
  return new Date(Math.round(startsAt / DAY_MS) * DAY_MS);
}

/** The scenario knows how far its midnight is from UTC's; a zone of whole hours says as much. Their signs are turned. */
function timeZoneOf(centre: ContactCentre): string {
  const startsAt = parseUtc(centre.org.scenario.startsAt)!;
  const hours = Math.round((startsAt - localMidnight(centre).getTime()) / HOUR_MS);
  return hours === 0 ? 'Etc/UTC' : `Etc/GMT${hours > 0 ? '+' : ''}${hours}`;
}
