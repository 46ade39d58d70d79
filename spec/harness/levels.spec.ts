import { expect } from 'chai';
import { requirePolicy } from '../../engine/decisions/loadPolicy.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { runCheck } from '../../harness/check/runCheck.ts';
import { checkText } from '../../harness/check/textReport.ts';
import { auditFile } from '../../harness/fairness/auditFile.ts';
import { claimOf } from '../../harness/fairness/claim.ts';
import { fairnessText } from '../../harness/fairness/text/textReport.ts';
import { judgeClaims } from '../../harness/gate/claims.ts';
import { judgeChanges } from '../../harness/gate/gate.ts';
import { gateLines } from '../../harness/gate/textReport.ts';
import { scoreHandoffs } from '../../harness/handoffScore/scoreHandoffs.ts';
import { handoffScoreText } from '../../harness/handoffScore/textReport.ts';
import { replay } from '../../harness/replay/replay.ts';
import { replayText } from '../../harness/replay/textReport.ts';
import { junitXml } from '../../harness/reports/junit.ts';
import { askWhatIf } from '../../harness/whatIf/askWhatIf.ts';
import { whatIfText } from '../../harness/whatIf/textReport.ts';
import { header, rightPolicy } from '../engine/policyText.ts';

const recording = 'fixtures/retail-bank-day.ndjson.gz';
const stamp = /level 1 \(open loop\)/;

/** What would have come of a policy, by the names one would print it under. */
const outcomes =
  /(?<![-\w])(?:waits?|waited|waiting time|service level|within \d+ s|occupancy|utili[sz]ation|load|idle|csat|satisfaction|abandon(?:ed|ment)|answered(?: in)?)(?![-\w])/i;

/** What settled a decision, by the engine's own names: their counts are of decisions. */
const steps: ReadonlySet<string> = new Set(['only one waits', 'longest wait', 'longestIdle']);

/** Lines of a table or a list of figures that give one of them a number. */
function outcomeLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => {
    const [label = '', ...figures] = line.trim().split(/ {2,}|: /);
    return !steps.has(label) && outcomes.test(label) && figures.some((figure) => /\d/.test(figure));
  });
}

/** Numbers under the name of one of them, by their paths. */
function outcomeFields(of: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof of === 'number') {
    const words = path.map((step) => step.replace(/([a-z])([A-Z])/g, '$1 $2')).join(' . ');
    return outcomes.test(words) ? [path.join('.')] : [];
  }
  if (typeof of !== 'object' || of === null) return [];
  return Object.entries(of).flatMap(([key, part]) =>
    steps.has(key) ? [] : outcomeFields(part, [...path, key]),
  );
}

function expectDecisionsOnly(text: string, result: object): void {
  expect(outcomeLines(text)).to.deep.equal([]);
  expect(outcomeFields(JSON.parse(JSON.stringify(result)))).to.deep.equal([]);
}

describe('what a report of level 1 says of the shipped day', () => {
  let policy: Policy;
  let against: Policy;
  before(async () => {
    ({ policy } = await requirePolicy('rules/retail-bank'));
    ({ policy: against } = await requirePolicy('rules/retail-bank-previous'));
  });

  it('is which decisions a replay makes, and no waits, service level, load or satisfaction', async () => {
    const result = await replay({ recording, policy });
    expect(replayText(result)).to.match(stamp);
    expect(result.level).to.equal(1);
    expectDecisionsOnly(replayText(result), result);
  });

  it('is the same of a comparison whose every bound is broken', async () => {
    const result = await replay({ recording, policy: against, against: policy });
    const none = { most: 0, unit: 'decisions' } as const;
    const judged = [
      ...judgeChanges(result.changes!, {
        changed: [
          none,
          ...(['skills', 'order', 'ranking', 'handoff'] as const).map((point) => ({ point, ...none })),
        ],
        changedVerdicts: [none],
      }),
      ...judgeClaims(policy, against),
    ];
    expect(judged.filter(({ passed }) => passed)).to.deep.equal([]);
    const text = [replayText(result), ...gateLines(judged)].join('\n');
    expect(text).to.match(stamp);
    expectDecisionsOnly(text, { ...result, gate: judged });
    const xml = junitXml([{ name: 'replay, level 1', outcomes: judged }]);
    expect(xml).to.contain('classname="replay, level 1"');
    expect(outcomeLines(xml)).to.deep.equal([]);
  });

  it('is which decisions flip, of a what-if', async () => {
    const long = rightPolicy(`${header('SkillMapping')}
mappings:
  - name: long
    when: { fact: waitSeconds, operator: greaterThan, value: 30 }
    assign: { priority: high }
`);
    const asked = { recording, policy: long, rule: 'long', fact: 'waitSeconds', cache: false };
    const result = await askWhatIf({ ...asked, to: 0, sweep: [0, 20] });
    expect(whatIfText(result)).to.match(stamp);
    expect(result.level).to.equal(1);
    // The fact moved is told with its thresholds and how many moments they meet: waits nobody would have had.
    const { fact, ...rest } = result;
    expect(fact).to.equal('waitSeconds');
    expectDecisionsOnly(whatIfText(result), rest);
  });

  it('is whom a policy hands over, and when, of a score of handoffs', async () => {
    const sweep = { trigger: 'bad-mood', fact: 'sentimentLevel', values: [0.2, 0.3] };
    const result = await scoreHandoffs({ recording, policy, sweep });
    expect(handoffScoreText(result)).to.match(stamp);
    expect(result.level).to.equal(1);
    expectDecisionsOnly(handoffScoreText(result), result);
  });

  it('is whom a policy chooses, of an audit; the record’s own waits stand apart, as the record’s', async () => {
    const audit = await auditFile({
      file: recording,
      policy,
      claim: claimOf(policy),
      stratifyBy: 'queue',
      segmentBy: 'queue',
      withinSeconds: 20,
      seed: 'signalbox',
      moments: 'asRecorded',
    });
    const [ofPolicy, ofRecord, ...more] = fairnessText(audit).split('\nThe record as it is: what happened, ');
    expect(more).to.deep.equal([]);
    expect(ofRecord).to.match(/^and none of it the doing of the policy audited\./);
    expect(ofPolicy).to.match(stamp);
    expect(audit.level).to.equal(1);
    const { record, ...rest } = audit;
    expectDecisionsOnly(ofPolicy!, rest);
    // What is looked for is found where it may stand, so it would be found elsewhere.
    expect(outcomeLines(ofRecord!).length).to.be.at.least(5);
    expect(outcomeFields(record).length).to.be.at.least(5);
  });

  it('is what of a policy was exercised, of a check', async () => {
    const result = await runCheck(['rules/retail-bank', 'rules/retail-bank-previous'], {
      recordings: [recording],
    });
    expect(checkText(result).match(new RegExp(stamp, 'g'))).to.have.length(2);
    const coverage = result.policies[0]!.sections.find(({ name }) => name === 'coverage')!;
    expect(coverage.result).to.include({ level: 1 });
    expectDecisionsOnly(checkText(result), result);
  });
});
