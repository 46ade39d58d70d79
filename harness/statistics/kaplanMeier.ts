/** What happened at one length of time. */
export interface TimeCount {
  /** What is measured, such as seconds waited. */
  readonly time: number;
  /** How many came to the event then. */
  readonly events: number;
  /** How many left, or were last seen, before the event came. */
  readonly censored: number;
}

/** The share still without the event just after a time. */
export interface SurvivalStep {
  readonly time: number;
  readonly surviving: number;
}

/**
 * Kaplan and Meier's curve: who left before the event counts as at risk up to then, and neither as having had it nor as
 * never having it. Source: Kaplan and Meier 1958, JASA 53:457–481.
 * @param counts by ascending time, each time once.
 */
export function kaplanMeier(counts: readonly TimeCount[]): SurvivalStep[] {
  let atRisk = counts.reduce((sum, { events, censored }) => sum + events + censored, 0);
  let surviving = 1;
  const steps: SurvivalStep[] = [];
  for (const { time, events, censored } of counts) {
    if (events > 0) {
      surviving *= 1 - events / atRisk;
      steps.push({ time, surviving });
    }
    atRisk -= events + censored;
  }
  return steps;
}

/** The first time by which at least this share had the event; null where the curve does not come so far. */
export function survivalQuantile(curve: readonly SurvivalStep[], share: number): number | null {
  return curve.find(({ surviving }) => surviving <= 1 - share + 1e-12)?.time ?? null;
}
