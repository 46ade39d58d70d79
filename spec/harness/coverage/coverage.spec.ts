import { expect } from 'chai';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import { leavesOf, type Condition, type Leaf, type Rule } from '../../../engine/conditions/condition.ts';
import { operators } from '../../../engine/conditions/operators/operators.ts';
import { comparisonInWords } from '../../../engine/conditions/inWords.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Handoff } from '../../../engine/decisions/handoff/handoff.ts';
import type { Decision } from '../../../engine/decisions/policyRun.ts';
import type { SkillMapping } from '../../../engine/decisions/skills/skillMapping.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { casesBeside } from '../../../harness/cases/casesBeside.ts';
import { CaseRunner } from '../../../harness/cases/runCase.ts';
import { Coverage } from '../../../harness/coverage/coverage.ts';
import { coverageOf } from '../../../harness/coverage/coverageReport.ts';
import { coverageLines, coverageSummary } from '../../../harness/coverage/textReport.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';
import { casesIn } from '../cases/caseText.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';
const nothing = (): void => undefined;

const linesOf = async (policy: Policy, cases: string): Promise<readonly string[]> => {
  const { casesFiles, problems } = await casesIn(cases, policy);
  expect(problems).to.deep.equal([]);
  return coverageLines(await coverageOf(policy, casesFiles, [], nothing));
};

