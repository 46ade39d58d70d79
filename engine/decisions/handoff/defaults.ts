import type { Answer } from './answer.ts';

/** A trigger or guard as it would be written in a pack. */
interface RuleSource {
  readonly name: string;
  readonly when: object;
  readonly forTurns?: number;
  readonly otherwise?: Answer;
}

const triggers: readonly RuleSource[] = [
  { name: 'asked-for-a-person', when: { fact: 'askedForPerson', operator: 'equal', value: true } },
  {
    name: 'low-confidence',
    when: { fact: 'intentConfidence', operator: 'lessThan', value: 0.75 },
    forTurns: 2,
  },
  { name: 'ambiguous', when: { fact: 'intentMargin', operator: 'lessThan', value: 0.1 }, forTurns: 2 },
  { name: 'bad-mood', when: { fact: 'sentimentLevel', operator: 'lessThan', value: 0.3 } },
  {
    name: 'mood-fell',
    when: { fact: 'sentimentDropFromPeak', operator: 'greaterThanInclusive', value: 0.4 },
  },
  { name: 'bot-is-stuck', when: { fact: 'noMatchCount', operator: 'greaterThanInclusive', value: 2 } },
];

const guards: readonly RuleSource[] = [
  {
    name: 'not-too-deep',
    when: { fact: 'handoffDepth', operator: 'lessThan', value: 3 },
    otherwise: { offer: 'callback' },
  },
  {
    name: 'queue-is-open',
    when: { fact: 'queueOpen', operator: 'equal', value: true },
    otherwise: { offer: 'message' },
  },
  {
    name: 'queue-is-staffed',
    when: { fact: 'agentsOnQueue', operator: 'greaterThan', value: 0 },
    otherwise: { offer: 'callback' },
  },
  {
    name: 'wait-is-bearable',
    when: { fact: 'estimatedWaitSeconds', operator: 'lessThanInclusive', value: 600 },
    otherwise: { offer: 'callback' },
  },
];

/**
 * What a Handoff pack means where it says nothing. Depth 3, confidence 0.75 and sentiment 0.3 are the source
 * document's; it used the last two the wrong way round, as leave to transfer (docs/defaults.md).
 */
export const handoffDefaults = {
  triggers,
  guards,
  cooldownSeconds: 60,
  sentiment: { smoothing: 0.5 },
  personRequest: {
    phrases: [
      'agent',
      'human',
      'human being',
      'representative',
      'real person',
      'speak to a person',
      'speak to someone',
      'talk to a person',
      'talk to someone',
      'somebody real',
    ],
    intents: ['agent_request', 'handoff', 'human', 'representative', 'talk_to_agent'],
  },
} as const;
