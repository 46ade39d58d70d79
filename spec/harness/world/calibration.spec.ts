import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { recordedData } from '../../recordedData.ts';
import { anonymousBank } from '../../../harness/world/calibration/anonymousBank.ts';

const log = recordedData('anonymous-bank-1999/february.txt.gz');

interface Call {
  readonly type: string;
  readonly date: string;
  readonly enteredSeconds: number;
  readonly queueSeconds: number;
  readonly serviceSeconds: number;
  readonly isAnswered: boolean;
}

function readCalls(): Call[] {
  const [header, ...rows] = gunzipSync(readFileSync(log)).toString('latin1').trim().split(/\r?\n/);
  const columns = header!.split('\t').map((name) => name.trim());
  return rows
    .map((row) => {
      const cells = row.split('\t').map((cell) => cell.trim());
      return Object.fromEntries(columns.map((name, index) => [name, cells[index]!]));
    })
    .filter((row) => row['outcome'] !== 'PHANTOM')
    .map((row) => ({
      type: row['type']!,
      date: row['date']!,
      enteredSeconds: row['vru_entry']!.split(':').reduce((sum, part) => sum * 60 + Number(part), 0),
      queueSeconds: Number(row['q_time']),
      serviceSeconds: Number(row['ser_time']),
      isAnswered: row['outcome'] === 'AGENT',
    }));
}

/** February 1999 began on a Monday; the bank's working days are Sunday to Thursday. */
function isWorkingDay({ date }: Call): boolean {
  return [0, 1, 2, 3, 4].includes(Number(date.slice(4)) % 7);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

/** Share still waiting after so many seconds, by Kaplan and Meier's estimator: an answer censors. */
function kaplanMeier(calls: readonly Call[], seconds: number): number {
  const queued = calls.filter(({ queueSeconds }) => queueSeconds > 0);
  const waits = [...new Set(queued.map(({ queueSeconds }) => queueSeconds))].filter(
    (wait) => wait <= seconds,
  );
  return waits.reduce((surviving, wait) => {
    const atRisk = queued.filter(({ queueSeconds }) => queueSeconds >= wait).length;
    const left = queued.filter(({ queueSeconds, isAnswered }) => queueSeconds === wait && !isAnswered).length;
    return surviving * (1 - left / atRisk);
  }, 1);
}

const why = existsSync(log)
  ? ''
  : ' (skipped: the log is not at ../shared/data, so its figures cannot be checked)';

(existsSync(log) ? describe : describe.skip)(`calibration on the Anonymous Bank${why}`, () => {
  let calls: readonly Call[];
  let working: readonly Call[];
  let days: readonly string[];
  before(() => {
    calls = readCalls();
    working = calls.filter(isWorkingDay);
    days = [...new Set(working.map(({ date }) => date))];
  });

  const inHalfHour = (index: number): Call[] =>
    working.filter(({ enteredSeconds }) => Math.floor(enteredSeconds / 1800) === 16 + index);

  it('calls per working day', () => {
    expect(days).to.have.length(20);
    expect(working.length / days.length).to.be.closeTo(anonymousBank.callsPerWorkingDay, 0.005);
  });

  it('share of each half hour from 08:00 to 20:00', () => {
    const counts = anonymousBank.halfHourSharesFrom8To20.map((_, index) => inHalfHour(index).length);
    const total = counts.reduce((sum, count) => sum + count, 0);
    counts.forEach((count, index) => {
      expect(count / total).to.be.closeTo(anonymousBank.halfHourSharesFrom8To20[index]!, 0.00005);
    });
  });

  it('shape of the over-dispersed rate', () => {
    const shapes = anonymousBank.halfHourSharesFrom8To20.map((_, index) => {
      const byDay = Map.groupBy(inHalfHour(index), ({ date }) => date);
      const counts = days.map((date) => byDay.get(date)?.length ?? 0);
      return mean(counts) ** 2 / (variance(counts) - mean(counts));
    });
    expect(median(shapes)).to.be.closeTo(anonymousBank.rateShape, 0.005);
  });

  for (const [type, { service, patience }] of Object.entries(anonymousBank.services)) {
    it(`log-normal service of type ${type}`, () => {
      const logs = calls
        .filter((call) => call.type === type && call.isAnswered && call.serviceSeconds > 10)
        .map(({ serviceSeconds }) => Math.log(serviceSeconds));
      expect(mean(logs)).to.be.closeTo(service.mu, 0.00005);
      expect(Math.sqrt(variance(logs))).to.be.closeTo(service.sigma, 0.00005);
    });

    it(`patience of type ${type}`, () => {
      const ofType = calls.filter((call) => call.type === type);
      for (const { seconds, surviving } of patience) {
        expect(kaplanMeier(ofType, seconds), `after ${seconds} s`).to.be.closeTo(surviving, 0.0005);
      }
    });
  }
});
