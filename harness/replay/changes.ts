import { isRuling, type Made } from '../../engine/decisions/policyRun.ts';
import { decisionId, decisionPoints, type DecisionPoint } from '../../engine/decisions/record.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { causeOf } from './cause.ts';
import { effectOf } from './effect.ts';

/** Examples kept for each group; the rest is counted. */
const mostExamples = 3;

/** One decision that came out differently. */
export interface ChangeExample {
  readonly id: string;
  readonly at: string;
  readonly before: string;
  readonly after: string;
}

/** Decisions that changed for one cause. */
export interface ChangeGroup {
  readonly point: DecisionPoint;
  readonly cause: string;
  readonly count: number;
  readonly examples: readonly ChangeExample[];
}

/** What became of the decisions of one point. */
export interface ChangeCount {
  /** Decisions both policies made. */
  readonly compared: number;
  readonly changed: number;
  /** Decisions only one of the policies could make: the other has no pack for it, or it is not replayable. */
  readonly onlyOne: number;
}

/** How a policy's decisions differ from its predecessor's. */
export interface Changes {
  readonly counts: Readonly<Record<DecisionPoint, ChangeCount>>;
  /** Largest first. */
  readonly groups: readonly ChangeGroup[];
}

/** Compares decisions as they are made; keeps counts and a few examples, whatever the length of the recording. */
export class ChangeLog {
  readonly #policies: readonly [Policy, Policy];
  readonly #counts = new Map<DecisionPoint, { compared: number; changed: number; onlyOne: number }>();
  readonly #groups = new Map<
    string,
    { point: DecisionPoint; cause: string; count: number; examples: ChangeExample[] }
  >();

  constructor(before: Policy, after: Policy) {
    this.#policies = [before, after];
    for (const point of decisionPoints) this.#counts.set(point, { compared: 0, changed: 0, onlyOne: 0 });
  }

  /** The same question, answered by the old policy and by the new. */
  compare(point: DecisionPoint, before: Made, after: Made): void {
    const count = this.#counts.get(point)!;
    if (!isRuling(before) || !isRuling(after)) {
      if (isRuling(before) || isRuling(after)) count.onlyOne++;
      return;
    }
    count.compared++;
    const [was, is] = [effectOf(before), effectOf(after)];
    if (was === is) return;
    count.changed++;
    this.#keep(point, causeOf(before.record(), after.record(), ...this.#policies), {
      id: decisionId(point, after.context),
      at: new Date(after.context.at).toISOString(),
      before: was,
      after: is,
    });
  }

  result(): Changes {
    const groups = [...this.#groups.values()].sort(
      (a, b) => b.count - a.count || (a.cause < b.cause ? -1 : 1),
    );
    return { counts: Object.fromEntries(this.#counts) as Record<DecisionPoint, ChangeCount>, groups };
  }

  #keep(point: DecisionPoint, cause: string, example: ChangeExample): void {
    const key = `${point}\0${cause}`;
    const group = this.#groups.get(key) ?? { point, cause, count: 0, examples: [] };
    group.count++;
    if (group.examples.length < mostExamples) group.examples.push(example);
    this.#groups.set(key, group);
  }
}
