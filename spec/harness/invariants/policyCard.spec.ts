import { expect } from 'chai';
import { loadPolicyFolder, requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { InvariantName } from '../../../engine/decisions/fairness/invariants.ts';
import { policyFolders } from '../../../engine/packs/folder.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { breachLines, brokenOf, cardVerdict, unbrokenLines } from '../../../harness/invariants/cardText.ts';
import { policyCard, type Card, type CardLine } from '../../../harness/invariants/policyCard.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';

const effort = { seed: 1, runs: 100 };

function lineOf(card: Card, invariant: InvariantName): CardLine {
  return card.lines.find((line) => line.invariant === invariant)!;
}

/** The card of one invariant of a policy that claims it. */
function cardClaiming(invariant: InvariantName, limits: string, ...packs: readonly string[]): Card {
  const claims = `${header('Fairness')}${limits}invariants: [${invariant}]\n`;
  return policyCard(rightPolicy(...packs, claims), { seed: 1, runs: 1000, only: [invariant] });
}

describe('the card of a policy', () => {
  for (const folder of [
    'retail-bank',
    'digital-channels',
    'source-documents',
    'anonymous-bank/priority-first',
  ])
    it(`of rules/${folder} keeps all that it is held to, on cases varied enough`, async () => {
      const { policy } = await requirePolicy(`rules/${folder}`);
      const card = policyCard(policy, effort);
      expect(card.lines.filter(({ isHeldTo, verdict }) => isHeldTo && verdict === 'broken')).to.deep.equal(
        [],
      );
      expect(card.passed).to.equal(true);
      for (const variety of card.varieties) expect(variety.isEnough, JSON.stringify(variety)).to.equal(true);
      for (const { counterexample, verdict } of card.lines)
        expect(counterexample === undefined).to.equal(verdict !== 'broken');
    });

  it('is the same again for the same seed and runs, and another for another seed', async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const only: InvariantName[] = ['pareto', 'starvationBound', 'handoffMonotonicity'];
    const card = (seed: number): Card => policyCard(policy, { seed, runs: 100, only });
    expect(card(1)).to.deep.equal(card(1));
    expect(card(2).lines).to.not.deep.equal(card(1).lines);
  });

  it('has a line for every invariant, of packs that are not there too, and says of claims where they are', async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const progress: string[] = [];
    const card = policyCard(policy, {
      ...effort,
      runs: 5,
      onProgress: (_, __, name) => void progress.push(name),
    });
    expect(new Set(card.lines.map(({ invariant }) => invariant))).to.have.property('size', 32);
    expect(progress.length).to.equal(card.lines.length);
    expect(lineOf(card, 'ageing').claimedAt).to.match(/^rules\/retail-bank\/fairness\.yaml:\d+$/);
    const without = policyCard(rightPolicy(`${header('DeliverySla')}`), { ...effort, runs: 5 });
    expect(lineOf(without, 'pareto').verdict).to.equal('notApplicable');
    expect(without.passed).to.equal(true);
  });

  it('fails a policy that claims what it breaks, and tells the smallest case and how to find it again', () => {
    const card = cardClaiming('pareto', '', `${header('Scoring')}bucket: 0.05\n`);
    expect(card.passed).to.equal(false);
    const { counterexample, claimedAt, reproducedBy } = lineOf(card, 'pareto');
    expect(claimedAt).to.match(/^pack2\.yaml:4$/);
    expect(reproducedBy).to.contain('--seed 1 --runs 1000 --invariant pareto');
    // The conversation, two agents and no more, and who should have won.
    expect(counterexample).to.have.length(4);
    expect(counterexample!.at(-1)).to.match(
      /^agent-\d wins \(seededHash\)\. agent-\d is at least as good .* should win over agent-\d\.$/,
    );
    expect(brokenOf(card).map(({ invariant }) => invariant)).to.deep.equal(['pareto']);
    expect(breachLines(brokenOf(card)[0]!).at(-1)).to.match(/^again: signalbox check/);
    expect(cardVerdict(card)).to.contain('breaks 1 of 1 invariants');
  });

  it('lets the same policy pass when it does not claim it, and says how it came out', () => {
    const policy = rightPolicy(`${header('Scoring')}bucket: 0.05\n`);
    const card = policyCard(policy, { seed: 1, runs: 1000, only: ['pareto'] });
    expect(card.passed).to.equal(true);
    expect(lineOf(card, 'pareto')).to.include({ verdict: 'broken', isHeldTo: false });
    expect(unbrokenLines(card)).to.include('Not claimed:');
  });

  it('says what each name means, of what holds too', () => {
    const policy = rightPolicy(header('Scoring'));
    const card = policyCard(policy, { seed: 1, runs: 50, only: ['permutation'] });
    const text = unbrokenLines(card).join('\n');
    expect(text).to.contain('held in').and.to.contain('The order in which agents are listed changes nothing');
  });

  const broken: readonly [InvariantName, why: string, limits: string, pack: string, told: RegExp][] = [
    [
      'starvationBound',
      'the best always wins',
      'limits: { starvationRounds: 5 }\n',
      header('Scoring'),
      /should have been chosen at least once in every 10/,
    ],
    [
      'equalAgents',
      'chance alone shares among equals',
      '',
      `${header('Scoring')}tieBreak: [seededHash]\n`,
      /nobody should be two ahead/,
    ],
    [
      'hysteresis',
      'a shift without `until` flaps',
      '',
      `${header('SlaPolicy')}shifts:
  - name: behind
    when: { fact: serviceLevel, operator: lessThan, value: 0.8 }
    shift: { proficiency: -0.1, historicalCsat: 0.1 }
`,
      /behind begins or ends 11 times/,
    ],
    [
      'firstComeFirstServed',
      'a head start for those who have waited little',
      '',
      `${header('QueueOrder')}headStarts:
  - { name: fresh, when: { fact: waitSeconds, operator: lessThan, value: 60 }, headStartSeconds: 600 }
`,
      /came first, and the same is known of both: it should be served before/,
    ],
    [
      'ageing',
      'a head start of a day goes before everybody',
      'limits: { overtakingSeconds: 600 }\n',
      `${header('QueueOrder')}headStarts:
  - { name: vip, when: { fact: priority, operator: equal, value: urgent }, headStartSeconds: 86400 }
`,
      /came more than 600 s earlier/,
    ],
    [
      'handoffMonotonicity',
      'a threshold the wrong way round, as in the source',
      '',
      `${header('Handoff')}target: { queue: Support }
triggers: { any: [{ name: sure, when: { fact: intentConfidence, operator: greaterThan, value: 0.75 } }] }
guards: { all: [] }
`,
      /the bot not sure of the intent at all in the last turn, the verdict is stay/,
    ],
    [
      'handoffBound',
      'no guard looks at the depth',
      'limits: { handoffs: 2 }\n',
      `${header('Handoff')}target: { queue: Support }
triggers: { any: [{ name: asked, when: { fact: askedForPerson, operator: equal, value: true } }] }
guards: { all: [] }
`,
      /at most 2 are claimed/,
    ],
  ];
  for (const [invariant, why, limits, pack, told] of broken)
    it(`finds ${invariant} broken where ${why}`, () => {
      const card = cardClaiming(invariant, limits, pack);
      expect(card.passed).to.equal(false);
      expect(lineOf(card, invariant).counterexample!.join('\n')).to.match(told);
    });

  it('takes a claim for the packs that it applies to', () => {
    const claims = (queues: string): string =>
      `${header('Fairness')}appliesTo: { queues: [${queues}] }\ninvariants: [pareto]\n`;
    const pack = `${header('Scoring')}appliesTo: { queues: [Cards] }\nbucket: 0.05\n`;
    const passes = (policy: Policy): boolean =>
      policyCard(policy, { seed: 1, runs: 1000, only: ['pareto'] }).passed;
    expect(passes(rightPolicy(pack, claims('Loans')))).to.equal(true);
    expect(passes(rightPolicy(pack, claims('Cards, Loans')))).to.equal(false);
  });

  it('can be made of every policy that ships', async () => {
    for (const folder of await policyFolders('rules'))
      expect(
        policyCard((await loadPolicyFolder(folder)).policy, { seed: 3, runs: 3 }).passed,
        folder,
      ).to.equal(true);
  });
});
