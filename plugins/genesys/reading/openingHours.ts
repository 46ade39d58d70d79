import { Temporal } from 'temporal-polyfill';
import type { Reading } from './reading.ts';
import { isWithin, type ToldSchedule } from './recurrence.ts';

/** Opening hours: schedules by what they mean, in one time zone. */
export interface OpeningHours {
  /** IANA name. */
  readonly timeZone: string;
  readonly holiday: readonly ToldSchedule[];
  readonly closed: readonly ToldSchedule[];
  readonly open: readonly ToldSchedule[];
}

/**
 * Whether it is open at a moment: a holiday comes before a closing, and that before an opening; what none covers is
 * closed. Undefined when it depends on a schedule that is not understood, or the time zone is unknown.
 * @param now milliseconds since 1970.
 */
export function isOpen({ timeZone, holiday, closed, open }: OpeningHours, now: number): boolean | undefined {
  let local: Temporal.PlainDateTime;
  try {
    local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDateTime();
  } catch {
    return undefined;
  }
  const shut = anyWithin([...holiday, ...closed], local);
  if (shut !== false) return shut === true ? false : undefined;
  return anyWithin(open, local);
}

/**
 * Whether a queue takes conversations now, by the schedule group the settings name for it; undefined when they name
 * none, or its schedules are not understood.
 * @param queue its name.
 * @throws GenesysError as `call` does.
 */
export async function readQueueOpen(
  { genesys, manner, settings }: Reading,
  queue: string,
  now: number,
): Promise<boolean | undefined> {
  const scheduleGroupId = settings.openingHours[queue];
  if (scheduleGroupId === undefined) return undefined;
  const { data: group } = await genesys.call(
    'getArchitectSchedulegroup',
    { params: { path: { scheduleGroupId } } },
    manner,
  );
  const read = (refs: readonly { readonly id?: string }[] | undefined): Promise<ToldSchedule[]> =>
    Promise.all(
      (refs ?? []).flatMap(({ id: scheduleId }) =>
        scheduleId === undefined
          ? []
          : genesys
              .call('getArchitectSchedule', { params: { path: { scheduleId } } }, manner)
              .then(({ data }) => data),
      ),
    );
  const [open, closed, holiday] = await Promise.all(
    [group.openSchedules, group.closedSchedules, group.holidaySchedules].map(read),
  );
  if (group.timeZone === undefined) return undefined;
  return isOpen({ timeZone: group.timeZone, open: open!, closed: closed!, holiday: holiday! }, now);
}

function anyWithin(schedules: readonly ToldSchedule[], local: Temporal.PlainDateTime): boolean | undefined {
  const answers = schedules.map((schedule) => isWithin(schedule, local));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
