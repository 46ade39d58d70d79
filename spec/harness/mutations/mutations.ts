import type { CatcherName } from './catchers.ts';

/** A mistake an analyst might make in a policy that ships: one place of one file, written otherwise. */
export interface Mutation {
  /** What went wrong, as one would say it. */
  readonly name: string;
  /** Its folder. */
  readonly policy: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly was: string;
  /** Empty when it is lost. */
  readonly is: string;
  /** Who must catch it, naming its line; others may as well. */
  readonly by: CatcherName;
  /** The rule of which nothing is left whose line could be named: then the report names it. */
  readonly lost?: string;
}

const bank = 'rules/retail-bank';
const of =
  (policy: string, file: string, by: CatcherName = 'replay') =>
  (name: string, was: string, is: string): Mutation => ({ name, policy, file, was, is, by });

const handoff = of(bank, 'handoff.yaml');
const order = of(bank, 'queue-order.yaml');
const scoring = of(bank, 'scoring.yaml');
const sla = of(bank, 'sla-policy.yaml');
const skills = of(bank, 'skill-mapping.yaml');
const refused = (file: string) => of(bank, file, 'validate');

const linted = (file: string) => of(bank, file, 'lint');
const tried = (file: string) => of(bank, file, 'cases');
const claimed = (file: string) => of(bank, file, 'invariants');

const payments = `  - name: payments
    intents: [transfer_timing, failed_transfer, standing_order_change, beneficiary_not_allowed]
    assign: { skill: Payments }
`;
const fraud = `  - name: fraud
    when:
      any:
        - { fact: intent, operator: containsWord, value: [suspicious_transaction, lost_or_stolen_card] }
        - { condition: sounds-like-fraud }
    assign: { skill: Fraud, priority: urgent }
    notify: { supervisor: fraud-desk@example.com }
`;
const cards = `  - name: cards
    intents: [card_arrival, card_declined, card_payment_fee_charged, pin_change, cash_withdrawal_charge]
    assign: { skill: Cards }
`;
const mortgages = `  - name: mortgages
    intents: [mortgage_rate_change, mortgage_payment_holiday, mortgage_statement]
    assign: { skill: Mortgages }
`;
const notTooDeep = `    - name: not-too-deep
      when: { fact: handoffDepth, operator: lessThan, value: 3 }
      otherwise: { transfer: { queue: Supervisors } }
`;
const queueIsOpen = `    - name: queue-is-open
      when: { fact: queueOpen, operator: equal, value: true }
      otherwise: { offer: message }
`;

