import { expect } from 'chai';
import { decisionPoints } from '../../../engine/decisions/record.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { htmlPage } from '../../../harness/reports/html/page.ts';
import { replayReport } from '../../../harness/reports/replay/replayReport.ts';
import type { Block, Report } from '../../../harness/reports/report.ts';
import { textPage } from '../../../harness/reports/text/page.ts';
import type { ReplayResult } from '../../../harness/replay/result.ts';

/** What a level 1 report may not give a figure for. */
const notClaimed = /service level|wait|load|csat|occupancy/i;

describe('the report of a replay', () => {
  let result: ReplayResult;
  let report: Report;
  before(async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const { policy: against } = await requirePolicy('rules/retail-bank-previous');
    result = await replay({ recording: 'fixtures/retail-bank-day.ndjson.gz', policy, against });
    report = replayReport(result);
  });
  const blocks = (): readonly Block[] => [
    ...report.summary,
    ...report.sections.flatMap((section) => section.blocks),
  ];

  it('draws every changed decision of every point', () => {
    const charts = blocks().flatMap((block) => (block.kind === 'chart' ? [block.chart] : []));
    const drawn = charts.map((chart) =>
      chart.kind === 'flows' ? chart.flows.reduce((sum, { count }) => sum + count, 0) : 0,
    );
    const changed = decisionPoints
      .map((point) => result.changes!.counts[point].changed)
      .filter((count) => count > 0);
    expect(changed.length).to.equal(4);
    expect(drawn).to.deep.equal(changed);
  });

  it('carries what it can be repeated from, and its level', () => {
    expect(report.level).to.equal(1);
    const all = report.provenance.flat().join(' ');
    for (const hash of [
      result.policyHash,
      result.against!.policyHash,
      result.recordingHash,
      result.engineVersion,
      result.seed,
    ])
      expect(all).to.contain(hash);
    expect(textPage(report))
      .to.contain('LEVEL 1: open loop')
      .and.to.contain('what waits, service level, load or CSAT');
  });

  it('gives no figure that level 1 may not claim', () => {
    const figures = blocks().flatMap((block) => (block.kind === 'figures' ? block.figures : []));
    expect(figures.length).to.be.above(3);
    for (const { label } of figures) expect(label).to.not.match(notClaimed);
  });

  it('stays small, however much changes', () => {
    const many = <T>(make: (place: number) => T): T[] =>
      Array.from({ length: 5000 }, (_, place) => make(place));
    const long = 'a name of some length '.repeat(5);
    const counts = Object.fromEntries(many((place) => [`${long}${place}`, place]));
    const flows = {
      flows: many((place) => ({ from: `${long}${place % 11}`, to: long, count: 3 })).slice(0, 121),
      others: { from: 9, to: 9 },
    };
    const [group] = result.changes!.groups;
    const all = <T>(value: T): Readonly<Record<(typeof decisionPoints)[number], T>> =>
      Object.fromEntries(decisionPoints.map((point) => [point, value])) as never;
    const huge: ReplayResult = {
      ...result,
      decisions: all(100_000),
      decidedBy: all(counts),
      against: { ...result.against!, decidedBy: all(counts) },
      changes: {
        ...result.changes!,
        counts: all(result.changes!.counts.ranking),
        groups: many((place) => ({ ...group!, cause: `${long}${place}` })),
        flows: all(flows),
      },
    };
    const page = htmlPage(replayReport(huge));
    expect(page.length).to.be.below(600_000);
    expect(textPage(replayReport(huge)).length).to.be.below(200_000);
  });
});
