import { expect } from 'chai';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { parseIso } from '../../../harness/import/time/iso.ts';
import { compilePattern, type Pattern, type PatternKind } from '../../../harness/import/time/pattern.ts';
import { zoneReader } from '../../../harness/import/time/zone.ts';
import { changed, importText } from './importing.ts';

const seed = 20261120;

describe('times of a call log', () => {
  it('ISO: an instant, strictly', () => {
    expect(parseIso('2026-01-05T10:00:00Z')).to.equal(Date.UTC(2026, 0, 5, 10));
    expect(parseIso('2026-01-05 10:00:00.1234567+02:00')).to.equal(Date.UTC(2026, 0, 5, 8, 0, 0, 123));
    expect(parseIso('2026-01-05T10:00-0330')).to.equal(Date.UTC(2026, 0, 5, 13, 30));
    for (const wrong of [
      '2021-04-2T15:30:51.418Z',
      '2026-02-31T10:00:00Z',
      '2026-01-05T25:00:00Z',
      '2026-01-05T10:60:00Z',
      '2026-01-05T10:00:00',
      '',
      ' 2026-01-05T10:00:00Z',
      '2026-13-05T10:00:00Z',
      '1969-12-31T23:59:59Z',
      '2025-02-29T00:00:00Z',
    ]) {
      expect(parseIso(wrong), wrong).to.equal(undefined);
    }
  });

  it('patterns: every day there is reads back, no other', () => {
    const read = pattern('dd/MM/yyyy HH:mm:ss.SSS', 'dateTime');
    const short = pattern('M/d/yy h:mm a', 'dateTime');
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date(Date.UTC(2069, 11, 31)), noInvalidDate: true }),
        (date) => {
          const [year, month, day, hour, minute, second, fraction] = date.toISOString().split(/[-T:.Z]/);
          const of = (timeOfDay: number) => ({ day: Math.floor(date.getTime() / 86_400_000), timeOfDay });
          expect(read(`${day}/${month}/${year} ${hour}:${minute}:${second}.${fraction}`)).to.deep.equal(
            of(date.getTime() % 86_400_000),
          );
          const twelve = `${Number(month)}/${Number(day)}/${year!.slice(2)} ${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? 'AM' : 'pm'}`;
          expect(short(twelve)).to.deep.equal(of((Number(hour) * 60 + Number(minute)) * 60_000));
        },
      ),
      { seed },
    );
    for (const wrong of [
      '31/02/2026 10:00:00.000',
      '01/01/2026 24:00:00.000',
      '1/01/2026 10:00:00.000',
      '',
      '01/01/2026 10:00:60.000',
    ]) {
      expect(read(wrong), wrong).to.equal(undefined);
    }
    expect(short('1/1/26 13:00 PM')).to.equal(undefined);
    expect(pattern("yyyy-MM-dd'T'HH:mm", 'dateTime')('2026-01-05T10:00')).to.deep.equal({
      day: 20458,
      timeOfDay: 36_000_000,
    });
  });

  it('zones: as Temporal reads them, on ordinary days and on days of change', () => {
    for (const zone of [
      'Asia/Jerusalem',
      'Europe/Rome',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    ]) {
      const read = zoneReader(zone);
      fc.assert(
        fc.property(
          fc.integer({ min: 8_000, max: 22_000 }),
          fc.integer({ min: 0, max: 86_399 }),
          (day, second) => {
            const wall = Temporal.PlainDate.from('1970-01-01')
              .add({ days: day })
              .toPlainDateTime()
              .add({ seconds: second });
            expect(read({ day, timeOfDay: second * 1000 }).at).to.equal(
              wall.toZonedDateTime(zone).epochMilliseconds,
            );
          },
        ),
        { seed, numRuns: 2000 },
      );
    }
  });

  it('zones: the hour that comes twice and the hour that never comes', () => {
    const read = zoneReader('Europe/Rome');
    const on = (date: string, hour: number) => ({
      day: Date.parse(date) / 86_400_000,
      timeOfDay: hour * 3_600_000,
    });
    expect(read(on('2026-10-25', 2.5))).to.deep.equal({
      at: Date.parse('2026-10-25T00:30:00Z'),
      later: Date.parse('2026-10-25T01:30:00Z'),
    });
    expect(read(on('2026-03-29', 2.5))).to.deep.equal({
      at: Date.parse('2026-03-29T01:30:00Z'),
      skipped: true,
    });
    expect(read(on('2026-03-29', 4))).to.deep.equal({ at: Date.parse('2026-03-29T02:00:00Z') });
  });

  it('a call through the hour that comes twice does not end before it starts', async () => {
    const { events, report } = await importOne('a,2026-10-25 02:50:00,,2026-10-25 02:10:00');
    expect(events.map(({ at }) => at)).to.deep.equal([
      '2026-10-25T00:50:00.000Z',
      '2026-10-25T01:10:00.000Z',
    ]);
    expect(report.warnings.map(({ code }) => code)).to.deep.equal(['ambiguous-time']);
    expect(report.warnings[0]!.message).to.match(/^2 local times/);
  });

  it('a day and times of day wrap past midnight, but not for a clock set back', async () => {
    const at = async (start: string, end: string) =>
      (await importOne(`a,${start},260105,${end}`, split, 60)).events.map((event) => event['at']);
    expect(await at('23:59:50', '0:00:10')).to.deep.equal([
      '2026-01-05T22:59:50.000Z',
      '2026-01-05T23:00:10.000Z',
    ]);
    expect(await at('10:00:50', '10:00:10')).to.deep.equal([
      '2026-01-05T09:00:10.000Z',
      '2026-01-05T09:00:10.000Z',
    ]);
  });

  it('epochs and durations', async () => {
    const map = small((source) => {
      source['clock'] = { format: 'epochSeconds' } as never;
      source['moments'] = {
        started: { column: 'start' },
        ended: { column: 'start', plusSeconds: 1, plusSecondsIn: 'end' },
      } as never;
    });
    const { events, report } = await importText(
      'id,start,answer,end\na,1700000000.25,,90.5\nb,-1,,1\nc,1,,-1\nd,1,,x\ne,999999999999999,,1\n',
      map,
    );
    expect(events.map((event) => event['at'])).to.deep.equal([
      '2023-11-14T22:13:20.250Z',
      '2023-11-14T22:14:51.750Z',
    ]);
    expect(report.excluded).to.deep.equal({ 'bad-time': 2, 'bad-value:end': 2 });
  });
});

const split = {
  date: { column: 'answer', format: 'yyMMdd' },
  timeOfDay: { format: 'H:mm:ss', wrapsAfter: 'start' },
};

function small(change: (map: Record<string, never>) => void): string {
  return changed((source) => {
    for (const key of ['exclude', 'agent', 'agents']) delete source[key];
    source['conversation'] = { id: { columns: ['id'] }, mediaType: 'voice' } as never;
    source['moments'] = { started: { column: 'start' }, ended: { column: 'end' } } as never;
    change(source);
  });
}

function importOne(row: string, clock?: object, toleranceSeconds = 0) {
  const map = small((source) => {
    if (clock !== undefined) source['clock'] = clock as never;
    source['toleranceSeconds'] = toleranceSeconds as never;
  });
  return importText(`id,start,answer,end\n${row}\n`, map);
}

function pattern(format: string, kind: PatternKind): Pattern {
  const compiled = compilePattern(format, kind);
  if ('problem' in compiled) throw new Error(compiled.problem);
  return compiled;
}
