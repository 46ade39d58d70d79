/** What lint looks for, by id: each has a section in docs/lint.md. */
export const lintRules = {
  'never-holds': 'a condition, or a part of one, that no input meets',
  'always-holds': 'a condition, or a part of one, that every input meets',
  'threshold-outside-range': 'a number compared with a fact that can never come to it',
  'shadowed-rule': 'a rule that another, tried before it, leaves nothing to',
  'unreachable-rule': 'a rule to which several, tried before it, leave nothing',
  'duplicate-rule': 'two rules that say the same',
  'overlapping-rules': 'two rules that give different things to one input, where only their order decides',
  gap: 'inputs that no rule answers',
  'changes-nothing': 'a rule that holds and changes nothing',
  'head-start-rounding': 'a head start that is no whole number of minutes, which are the platform’s points',
  'skill-nobody-has': 'a mapping to a skill that none of the agents told of has',
  'not-analysed': 'a question that would have taken too long to settle exactly',
  'bad-silence': 'a comment that silences lint and does not say why, or what, or silences nothing',
} as const;

/** The id of a lint rule. */
export type LintRule = keyof typeof lintRules;

/** A finding of these does not fail a check: it is told, and may well be meant. */
export const onlyWarns: ReadonlySet<LintRule> = new Set(['head-start-rounding', 'not-analysed']);
