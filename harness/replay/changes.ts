import { isRuling, type Made } from '../../engine/decisions/policyRun.ts';
import { decisionId, decisionPoints, type DecisionPoint } from '../../engine/decisions/record.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { causeOf } from './cause.ts';
import { effectOf } from './effect.ts';

/** Examples kept for each group; the rest is counted. */
const mostExamples = 3;

/** One decision that came out differently. */
export interface ChangeExample {
  /** The event of the recording it was made at, from 0: examples are the first ones. */
  readonly event: number;
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
export interface PointChanges {
  /** Decisions both policies made. */
  readonly compared: number;
  readonly changed: number;
  /** Decisions only one of the policies could make: the other has no pack for it, or it is not replayable. */
  readonly onlyOne: number;
}

/** How a policy's decisions differ from its predecessor's. */
export interface Changes {
  readonly counts: Readonly<Record<DecisionPoint, PointChanges>>;
  /** Largest first. */
  readonly groups: readonly ChangeGroup[];
}

/** Counts differences and keeps a few examples of each, whatever the length of the recording. */
export class ChangeCount {
  readonly counts: Readonly<Record<DecisionPoint, { compared: number; changed: number; onlyOne: number }>> =
    Object.fromEntries(
      decisionPoints.map((point) => [point, { compared: 0, changed: 0, onlyOne: 0 }]),
    ) as typeof this.counts;
  readonly #groups = new Map<
    string,
    { point: DecisionPoint; cause: string; count: number; examples: ChangeExample[] }
  >();

  /** Takes in what somebody else compared. */
  join({ counts, groups }: Changes): void {
    for (const point of decisionPoints) {
      const count = this.counts[point];
      count.compared += counts[point].compared;
      count.changed += counts[point].changed;
      count.onlyOne += counts[point].onlyOne;
    }
    for (const { point, cause, count, examples } of groups) this.keep(point, cause, count, ...examples);
  }

  result(): Changes {
    const groups = [...this.#groups.values()].sort(
      (a, b) => b.count - a.count || (`${a.cause}\0${a.point}` < `${b.cause}\0${b.point}` ? -1 : 1),
    );
    return { counts: this.counts, groups };
  }

  /** @param examples at least one, in order. */
  keep(point: DecisionPoint, cause: string, count: number, ...examples: readonly ChangeExample[]): void {
    const key = `${point}\0${cause}`;
    const group = this.#groups.get(key) ?? { point, cause, count: 0, examples: [] };
    group.count += count;
    const isFull = group.examples.length === mostExamples;
    if (!isFull || inOrder(examples[0]!, group.examples.at(-1)!) < 0)
      group.examples = [...group.examples, ...examples].sort(inOrder).slice(0, mostExamples);
    this.#groups.set(key, group);
  }
}

/** By event; at one event several conversations may be decided about. */
function inOrder(one: ChangeExample, other: ChangeExample): number {
  return one.event - other.event || (one.id < other.id ? -1 : 1);
}

/** Compares decisions as they are made. */
export class ChangeLog {
  readonly count = new ChangeCount();
  readonly #policies: readonly [Policy, Policy];

  constructor(before: Policy, after: Policy) {
    this.#policies = [before, after];
  }

  /** The same question, answered by the old policy and by the new. */
  compare(event: number, point: DecisionPoint, before: Made, after: Made): void {
    const count = this.count.counts[point];
    if (!isRuling(before) || !isRuling(after)) {
      if (isRuling(before) || isRuling(after)) count.onlyOne++;
      return;
    }
    count.compared++;
    if (before === after) return;
    const [was, is] = [effectOf(before), effectOf(after)];
    if (was === is) return;
    count.changed++;
    this.count.keep(point, causeOf(before.record(), after.record(), ...this.#policies), 1, {
      event,
      id: decisionId(point, after.context),
      at: new Date(after.context.at).toISOString(),
      before: was,
      after: is,
    });
  }
}
