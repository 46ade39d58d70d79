import { expect } from 'chai';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { casesBeside } from '../../../harness/cases/casesBeside.ts';
import { CaseRunner, runCase } from '../../../harness/cases/runCase.ts';
import { cpuMilliseconds } from '../../cpuTime.ts';
import { failedAt, outcomesOf } from './caseText.ts';

describe('a case that fails', () => {
  let policy: Policy;
  before(async () => void ({ policy } = await requirePolicy('rules/retail-bank')));

  it('says what was expected, what is, where that is written, and why', async () => {
    const [result] = await outcomesOf(
      `cases:
  - name: a
    because: it was so last year
    given: { queue: Cards, facts: { intent: pin_change } }
    expect:
      point: skills
      fires: fraud
      doesNotFire: [payments, cards]
      reason: the Fraud desk
      decision: { decidedBy: fraud, assigned: { skills: [Fraud] }, assigned.priority: urgent, pack: intents-to-skills }
`,
      policy,
    );
    expect(result).to.include({ passed: false, because: 'it was so last year' });
    expect(failedAt([result!])).to.deep.equal([
      '13:19 decidedBy',
      '13:37 assigned',
      '13:68 assigned.priority',
      '10:7 fires',
      '11:31 doesNotFire',
      '12:7 reason',
    ]);
    expect(result!.differences.map(({ message }) => message)).to.deep.equal([
      'decidedBy should be fraud, and is cards',
      'assigned should be { skills: [ Fraud ] }, and is { skills: [ Cards ] }',
      'assigned.priority should be urgent, and there is none',
      '"fraud" should fire, and does not: it is not so that intent (“pin_change”) has the word “lost_or_stolen_card” or “suspicious_transaction”',
      '"cards" should not fire, and does: intent (“pin_change”) has the word “card_arrival”, “card_declined”, “card_payment_fee_charged”, “cash_withdrawal_charge” or “pin_change”',
      'the explanation should say the Fraud desk, and does not',
    ]);
    expect(result!.explanation.join('\n')).to.contain('The conversation gets the skill Cards by “cards”');
  });

  it('where nothing was decided says what it takes', async () => {
    const results = await outcomesOf(
      `cases:
  - { name: no queue, given: { facts: { intent: a } }, expect: { point: skills, fires: fraud } }
  - { name: no turn, given: { queue: Q }, expect: { point: handoff, fires: bad-mood } }
`,
      policy,
    );
    expect(results.map(({ differences }) => differences[0]!.message)).to.deep.equal([
      'nothing was decided at skills: skills are decided when a conversation enters a queue: give the queue, where a pack covers it',
      'nothing was decided at handoff: a handoff is decided at each turn with the bot: give turns, where a pack covers it',
    ]);
    expect(failedAt(results)).to.deep.equal(['5:66 decision', '6:53 decision']);
  });

  it('says which rule came before, or how many turns are lacking', async () => {
    const results = await outcomesOf(
      `cases:
  - { name: a, given: { queue: Q, facts: { intent: pin_change, utterance: stolen } }, expect: { point: skills, fires: cards } }
  - { name: b, given: { turns: [{ intentConfidence: 0.1 }] }, expect: { point: handoff, fires: low-confidence } }
`,
      policy,
    );
    expect(results.map(({ differences }) => differences[0]!.message)).to.deep.equal([
      '"cards" should fire, and does not: “fraud” comes before it',
      '"low-confidence" should fire, and does not: it holds for 1 of 2 turns in a row',
    ]);
  });

  it('may expect that there is none', async () => {
    const results = await outcomesOf(
      `cases:
  - { name: a, given: { queue: Q, facts: { intent: pin_change } }, expect: { point: skills, decision: { assigned.priority: ~ } } }
  - { name: b, given: { queue: Q, facts: { utterance: stolen } }, expect: { point: skills, decision: { assigned.priority: ~ } } }
`,
      policy,
    );
    expect(results.map(({ passed }) => passed)).to.deep.equal([true, false]);
    expect(results[1]!.differences[0]!.message).to.equal(
      'there should be no assigned.priority, and is urgent',
    );
  });
});

