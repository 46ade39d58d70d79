import { expect } from 'chai';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { isOpen, type OpeningHours } from '../../../../plugins/genesys/reading/openingHours.ts';
import { isWithin, type ToldSchedule } from '../../../../plugins/genesys/reading/recurrence.ts';

const workdays: ToldSchedule = {
  start: '2026-01-05T08:00:00.000',
  end: '2026-01-05T18:00:00.000',
  rrule: 'FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR',
};
const at = (text: string): Temporal.PlainDateTime => Temporal.PlainDateTime.from(text);
const within = (
  rrule: string | undefined,
  moment: string,
  start = '2026-01-05T08:00',
  end = '2026-01-05T18:00',
) => isWithin({ start, end, ...(rrule === undefined ? {} : { rrule }) }, at(moment));

describe('a schedule', () => {
  for (const [rrule, moment, answer] of [
    [undefined, '2026-01-05T08:00', true],
    [undefined, '2026-01-05T18:00', false],
    [undefined, '2026-01-06T09:00', false],
    ['FREQ=DAILY', '2026-03-07T17:59', true],
    ['FREQ=DAILY', '2026-01-04T09:00', false],
    ['FREQ=DAILY;INTERVAL=2', '2026-01-06T09:00', false],
    ['FREQ=DAILY;INTERVAL=2', '2026-01-07T09:00', true],
    ['FREQ=DAILY;UNTIL=20260106T235959Z', '2026-01-06T09:00', true],
    ['FREQ=DAILY;UNTIL=20260106T235959Z', '2026-01-07T09:00', false],
    ['FREQ=WEEKLY;BYDAY=SA,SU', '2026-01-10T09:00', true],
    ['FREQ=WEEKLY;BYDAY=SA,SU', '2026-01-12T09:00', false],
    ['FREQ=WEEKLY', '2026-01-12T09:00', true],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-01-12T09:00', false],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU', '2026-01-20T09:00', true],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', '2026-02-15T09:00', true],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', '2026-02-05T09:00', false],
    ['FREQ=MONTHLY', '2026-02-05T09:00', true],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25', '2027-12-25T09:00', true],
    ['FREQ=YEARLY', '2027-01-05T09:00', true],
    ['FREQ=YEARLY', '2027-02-05T09:00', false],
    ['FREQ=MONTHLY;BYDAY=1MO', '2026-02-02T09:00', true],
    ['FREQ=MONTHLY;BYDAY=1MO', '2026-02-09T09:00', false],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-02-27T09:00', true],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', '2026-11-26T09:00', true],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', '2026-11-19T09:00', false],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-01-30T09:00', true],
    ['FREQ=DAILY;COUNT=3', '2026-01-07T09:00', true],
    ['FREQ=DAILY;COUNT=3', '2026-01-08T09:00', false],
    ['FREQ=DAILY;UNTIL=20260106', '2026-01-06T17:59', true],
    ['FREQ=DAILY;UNTIL=20260106T120000', '2026-01-07T09:00', false],
    ['RRULE:FREQ=DAILY', '2026-01-06T09:00', true],
    ['FREQ=HOURLY', '2026-01-06T09:00', undefined],
    ['FREQ=DAILY;COUNT=x', '2026-01-06T09:00', undefined],
    ['FREQ=DAILY;COUNT=0', '2026-01-06T09:00', undefined],
    ['FREQ=DAILY;INTERVAL=0', '2026-01-06T09:00', undefined],
    ['FREQ=DAILY;FREQ=WEEKLY', '2026-01-06T09:00', undefined],
    ['FREQ=DAILY;SHAPE=ROUND', '2026-01-06T09:00', undefined],
    ['FREQ=WEEKLY;BYDAY=XX', '2026-01-06T09:00', undefined],
    ['FREQ=WEEKLY;BYDAY=2TU', '2026-01-06T09:00', undefined],
    ['FREQ=MONTHLY;BYDAY=1MO,TU', '2026-01-06T09:00', undefined],
    ['BYDAY=TU', '2026-01-06T09:00', undefined],
    ['nonsense', '2026-01-06T09:00', undefined],
    ['nonsense', '2025-01-06T09:00', undefined],
  ] as const) {
    it(`${rrule ?? 'without a rule'} at ${moment} says ${answer ?? 'that it is not understood'}`, () => {
      expect(within(rrule, moment)).to.equal(answer);
    });
  }

  it('may last over midnight', () => {
    const night = (moment: string) => within('FREQ=DAILY', moment, '2026-01-05T22:00', '2026-01-06T06:00');
    expect([night('2026-02-01T05:59'), night('2026-02-01T06:00'), night('2026-02-01T22:00')]).to.deep.equal([
      ...[true, false, true],
    ]);
  });

  it('by day is one by week on every day of it', () => {
    const days = 'MO,TU,WE,TH,FR,SA,SU';
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 * 24 * 400 }), (minutes) => {
        const moment = at('2026-01-01T00:00').add({ minutes }).toString();
        expect(within(`FREQ=WEEKLY;BYDAY=${days}`, moment)).to.equal(within('FREQ=DAILY', moment));
      }),
    );
  });
});

describe('opening hours', () => {
  const hours: OpeningHours = { timeZone: 'Europe/Berlin', open: [workdays], closed: [], holiday: [] };
  const open = (changed: Partial<OpeningHours>, moment: string) =>
    isOpen({ ...hours, ...changed }, Date.parse(moment));

  it('are in their time zone, in winter and in summer', () => {
    expect(open({}, '2026-01-06T07:00Z')).to.equal(true);
    expect(open({}, '2026-01-06T06:59Z')).to.equal(false);
    expect(open({}, '2026-07-07T06:00Z')).to.equal(true);
    expect(open({}, '2026-07-07T16:00Z')).to.equal(false);
  });

  it('give way to holidays and closings', () => {
    const lunch = { start: '2026-01-05T12:00', end: '2026-01-05T13:00', rrule: 'FREQ=DAILY' };
    expect(open({ closed: [lunch] }, '2026-01-06T11:30Z')).to.equal(false);
    expect(
      open({ holiday: [{ start: '2026-01-06T00:00', end: '2026-01-07T00:00' }] }, '2026-01-06T09:00Z'),
    ).to.equal(false);
  });

  it('are closed where nothing says open, and unknown where it hangs on what is not understood', () => {
    const odd = { ...workdays, rrule: 'FREQ=HOURLY' };
    expect(open({ open: [] }, '2026-01-06T09:00Z')).to.equal(false);
    expect(open({ closed: [odd] }, '2026-01-06T09:00Z')).to.equal(undefined);
    expect(open({ open: [workdays, odd] }, '2026-01-06T09:00Z')).to.equal(true);
    expect(open({ timeZone: 'Europe/Nowhere' }, '2026-01-06T09:00Z')).to.equal(undefined);
  });
});
