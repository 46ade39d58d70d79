import { expect } from 'chai';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { isWithin } from '../../../../plugins/genesys/reading/recurrence.ts';

/** A rule, as a day-by-day reading of RFC 5545 needs it. */
interface Rule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly days: readonly { readonly number: number; readonly day: number }[];
  readonly monthDays: readonly number[];
  readonly months: readonly number[];
  readonly end: { readonly count: number } | { readonly untilDays: number } | undefined;
}

const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const first = Temporal.PlainDate.from('2024-01-31');

function written({ frequency, interval, days, monthDays, months, end }: Rule): string {
  const list = (name: string, items: readonly (string | number)[]): string[] =>
    items.length === 0 ? [] : [`${name}=${items.join(',')}`];
  const parts = [
    `FREQ=${frequency}`,
    ...(interval === 1 ? [] : [`INTERVAL=${interval}`]),
    ...list(
      'BYDAY',
      days.map(({ number, day }) => `${number === 0 ? '' : number}${names[day - 1]}`),
    ),
    ...list('BYMONTHDAY', monthDays),
    ...list('BYMONTH', months),
  ];
  if (end !== undefined && 'count' in end) parts.push(`COUNT=${end.count}`);
  if (end !== undefined && 'untilDays' in end)
    parts.push(`UNTIL=${first.add({ days: end.untilDays }).toString().replaceAll('-', '')}`);
  return parts.join(';');
}

/** Which of its kind a day is in a stretch of days, from the front and from the back. */
function isNumbered(number: number, position: number, length: number): boolean {
  const fromFront = Math.floor(position / 7) + 1;
  const fromBack = -(Math.floor((length - 1 - position) / 7) + 1);
  return number === 0 || number === fromFront || number === fromBack;
}

/** Whether a day is in the rule's pattern, whatever its end: RFC 5545 read part by part, a day at a time. */
function fits(date: Temporal.PlainDate, { frequency, interval, days, monthDays, months }: Rule): boolean {
  const monday = (one: Temporal.PlainDate): Temporal.PlainDate => one.subtract({ days: one.dayOfWeek - 1 });
  const steps = {
    DAILY: first.until(date, { largestUnit: 'day' }).days,
    WEEKLY: monday(first).until(monday(date), { largestUnit: 'day' }).days / 7,
    MONTHLY: (date.year - first.year) * 12 + date.month - first.month,
    YEARLY: date.year - first.year,
  }[frequency];
  if (steps % interval !== 0) return false;
  if (months.length > 0 && !months.includes(date.month)) return false;
  const fromEnd = date.day - date.daysInMonth - 1;
  if (monthDays.length > 0 && !monthDays.includes(date.day) && !monthDays.includes(fromEnd)) return false;
  const isByMonth = frequency === 'MONTHLY' || months.length > 0;
  const [position, length] = isByMonth
    ? [date.day - 1, date.daysInMonth]
    : [date.dayOfYear - 1, date.daysInYear];
  if (days.length > 0)
    return days.some(({ number, day }) => day === date.dayOfWeek && isNumbered(number, position, length));
  if (monthDays.length > 0 || frequency === 'DAILY') return true;
  if (frequency === 'WEEKLY') return date.dayOfWeek === first.dayOfWeek;
  if (frequency === 'YEARLY' && months.length === 0 && date.month !== first.month) return false;
  return date.day === first.day;
}

function daysOf(rule: Rule, among: number): boolean[] {
  let count = 0;
  return Array.from({ length: among }, (_, index) => {
    const { end } = rule;
    const isOne = fits(first.add({ days: index }), rule);
    if (isOne) count++;
    if (end === undefined) return isOne;
    return isOne && ('count' in end ? count <= end.count : index <= end.untilDays);
  });
}

const anyRule: fc.Arbitrary<Rule> = fc
  .constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')
  .chain((frequency) => {
    const hasNumbers = frequency === 'MONTHLY' || frequency === 'YEARLY';
    const dayBy = (number: fc.Arbitrary<number>) =>
      fc.uniqueArray(fc.record({ number, day: fc.integer({ min: 1, max: 7 }) }), {
        ...{ maxLength: 3, selector: ({ number: which, day }) => `${which} ${day}` },
      });
    const plain = dayBy(fc.constant(0));
    const monthDay = fc.constantFrom(1, 15, 28, 29, 30, 31, -1, -2, -31);
    const some = <Value>(value: fc.Arbitrary<Value>) =>
      fc.oneof(fc.constant([]), fc.uniqueArray(value, { maxLength: 3 }));
    return fc.record({
      frequency: fc.constant(frequency),
      interval: fc.constantFrom(1, 1, 2, 3),
      days: hasNumbers ? fc.oneof(plain, dayBy(fc.constantFrom(1, 2, 4, 5, -1, -2, -5))) : plain,
      // RFC 5545 does not have them by week.
      monthDays: frequency === 'WEEKLY' ? fc.constant([]) : some(monthDay),
      months: some(fc.integer({ min: 1, max: 12 })),
      end: fc.oneof(
        fc.constant(undefined),
        fc.record({ count: fc.integer({ min: 1, max: 40 }) }),
        fc.record({ untilDays: fc.integer({ min: 0, max: 900 }) }),
      ),
    });
  });

describe('how a schedule comes again', () => {
  it('is as a day-by-day reading of the rule has it', function () {
    this.timeout(60_000);
    let hits = 0;
    fc.assert(
      fc.property(anyRule, fc.uniqueArray(fc.nat(1200), { minLength: 10, maxLength: 40 }), (rule, looked) => {
        const oracle = daysOf(rule, 1201);
        const rrule = written(rule);
        const hitsOf = oracle.flatMap((isOne, index) => (isOne ? [index] : []));
        for (const index of [...looked, ...hitsOf.slice(0, 6), ...hitsOf.slice(-3)]) {
          const moment = first.add({ days: index }).toPlainDateTime('09:30');
          const said = isWithin(
            { start: `${first.toString()}T09:00`, end: `${first.toString()}T10:00`, rrule },
            moment,
          );
          if (oracle[index]) hits++;
          const what = `${rrule} on ${moment.toString()}`;
          // What perhaps never comes true may be given up.
          if (hitsOf.length === 0) expect(said, what).to.be.oneOf([false, undefined]);
          else expect(said, what).to.equal(oracle[index]);
        }
      }),
      { numRuns: 120, interruptAfterTimeLimit: 20_000 },
    );
    expect(hits).to.be.above(500);
  });

  it('lasts as long as its first time did, over midnights and months', () => {
    const night = {
      start: '2024-01-31T22:00',
      end: '2024-02-02T06:00',
      rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3',
    };
    const at = (moment: string) => isWithin(night, Temporal.PlainDateTime.from(moment));
    expect(
      ['2024-01-31T22:00', '2024-02-02T05:59', '2024-03-01T12:00', '2024-04-02T05:59'].map(at),
    ).to.deep.equal(Array(4).fill(true));
    expect(
      ['2024-01-31T21:59', '2024-02-02T06:00', '2024-02-29T21:59', '2024-04-30T23:00'].map(at),
    ).to.deep.equal(Array(4).fill(false));
  });
});
