/**
 * What every figure of an audit is, by its place in the audit's value. Reports print these beside the figures, so that no
 * number stands without saying which question it answers: F1 opportunity, F2 workload, F3 groups, F5 customers.
 */
export const definitions = {
  'evenness.test.q':
    'F1: (O − E)ᵀ V⁺ (O − E) over decisions with a choice: times chosen against what the yardstick expects of those who could be chosen at that moment',
  'evenness.test.p':
    'F1: the chance of a Q at least as large where only chance and the yardstick decide; the verdict does not go by it alone',
  'evenness.test.pMoreEven':
    'F1: the chance of a Q at most as large; near 0 is more even than chance, as taking turns is, and no fault',
  'evenness.effect.w':
    'F1: Cohen’s w = √(Q / decisions with a choice); where they are few, chance alone makes it large',
  'evenness.effect.beyondChance':
    'F1: √((Q − df) / decisions with a choice), or 0: how uneven, without what chance alone gives; 0.1 is small, 0.3 medium, 0.5 large; with its 90 % interval, by which is judged',
  'evenness.effect.cramersV': 'F1: w / √(agents − 1), from 0 to about 1',
  'evenness.reach.smallestShown':
    'F1: the least w that so many decisions would show to be above the limit, four times out of five; what is smaller may pass unseen',
  'agents.share.ratio':
    'F1: times chosen by times expected, of decisions with a choice; with its 95 % interval and a p-value adjusted by Holm for the number of agents',
  neverChosen:
    'F1: agents who could have been chosen at least once, and never were; they count in every figure',
  strata:
    'F1: the same in each part apart, p adjusted by Holm: who is passed over here and preferred there is even in sum',
  'groups.impact.ratio':
    'F3: chosen by expected of the group chosen least, by that of the group chosen most; a screen (four fifths), with Katz’ interval, 5 % on either side over all pairs',
  'uniformity.gini': 'Gini of times chosen per agent, zeros included; by chance alone it is not 0',
  'uniformity.test': 'Pearson’s chi-square of times chosen against the same number for every agent',
  'record.answers.counts.gini':
    'Gini of answered conversations per agent, over every agent who answered or was shown free, zeros included; only answers whose agent is known',
  'record.answers.counts.test':
    'Pearson’s chi-square of answered conversations per agent against the same number for every agent',
  'record.answers.counts.jain': 'Jain’s index of the same: 1 when all are equal, 1/n when one has everything',
  'record.perHour.chiSquareByHours':
    'what the uniform chi-square would be, on average, were answers spread in proportion to time on queue',
  'record.answers.amongFree':
    'F1, of the record: answers against an even choice among those shown IDLE, and of the queue, when the one who answered was taken; skills not looked at',
  'record.perHour.gini':
    'Gini of answers by hour on queue: counts made comparable between long and short shifts',
  'record.workload.occupancy':
    'F2: time INTERACTING or COMMUNICATING, by that and IDLE, per agent; mean, variation (standard deviation by mean), Gini',
  'record.workload.longestIdleSeconds': 'F2: the longest time one agent was IDLE without a break',
  'record.answeredWithin.ofAnswered': 'F5: answered within the time, counted from the queue, of all answered',
  'record.answeredWithin.ofAnsweredAndAbandoned': 'F5: the same, of all answered or abandoned',
  'record.abandonedShare':
    'F5: customers who left before an answer, in a queue or before any, of all answered or abandoned',
  'record.waits.medianSeconds':
    'F5: wait by which half would have been answered had nobody left (Kaplan–Meier: who left counts up to then); in whole seconds',
  'record.waits.p90Seconds': 'F5: the same for nine tenths',
  'record.comparison.logRank':
    'F5: log-rank test of whether the answer comes at the same rate in every segment; the ratio of medians says how much',
} as const satisfies Readonly<Record<string, string>>;

export type DefinedFigure = keyof typeof definitions;
