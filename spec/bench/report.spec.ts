import { expect } from 'chai';
import { contenders } from '../../bench/contenders/contenders.ts';
import type { Measurement } from '../../bench/measure/measureWork.ts';
import { asJson } from '../../bench/report/files.ts';
import { leftOutOf, tableOf } from '../../bench/report/table.ts';
import type { RecordedId } from '../../bench/works/work.ts';
import { recordedWork, workNamed } from '../../bench/works/works.ts';

const recording = {
  file: '',
  conversations: 1_480,
  events: 10_000,
  bytes: 2_000_000,
  entries: 1_200,
  times: 5,
};

function measured(id: RecordedId, perSecond: number): Measurement {
  const contender = contenders.find(({ works }) => works.includes(id))!;
  const spread = { median: perSecond, minimum: perSecond / 2, maximum: perSecond * 2 };
  const how = { version: '1', compared: 1, cutShort: false, p50Us: 1, p99Us: 2 };
  return { work: recordedWork(id, recording), contender, perSecond: spread, ...how };
}

describe('the report of the benchmark', () => {
  it('counts what a work counts, few of it with their fractions', () => {
    const one = measured('policy-edited', 1.2345);
    const table = tableOf(one.work, [one], []);
    expect(table).to.include('6,000 recorded decisions (1,200, 5 times over)');
    expect(table).to.match(/\| answers a second \|/);
    expect(table).to.match(/\| +1\.23 \| +0\.617 – 2\.47 \|/);
  });

  it('says of reading a recording how many bytes that is', () => {
    const one = measured('recording', 50_000);
    expect(tableOf(one.work, [one], [])).to.include('goes through 10 MB a second');
  });

  it('says of a work that cannot be measured here why it is left out', () => {
    const said = leftOutOf(workNamed('workers'), 'there is no PostgreSQL');
    expect(said).to.match(
      /^## workers: workers that share a store .*\n\n- left out: there is no PostgreSQL\n$/,
    );
  });

  it('has figures for programs, of a recording with its size', () => {
    const [few, many] = JSON.parse(
      asJson([measured('policy-edited', 1.23456), measured('recording', 5e4)]),
    ) as [object, object];
    expect(few).to.include({ work: 'policy-edited', perSecond: 1.235, entries: 1_200, times: 5 });
    expect(many).to.include({ work: 'recording', perSecond: 50_000 });
    const drawn = { ...measured('recording', 123.4), work: workNamed('W1') };
    const [alone] = JSON.parse(asJson([drawn])) as [object];
    expect(alone).to.include({ work: 'W1', perSecond: 123 }).and.not.have.property('entries');
  });
});
