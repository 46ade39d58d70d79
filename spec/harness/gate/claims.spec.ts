import { expect } from 'chai';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { judgeClaims, type JudgedClaim } from '../../../harness/gate/claims.ts';
import { gateLines } from '../../../harness/gate/textReport.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';

const effort = { seed: 1, runs: 200 };

const order = (seconds: number, priority = 60): string =>
  `${header('QueueOrder')}headStarts:
  - { name: urgent, when: { fact: priority, operator: equal, value: urgent }, headStartSeconds: ${seconds} }
  - { name: private, when: { fact: customerSegment, operator: equal, value: private }, headStartSeconds: ${priority} }
`;
const claims = (invariants: string, seconds = 600): string =>
  `${header('Fairness')}limits: { overtakingSeconds: ${seconds} }\ninvariants: [${invariants}]\n`;

function judge(before: readonly string[], after: readonly string[]): readonly JudgedClaim[] {
  return judgeClaims(rightPolicy(...before), rightPolicy(...after), effort);
}

/** The one claim there is. */
function only(judged: readonly JudgedClaim[]): JudgedClaim {
  expect(judged).to.have.length(1);
  return judged[0]!;
}

describe('a gate over claims', () => {
  it('is kept where the new policy claims as much, and keeps it', () => {
    const kept = only(judge([order(300), claims('ageing')], [order(240), claims('ageing')]));
    expect(kept).to.include({ verdict: 'kept', passed: true, invariant: 'ageing' });
    expect(kept.failure).to.equal(undefined);
    expect(kept.runs).to.be.above(20);
    expect(gateLines([kept])[0]).to.equal('Gate: every bound and claim is kept');
  });

  it('is broken by the one edit that breaks it, whose line is named; the innocent one is not', () => {
    const broken = only(judge([order(300, 60), claims('ageing')], [order(3000, 90), claims('ageing')]));
    expect(broken).to.include({ verdict: 'broken', passed: false, file: 'pack1.yaml', line: 5 });
    expect(broken.edits.map(({ rule }) => rule)).to.deep.equal(['urgent']);
    expect(broken.failure!.message).to.match(/^is broken, and claimed at pack2\.yaml:5$/);
    expect(broken.failure!.details[0])
      .to.contain('headStartSeconds 300 → 3000')
      .and.to.contain('pack1.yaml:5');
    expect(broken.failure!.details.at(-1)).to.contain('came more than 600 s earlier');
    const [verdict, line] = gateLines([broken]);
    expect(verdict).to.equal('Gate: 1 of 1 bounds and claims broken');
    expect(line).to.match(/^ {2}✗ invariant ageing \(QueueOrder .*\): is broken/);
  });

  it('is broken by edits that only break it together', () => {
    const broken = only(judge([order(300, 60), claims('ageing')], [order(500, 200), claims('ageing')]));
    expect(broken.verdict).to.equal('broken');
    expect(broken.edits.map(({ rule }) => rule)).to.deep.equal(['urgent', 'private']);
  });

  it('names the claim itself where it is new, and was never so', () => {
    const broken = only(judge([order(3000)], [order(3000), claims('ageing')]));
    expect(broken).to.include({ verdict: 'broken', file: 'pack2.yaml', line: 5 });
    expect(broken.edits).to.deep.equal([]);
  });

  it('says that the policy before broke it as well', () => {
    const both = [order(3000), claims('ageing')];
    const broken = only(judge(both, both));
    expect(broken.failure!.details).to.include('the policy before breaks it as well');
  });

  it('is weakened where wider limits are all that keep it', () => {
    const weakened = only(judge([order(300), claims('ageing')], [order(3000), claims('ageing', 4000)]));
    expect(weakened).to.include({ verdict: 'weakened', passed: false, line: 5 });
    expect(weakened.failure!.message).to.contain('which are wider');
    expect(weakened.edits.map(({ rule }) => rule)).to.deep.equal(['urgent']);
  });

  it('is dropped where the new policy claims it no more, whether it still holds or not', () => {
    const holds = only(judge([order(300), claims('ageing')], [order(300)]));
    expect(holds).to.include({ verdict: 'dropped', passed: false, file: 'pack2.yaml' });
    expect(holds.failure!.message).to.match(/claimed no more: .* and still holds$/);
    const not = only(judge([order(300), claims('ageing')], [order(3000)]));
    expect(not.verdict).to.equal('dropped');
    expect(not.failure!.message).to.match(/claimed no more: .* and holds no more$/);
    expect(not.edits.map(({ rule }) => rule)).to.deep.equal(['urgent']);
  });

  it('holds nothing where what a claim is about is gone', () => {
    const gone = judge([order(300), claims('ageing')], [header('DeliverySla'), claims('ageing')]);
    expect(gone.map(({ verdict, passed }) => [verdict, passed])).to.deep.equal([['nothingLeft', false]]);
  });

  it('is empty where neither claims anything', () => {
    expect(judge([order(300)], [order(3000)])).to.deep.equal([]);
  });

  it('finds nothing wrong with a policy that ships against itself', async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const judged = judgeClaims(policy, policy, { seed: 1, runs: 50 });
    expect(judged.map(({ passed }) => passed)).to.deep.equal(Array.from({ length: 9 }, () => true));
  });
});