describe('what no case has exercised', () => {
  const mapping = rightPolicy(`${header('SkillMapping')}conditions:
  old: { not: { fact: waitSeconds, operator: lessThan, value: 30 } }
mappings:
  - { name: first, intents: [a], assign: { skill: A } }
  - name: second
    intents: [b]
    when: { any: [{ condition: old }, { fact: intentConfidence, operator: equal, value: 0.5 }] }
    assign: { skill: B }
otherwise: { assign: { skill: C } }
`);

  it('is told with its place, of a mapping and its comparisons as they are written', async () => {
    const lines = await linesOf(
      mapping,
      'cases: [{ name: n, given: { queue: Q, facts: { intent: c } }, expect: { point: skills, fires: otherwise } }]\n',
    );
    expect(lines).to.deep.equal([
      'pack1.yaml:7:5: mapping “first”: never taken',
      'pack1.yaml:8:5: mapping “second”: never taken',
    ]);
  });

  it('is each side of each threshold, once the rule has taken effect', async () => {
    const lines = await linesOf(
      mapping,
      `tables:
  - name: t
    point: skills
    given: { queue: Q }
    header: [intent, intentConfidence, =>, decidedBy]
    rows:
      - [a, 0.9, =>, first]
      - [b, 0.5, =>, second]
      - [b, 0.6, =>, otherwise]
      - [c, 0.6, =>, otherwise]
`,
    );
    expect(lines).to.deep.equal([
      'pack1.yaml:5:56: second: waitSeconds is at least 30 s: never exactly 30, nor above 30',
      'pack1.yaml:10:82: second: intentConfidence is 0.5: never below 0.5',
    ]);
  });

  it('is not exercised where an earlier mapping was taken', async () => {
    const policy = rightPolicy(`${header('SkillMapping')}mappings:
  - { name: first, intents: [a], assign: { skill: A } }
  - { name: second, when: { fact: intentConfidence, operator: lessThan, value: 0.5 }, assign: { skill: B } }
`);
    const one = (facts: string): string =>
      `cases: [{ name: n, given: { queue: Q, facts: ${facts} }, expect: { point: skills, decision: { stale: ~ } } }]\n`;
    const gaps = async (facts: string): Promise<readonly string[]> => {
      const { casesFiles } = await casesIn(one(facts), policy);
      const report = await coverageOf(policy, casesFiles, [], nothing);
      return report.gaps.filter(({ sort }) => sort === 'threshold').flatMap(({ never }) => never);
    };
    expect(await gaps('{ intent: a, intentConfidence: 0.4 }')).to.deep.equal([
      'never below 0.5',
      'never exactly 0.5',
      'never above 0.5',
    ]);
    expect(await gaps('{ intent: b, intentConfidence: 0.4 }')).to.deep.equal([
      'never exactly 0.5',
      'never above 0.5',
    ]);
  });

  it('is a guard nobody came to, for nothing fired or an earlier one failed', async () => {
    const policy = rightPolicy(`${header('Handoff')}target: { queue: Q }
cooldownSeconds: 0
triggers: { any: [{ name: t, when: { fact: noMatch, operator: equal, value: true } }] }
guards:
  all:
    - { name: open, when: { fact: queueOpen, operator: equal, value: true }, otherwise: { offer: message } }
    - { name: staffed, when: { fact: agentsOnQueue, operator: greaterThan, value: 0 }, otherwise: { offer: callback } }
`);
    const table = (...rows: readonly string[]): string =>
      `tables:\n  - name: t\n    point: handoff\n    header: [noMatch, queueOpen, agentsOnQueue, =>, verdict]\n    rows: [${rows.join(', ')}]\n`;
    expect(await linesOf(policy, table('[false, false, 0, =>, stay]'))).to.deep.equal([
      'pack1.yaml:4:1: target: a handoff to Q: never made',
      'pack1.yaml:6:19: trigger “t”: never fired',
      'pack1.yaml:9:7: guard “open”: never kept a handoff back',
      'pack1.yaml:10:7: guard “staffed”: never kept a handoff back',
    ]);
    const rows = [
      '[false, true, 0, =>, stay]',
      '[true, false, 0, =>, answer]',
      '[true, true, 3, =>, handoff]',
    ];
    // None can be on the queue fewer than none; and the first guard kept the second from being asked with none.
    expect(await linesOf(policy, table(...rows))).to.deep.equal([
      'pack1.yaml:10:7: guard “staffed”: never kept a handoff back',
    ]);
    expect(await linesOf(policy, table(...rows, '[true, true, 0, =>, answer]'))).to.deep.equal([]);
  });

  it('is a whole pack', async () => {
    const policy = rightPolicy(
      `${header('QueueOrder')}headStarts: [{ name: h, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 9 }]\n`,
      `${header('DeliverySla')}deliveredWithin: 5m\nreadWithin: none\n`,
    );
    const lines = await linesOf(
      policy,
      'cases: [{ name: n, given: { messages: [{ deliveredAfter: 5m }] }, expect: { point: delivery, decision: { status: compliant } } }]\n',
    );
    expect(lines).to.deep.equal([
      'QueueOrder spec: nothing in it was ever exercised',
      'pack2.yaml:4:1: deliveredWithin: delivered within 300 s: never delivered sooner, nor delivered later',
      'pack2.yaml:4:1: deliveredWithin: delivered within 300 s: its deadline never passed',
    ]);
  });

  it('does not count how the agents came to be what they are', async () => {
    const policy = rightPolicy(
      `${header('QueueOrder')}headStarts: [{ name: h, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 9 }]\n`,
      header('Scoring'),
    );
    const { casesFiles } = await casesIn(
      'cases: [{ name: n, given: { agents: { anna: { handled: 3 } }, turns: [{}] }, expect: { point: ranking, decision: { stale: ~ } } }]\n',
      policy,
    );
    const report = await coverageOf(policy, casesFiles, [], nothing);
    expect(report.exercised).to.equal(0);
    expect(report.untried).to.have.members(['QueueOrder spec', 'Scoring spec']);
  });
});

