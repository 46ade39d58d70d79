import type { Policy } from '../../engine/packs/policy.ts';
import { withCommas } from '../figures.ts';
import type { Window } from '../fairness/audit.ts';
import { auditReplay } from '../fairness/auditReplay.ts';
import type { AuditedClaim } from '../fairness/claim.ts';
import type { FairnessAudit } from '../fairness/result.ts';
import { yardstickWords } from '../fairness/text/textReport.ts';
import type { Verdict } from '../fairness/verdict.ts';

/** What the source document's `is_fair` is, by verdict. */
const isFair: Readonly<Record<Verdict, boolean | null>> = {
  FAIR: true,
  UNFAIR: false,
  'NOT ENOUGH DATA': null,
};

/**
 * Audits whom a policy chooses in a window of a recording (level 1: open loop).
 * @param claim what the policy is held to. @param seed of ties, and of all other chance.
 * @throws ProblemError when the recording is wrong.
 */
export async function auditedFairness(
  recording: string,
  window: Window,
  policy: Policy,
  claim: AuditedClaim,
  seed: string,
) {
  const audit = await auditReplay({
    ...{ file: recording, policy, claim, seed, window },
    ...{ stratifyBy: 'queue', moments: 'asRecorded' },
  });
  return fairnessMetrics(audit);
}

/** What is said where there is no recording to judge by. */
export function unjudgedFairness({ yardstick }: AuditedClaim) {
  return {
    total_interactions: 0,
    agent_distribution: {},
    ...{ chi2_statistic: null, p_value: null, gini_coefficient: null, is_fair: null },
    verdict: 'NOT ENOUGH DATA',
    ...{ level: 1, yardstick, evenness: null },
    explanation: ['NOT ENOUGH DATA: there is no recording whose conversations could be ranked again'],
  };
}

/** An audit by the source document's names: its own numbers, and what is judged by in their place. */
function fairnessMetrics({ verdict, because, uniformity, evenness, claim, ...audit }: FairnessAudit) {
  const { test, effect } = evenness;
  return {
    total_interactions: audit.selections,
    agent_distribution: Object.fromEntries(
      audit.agents.map(({ agent, chosen }) => [agent, chosen] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    chi2_statistic: uniformity.test?.chiSquare ?? null,
    p_value: uniformity.test?.p ?? null,
    gini_coefficient: uniformity.gini,
    is_fair: isFair[verdict],
    verdict,
    level: 1,
    yardstick: claim.yardstick,
    evenness:
      test === undefined || effect === undefined
        ? null
        : {
            ...{ choices: evenness.choices, q: test.q, df: test.df, p: test.p },
            ...{ w: effect.beyondChance, low: effect.interval.low, high: effect.interval.high },
            limit: claim.limits.effectSize,
          },
    explanation: [
      ...because,
      `level 1: ${withCommas(audit.selections)} choices of the policy among those the record shows free; what would have come of them is not said`,
      `${claim.yardstick}, ${claim.pack === undefined ? 'the default' : `claimed by ${claim.pack}`}: ${yardstickWords[claim.yardstick]}`,
      `chi2_statistic, p_value and gini_coefficient, by which nothing is judged, ${uniformity.saysSomething ? 'may be read' : 'say nothing here'}: ${uniformity.why}`,
      ...audit.warnings,
    ],
  };
}