describe('the situation of a case', () => {
  let policy: Policy;
  before(async () => void ({ policy } = await requirePolicy('rules/retail-bank')));
  const passes = async (text: string): Promise<void> => {
    const results = await outcomesOf(text, policy);
    const wrong = results.flatMap(({ differences }) => differences.map(({ message }) => message));
    expect(wrong).to.deep.equal([]);
  };

  it('has others who wait, whose own facts count', () =>
    passes(`cases:
  - name: a
    given: { queue: Q, waitedSeconds: 100, waiting: { b: { waitedSeconds: 20, facts: { customerSegment: private } }, c: { waitedSeconds: 5, facts: { utterance: stolen } } } }
    expect: { point: order, decision: { next: c, places.1.conversation: case, places.1.waitSeconds: 100, places.2.rankSeconds: 80 } }
`));

  it('has agents who have been idle for so long and have had so many conversations', () =>
    passes(`cases:
  - name: a
    given: { queue: Q, agents: { anna: { status: IDLE, skills: { General: 5 }, idleSeconds: 12, handled: 4 }, bert: { status: IDLE, skills: { General: 5 }, idleSeconds: 12, handled: 5 } } }
    expect: { point: ranking, decision: { winner: anna, ranked.0.tieBreak: { longestIdle: 12, fewestHandled: 4 }, ranked.1.tieBreak.fewestHandled: 5 } }
`));

  it('goes on, step by step', () =>
    passes(`cases:
  - name: facts change while it waits
    given: { queue: Q, facts: { intent: pin_change }, then: [{ after: 40s, facts: { utterance: it was stolen } }] }
    expect: { point: skills, fires: fraud, decision: { at: "2026-01-05T09:00:40.000Z" } }
  - name: another queue
    given: { queue: Q, then: [{ after: 5s, queue: R }] }
    expect: { point: ranking, decision: { requirements.queue: R, decidedBy: nobody can take it } }
  - name: an agent comes later
    given: { queue: Q, then: [{ after: 5s, agents: { anna: { status: IDLE, skills: { General: 5 } } } }] }
    expect: { point: ranking, decision: { winner: anna } }
  - name: another turn after a while
    given: { turns: [{ sentiment: 0.1 }], queueFacts: { queueOpen: true, agentsOnQueue: 1, estimatedWaitSeconds: 1 }, then: [{ after: 61s, turn: { sentiment: 0.1 } }] }
    expect: { point: handoff, decision: { verdict: handoff, turn: 2 } }
`));

  it('knows of handoffs before', () =>
    passes(`cases:
  - name: a
    given: { handoffs: 4, turns: [{ utterance: agent }] }
    expect: { point: handoff, fires: not-too-deep, decision: { facts.handoffDepth: 4 } }
`));
});

describe('running cases', () => {
  it('comes out the same one by one and all by one runner, whatever ran before', async () => {
    for (const folder of ['rules/retail-bank', 'rules/digital-channels', 'rules/source-documents']) {
      const { policy } = await requirePolicy(folder);
      const { casesFiles } = await casesBeside(folder, policy);
      const cases = casesFiles.flatMap((file) => file.cases);
      const runner = new CaseRunner(policy);
      const there = cases.map((one) => runner.run(one));
      const back = cases.toReversed().map((one) => runner.run(one));
      expect(back.reverse()).to.deep.equal(there);
      expect(cases.map((one) => runCase(one, policy))).to.deep.equal(there);
    }
  });

  it('costs less than making the rules ready anew for each, and no more for being many', async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const { casesFiles } = await casesBeside('rules/retail-bank', policy);
    const cases = casesFiles.flatMap((file) => file.cases);
    const costOf = (rounds: number, run: (round: number) => void): number => {
      const from = cpuMilliseconds();
      for (let round = 0; round < rounds; round++) run(round);
      return cpuMilliseconds() - from;
    };
    const runner = new CaseRunner(policy);
    const together = (): void => cases.forEach((one) => runner.run(one));
    const alone = (): void => cases.forEach((one) => runCase(one, policy));
    costOf(2, together);
    costOf(2, alone);
    const [few, many, apart] = [costOf(3, together), costOf(24, together), costOf(3, alone)];
    const perSecond = Math.round((24 * cases.length * 1000) / many);
    process.stdout.write(
      `    ${perSecond} cases a second of processor time, ${(apart / few).toFixed(1)} times as many as each on its own\n`,
    );
    expect(many / few).to.be.below(8 * 3);
    expect(apart / few).to.be.above(1);
  });
});
