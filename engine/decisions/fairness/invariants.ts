/** What a policy may be held to, one entry a claim. */
export interface InvariantDefinition {
  readonly name: string;
  /** The kind of pack it is about; undefined for the whole policy. */
  readonly kind?: 'Scoring' | 'SlaPolicy' | 'SkillMapping' | 'QueueOrder' | 'Handoff';
  /**
   * `always`: the engine sees to it whatever the pack says, and a policy is held to it without claiming it. `claim`: packs
   * differ, and a policy is held to it when it claims it.
   */
  readonly holdsFor: 'always' | 'claim';
  /** What it means, in a sentence for an analyst. */
  readonly meaning: string;
}

const always = 'always';
const claim = 'claim';

/**
 * Every invariant there is, in the order a card shows them. Source: the literature and the probes of
 * docs/invariants.md, which has a section for each.
 */
export const invariants = [
  {
    name: 'permutation',
    kind: 'Scoring',
    holdsFor: always,
    meaning: 'The order in which agents are listed changes nothing, the whole ranking included.',
  },
  {
    name: 'anonymity',
    kind: 'Scoring',
    holdsFor: always,
    meaning: 'Other names for the same agents change nothing, unless only chance tells two of them apart.',
  },
  {
    name: 'strictAnonymity',
    kind: 'Scoring',
    holdsFor: claim,
    meaning: 'Other names for the same agents change nothing, not even between agents who are alike.',
  },
  {
    name: 'blindness',
    kind: 'Scoring',
    holdsFor: always,
    meaning: 'What the policy does not read of agents (name, e-mail, age …) changes nothing.',
  },
  {
    name: 'ownMonotonicity',
    kind: 'Scoring',
    holdsFor: claim,
    meaning: 'Who wins still wins after getting better at something that counts.',
  },
  {
    name: 'rankMonotonicity',
    kind: 'Scoring',
    holdsFor: claim,
    meaning: 'Nobody falls in the ranking by getting better at something that counts.',
  },
  {
    name: 'pareto',
    kind: 'Scoring',
    holdsFor: claim,
    meaning:
      'Nobody wins over an agent who is at least as good in all that is scored, and better in something.',
  },
  {
    name: 'paretoWithIdleAndLoad',
    kind: 'Scoring',
    holdsFor: claim,
    meaning:
      'Nobody wins over an agent who is as good, has been idle as long, has handled as few, and is better in something.',
  },
  {
    name: 'loserRemoval',
    kind: 'Scoring',
    holdsFor: claim,
    meaning: 'The winner stays when an agent who did not win goes home.',
  },
  {
    name: 'ineligibleAddition',
    kind: 'Scoring',
    holdsFor: always,
    meaning: 'An agent more who cannot take the conversation changes nothing for the others.',
  },
  {
    name: 'weightScale',
    kind: 'Scoring',
    holdsFor: always,
    meaning: 'Only the proportions of the weights count: 4, 3 and 3 are 0.4, 0.3 and 0.3.',
  },
  {
    name: 'weightScaleWithThreshold',
    kind: 'Scoring',
    holdsFor: claim,
    meaning:
      'All weights and the threshold divided by one number change no winner: nothing else is counted in points.',
  },
  {
    name: 'threshold',
    kind: 'Scoring',
    holdsFor: always,
    meaning: 'Nobody below the minimum score is ranked, and whoever is exactly at it is.',
  },
  {
    name: 'workConservation',
    kind: 'Scoring',
    holdsFor: always,
    meaning: 'Somebody is chosen whenever somebody can take it, and every agent passed over has a reason.',
  },
  {
    name: 'explanation',
    kind: 'Scoring',
    holdsFor: always,
    meaning: 'The parts of a score shown add up to it exactly, and the winner follows from what is shown.',
  },
  {
    name: 'convexity',
    kind: 'Scoring',
    holdsFor: claim,
    meaning: 'Who wins under two sets of weights wins under every mixture of them.',
  },
  {
    name: 'timeShift',
    kind: 'Scoring',
    holdsFor: always,
    meaning: 'The same an hour later, every time moved alike, comes out the same.',
  },
  {
    name: 'starvationBound',
    kind: 'Scoring',
    holdsFor: claim,
    meaning:
      'An agent who stays free is chosen at least once in so many rounds (limits.starvationRounds; a round is as many decisions as there are agents to choose from).',
  },
  {
    name: 'equalAgents',
    kind: 'Scoring',
    holdsFor: claim,
    meaning: 'Agents who are alike get the same number of conversations, give or take one.',
  },
  {
    name: 'simplex',
    kind: 'SlaPolicy',
    holdsFor: always,
    meaning:
      'Whatever shifts are in force, no weight is below zero, they sum to one, and none moves more than declared.',
  },
  {
    name: 'hysteresis',
    kind: 'SlaPolicy',
    holdsFor: claim,
    meaning: 'A queue that hovers around a threshold switches each shift once at most, and does not flap.',
  },
  {
    name: 'ruleIntent',
    kind: 'SkillMapping',
    holdsFor: always,
    meaning: 'A mapping added below the others changes nothing for conversations that one above it takes.',
  },
  {
    name: 'firstComeFirstServed',
    kind: 'QueueOrder',
    holdsFor: claim,
    meaning: 'Of two conversations of which the same is known, the one that came first is served first.',
  },
  {
    name: 'ageing',
    kind: 'QueueOrder',
    holdsFor: claim,
    meaning:
      'Nobody is overtaken by a conversation that came more than so much later (limits.overtakingSeconds).',
  },
  {
    name: 'handoffMonotonicity',
    kind: 'Handoff',
    holdsFor: claim,
    meaning:
      'While the guards hold, less confidence, a worse mood or one more failure never keeps a person away.',
  },
  {
    name: 'alwaysAnAnswer',
    kind: 'Handoff',
    holdsFor: always,
    meaning: 'When a handoff is due and a guard stops it, the customer gets an answer.',
  },
  {
    name: 'handoffBound',
    kind: 'Handoff',
    holdsFor: claim,
    meaning: 'The bot hands one conversation over at most so many times (limits.handoffs).',
  },
  {
    name: 'determinism',
    holdsFor: always,
    meaning:
      'The same events, policy and seed give the same decisions, byte for byte, with the packs read anew.',
  },
  {
    name: 'prefixStability',
    holdsFor: always,
    meaning: 'A decision rests on what happened before it, never on what comes later.',
  },
  {
    name: 'idempotence',
    holdsFor: always,
    meaning: 'What is told twice is done once.',
  },
  {
    name: 'commuting',
    holdsFor: always,
    meaning: 'Which of two conversations is heard of first at one moment changes nothing for either of them.',
  },
  {
    name: 'packMetamorphics',
    holdsFor: always,
    meaning:
      'JSON for YAML, packs in other files, another order of fields, and a rule that never holds change nothing.',
  },
] as const satisfies readonly InvariantDefinition[];

export type InvariantName = (typeof invariants)[number]['name'];
