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
];