/** One change each: a sign, a threshold, an operator, an order, a guard. */
export const mutations: readonly Mutation[] = [
  refused('scoring.yaml')('the sign of a weight', 'proficiency: 0.40', 'proficiency: -0.40'),
  refused('sla-policy.yaml')(
    'the sign of one part of a shift',
    'languageMatch: +0.15',
    'languageMatch: -0.15',
  ),
  refused('queue-order.yaml')('the sign of a head start', 'headStartSeconds: 300', 'headStartSeconds: -300'),
  refused('queue-order.yaml')('a fact misspelt', 'fact: customerSegment', 'fact: custommerSegment'),
  refused('skill-mapping.yaml')(
    'a name that is no condition',
    'condition: sounds-like-fraud',
    'condition: sounds-like-frauds',
  ),
  handoff(
    'a threshold off by one',
    'noMatchCount, operator: greaterThanInclusive, value: 2',
    'noMatchCount, operator: greaterThanInclusive, value: 3',
  ),
  handoff(
    'a comparison that leaves out its bound',
    'noMatchCount, operator: greaterThanInclusive',
    'noMatchCount, operator: greaterThan',
  ),
  handoff(
    'a comparison the wrong way round',
    'sentimentLevel, operator: lessThan',
    'sentimentLevel, operator: greaterThan',
  ),
  handoff('a threshold moved', 'operator: lessThan, value: 0.3 }', 'operator: lessThan, value: 0.2 }'),
  handoff(
    'one turn instead of two in a row',
    'value: 0.75 }\n      forTurns: 2',
    'value: 0.75 }\n      forTurns: 1',
  ),
  handoff(
    'a guard turned round',
    'queueOpen, operator: equal, value: true',
    'queueOpen, operator: equal, value: false',
  ),
  handoff(
    'a lost trigger',
    `    - name: mood-fell
      when: { fact: sentimentDropFromPeak, operator: greaterThanInclusive, value: 0.3 }
`,
    '',
  ),
  handoff('another target', 'target: { queue: General }', 'target: { queue: Cards }'),
  handoff('a cool-down of ten minutes for one', 'cooldownSeconds: 60', 'cooldownSeconds: 600'),
  handoff('a mood that remembers nothing', 'smoothing: 0.5', 'smoothing: 1'),
  order('a lost digit', 'headStartSeconds: 90', 'headStartSeconds: 9'),
  order('a rule for others than it says', 'operator: equal, value: high', 'operator: equal, value: low'),
  scoring('a wrong digit in a weight', 'proficiency: 0.40', 'proficiency: 0.70'),
  scoring('a gate that gates nothing', 'requiredSkill: must', 'requiredSkill: prefer'),
  scoring('agents who are busy', 'status: [IDLE]', 'status: [IDLE, INTERACTING]'),
  scoring('a score nobody reaches', 'minimumScore: 0.5', 'minimumScore: 0.9'),
  scoring(
    'tie-breaks in another order',
    '[longestIdle, fewestHandled, seededHash]',
    '[fewestHandled, longestIdle, seededHash]',
  ),
  scoring('everybody an equal', 'bucket: 0.02', 'bucket: 0.2'),
  sla(
    'a shift that hardly ever begins',
    'operator: lessThan, value: 0.75',
    'operator: lessThan, value: 0.25',
  ),
  sla('another promise than the queues have', 'value: 80/20', 'value: 80/30'),
  skills('an intent misspelt', '[direct_debit_refund]', '[direct_debit_refnud]'),
  skills('a skill of another desk', '    assign: { skill: Payments }', '    assign: { skill: Mortgages }'),
  skills('a priority lost', 'skill: Payments, priority: high', 'skill: Payments'),
  of('rules/digital-channels', 'delivery-sla.yaml')(
    'a deadline twice as long',
    'deliveredWithin: 5m',
    'deliveredWithin: 10m',
  ),
  of('docs/examples/handoff', 'handoff.yaml')(
    'a lost guard',
    `    - name: queue-is-open
      when: { fact: queueOpen, operator: equal, value: true }
      otherwise: { offer: message }
`,
    '',
  ),
  of('docs/examples/skill-mapping', 'skill-mapping.yaml')(
    'a word lost',
    'value: [stolen, fraud',
    'value: [fraud',
  ),
  linted('handoff.yaml')(
    'a percentage for a fraction',
    'value: 0.75 }\n      forTurns',
    'value: 75 }\n      forTurns',
  ),
  linted('handoff.yaml')('a mood of one to ten', 'lessThan, value: 0.3 }', 'lessThan, value: 3 }'),
  linted('handoff.yaml')(
    'a failure that need not happen',
    'noMatchCount, operator: greaterThanInclusive, value: 2',
    'noMatchCount, operator: greaterThanInclusive, value: 0',
  ),
  linted('handoff.yaml')(
    'a queue nobody could be at',
    'agentsOnQueue, operator: greaterThan, value: 0',
    'agentsOnQueue, operator: lessThan, value: 0',
  ),
  linted('skill-mapping.yaml')(
    'a mapping copied below the one that takes all of it',
    payments,
    `${payments}  - name: transfers
    intents: [failed_transfer]
    assign: { skill: Mortgages }
`,
  ),
  linted('sla-policy.yaml')(
    'a shift of nothing',
    '{ languageMatch: +0.15, proficiency: -0.075, historicalCsat: -0.075 }',
    '{ languageMatch: 0, proficiency: 0, historicalCsat: 0 }',
  ),
  { ...tried('handoff.yaml')('a lost guard', queueIsOpen, ''), lost: 'queue-is-open' },
  tried('handoff.yaml')(
    'a guard that lets an empty queue pass',
    'agentsOnQueue, operator: greaterThan,',
    'agentsOnQueue, operator: greaterThanInclusive,',
  ),
  tried('handoff.yaml')(
    'a lost digit of a wait',
    'lessThanInclusive, value: 600',
    'lessThanInclusive, value: 60',
  ),
  tried('handoff.yaml')('a wrong answer', 'otherwise: { offer: message }', 'otherwise: { offer: callback }'),
  tried('skill-mapping.yaml')('a lost word of fraud', 'fraud, "did not make", scam', 'fraud, scam'),
  tried('skill-mapping.yaml')('the last word lost', 'hacked, robada]', 'hacked]'),
  tried('handoff.yaml')('a swapped order of guards', notTooDeep + queueIsOpen, queueIsOpen + notTooDeep),
  tried('sla-policy.yaml')('any for all', '      all:', '      any:'),
  tried('queue-order.yaml')('a head start for nobody', 'value: private', 'value: privat'),
  claimed('queue-order.yaml')('a digit too many', 'headStartSeconds: 300', 'headStartSeconds: 3000'),
  claimed('handoff.yaml')(
    'one handoff more',
    'handoffDepth, operator: lessThan, value: 3',
    'handoffDepth, operator: lessThan, value: 4',
  ),
  claimed('handoff.yaml')(
    'a good mood for a bad one',
    'sentimentLevel, operator: lessThan,',
    'sentimentLevel, operator: greaterThan,',
  ),
  claimed('sla-policy.yaml')(
    'a shift that flaps',
    `
    until: { fact: serviceLevel, operator: greaterThanInclusive, value: 0.80 }   # no flapping at 0.75`,
    '',
  ),
  claimed('scoring.yaml')('idle time forgotten', '[longestIdle, fewestHandled, seededHash]', '[seededHash]'),
  claimed('fairness.yaml')('a claim too many', '  - loserRemoval\n', '  - loserRemoval\n  - pareto\n'),
  claimed('fairness.yaml')('a claim lost', '  - loserRemoval\n', ''),
  of('docs/examples/scoring', 'scoring.yaml')(
    'a slipped digit that its neighbours make up for',
    'proficiency: 0.40, languageMatch: 0.30, historicalCsat: 0.30',
    'proficiency: 0.04, languageMatch: 0.48, historicalCsat: 0.48',
  ),
];

/** Mistakes that change nothing that is decided, so that nobody need catch them. */
export const harmless: readonly Mutation[] = [
  skills('an urgent mapping below another: priority goes first', fraud + cards, cards + fraud),
  skills(
    'two mappings of equal priority swapped that no intent shares',
    payments + mortgages,
    mortgages + payments,
  ),
  skills(
    'an intent that a mapping above takes',
    '[transfer_timing,',
    '[direct_debit_refund, transfer_timing,',
  ),
];

/** Mistakes that nobody catches on what ships. */
export const known: readonly Mutation[] = [
  scoring('a lost digit of an age', 'maxAgeSeconds: 120', 'maxAgeSeconds: 12'),
];