describe('what recordings exercise', () => {
  it('counts beside the cases', async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const seen: number[] = [];
    const report = await coverageOf(policy, [], [day, day], (fraction) => seen.push(fraction));
    expect(report.byRecordingsOnly).to.equal(report.exercised);
    expect(report.bySort.rule.exercised).to.be.above(10);
    expect(coverageSummary(report)).to.match(/^\d+ of \d+ exercised, \d+ by recordings only \(rules /);
    expect(seen.at(-1)).to.equal(1);
    const { casesFiles } = await casesBeside('rules/retail-bank', policy);
    const both = await coverageOf(policy, casesFiles, [day], nothing);
    expect(both.byRecordingsOnly).to.equal(0);
    expect(both.gaps).to.deep.equal([]);
  });

  it('is what the decision records say, comparison by comparison', async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const coverage = new Coverage(policy);
    const said = new Set<string>();
    await replay({
      recording: day,
      policy,
      prepare: coverage.watched(compileRules),
      onRuling: (ruling) => {
        coverage.onRuling(ruling);
        for (const one of saidBy(ruling.record(), policy)) said.add(one);
      },
    });
    const { goals } = coverage;
    const reached = goals.all.flatMap(({ sort, rule, subject, never, pack }, index) =>
      sort !== 'rule' &&
      /^(SkillMapping|Handoff)/.test(pack) &&
      goals.has(index) &&
      !/target|cooldown/.test(rule)
        ? [`${rule}: ${subject}: ${never}`]
        : [],
    );
    expect(reached.sort()).to.deep.equal([...said].sort());
  });
});

/** What has come about of the comparisons that mattered to a decision, from the facts that its record has. */
function saidBy(decision: Decision, policy: Policy): readonly string[] {
  const { point, rules, decidedBy, facts } = decision;
  if (point !== 'skills' && point !== 'handoff') return [];
  const last = rules.findIndex(({ rule }) => rule === decidedBy);
  const isAnswer = point === 'handoff' && decision.verdict === 'answer';
  const isOver = point === 'handoff' && !isAnswer && decision.verdict !== 'handoff';
  const taken = point === 'skills' || isAnswer ? (last === -1 ? rules.length : last + 1) : rules.length;
  const mattered = rules.slice(0, isOver ? decision.triggers.length : taken);
  const conditions = conditionsOf(policy, point);
  return mattered.flatMap(({ rule }) =>
    leavesOf(conditions.get(rule)!).flatMap((leaf) =>
      cameAbout(leaf, facts[leaf.fact]).map((never) => `${rule}: ${comparisonInWords(leaf)}: ${never}`),
    ),
  );
}

function conditionsOf({ packs }: Policy, point: 'skills' | 'handoff'): ReadonlyMap<string, Condition> {
  const rules = packs.flatMap((pack): readonly Rule[] => {
    if (point === 'skills') return pack.kind === 'SkillMapping' ? (pack as SkillMapping).mappings : [];
    return pack.kind === 'Handoff' ? [...(pack as Handoff).triggers, ...(pack as Handoff).guards] : [];
  });
  return new Map(rules.map(({ name, when }) => [name, when]));
}

function cameAbout({ value, operator }: Leaf, found: FactValue | undefined): readonly string[] {
  if (typeof value !== 'number')
    return [
      found !== undefined && operators.get(operator)!.holds(found, value) ? 'never so' : 'never otherwise',
    ];
  if (typeof found !== 'number') return [];
  return [`never ${found < value ? 'below' : found > value ? 'above' : 'exactly'} ${value}`];
}

describe('the coverage of the policies that ship', () => {
  for (const folder of ['rules/retail-bank', 'rules/digital-channels']) {
    it(`${folder}: is whole by its cases`, async () => {
      const { policy } = await requirePolicy(folder);
      const { casesFiles } = await casesBeside(folder, policy);
      const report = await coverageOf(policy, casesFiles, [], nothing);
      expect(coverageLines(report)).to.deep.equal([]);
      expect(report.exercised).to.equal(report.all);
    });
  }

  it('changes no outcome by watching', async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const { casesFiles } = await casesBeside('rules/retail-bank', policy);
    const cases = casesFiles.flatMap((file) => file.cases);
    const [plain, watched] = [new CaseRunner(policy), new CaseRunner(policy, new Coverage(policy))];
    expect(cases.map((one) => watched.run(one))).to.deep.equal(cases.map((one) => plain.run(one)));
  });
});
