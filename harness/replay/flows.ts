import type { Ruling } from '../../engine/decisions/policyRun.ts';
import { decisionPoints, type DecisionPoint } from '../../engine/decisions/record.ts';
import { effectOf } from './effect.ts';

/** Names kept at either end of the flows of a point; all others are gathered. */
const mostNames = 10;

/** How many decisions went from one end to another. */
export interface Flow {
  /** What the old policy gave; null stands for all others together. */
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
}

/** From what to what the changed decisions of a point went. The counts sum up to all of them. */
export interface PointFlows {
  /** Most first. */
  readonly flows: readonly Flow[];
  /** How many names were gathered, at either end. */
  readonly others: { readonly from: number; readonly to: number };
}

/** A flow between two names, none of them gathered. */
export interface SingleFlow extends Flow {
  readonly from: string;
  readonly to: string;
}

/**
 * Counts changed decisions by what they came to before and after. Memory grows with the ends there are, which policies and
 * staff bound, and not with the recording.
 */
export class FlowCount {
  readonly #counts = new Map<string, Map<string, number>>();

  add(from: string, to: string, count = 1): void {
    let ends = this.#counts.get(from);
    if (ends === undefined) this.#counts.set(from, (ends = new Map<string, number>()));
    ends.set(to, (ends.get(to) ?? 0) + count);
  }

  /** Takes in what somebody else counted. */
  join(flows: readonly SingleFlow[]): void {
    for (const { from, to, count } of flows) this.add(from, to, count);
  }

  /** By name, so that it does not matter in which order, or by whom, they were counted. */
  get all(): readonly SingleFlow[] {
    const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
      a < b ? -1 : a === b ? 0 : 1;
    return [...this.#counts]
      .sort(byName)
      .flatMap(([from, ends]) => [...ends].sort(byName).map(([to, count]) => ({ from, to, count })));
  }
}

/** By point, every flow. */
export type AllFlows = Readonly<Record<DecisionPoint, readonly SingleFlow[]>>;

/** The flows of every point, gathered for reading. */
export function gatheredByPoint(all: AllFlows): Readonly<Record<DecisionPoint, PointFlows>> {
  return Object.fromEntries(decisionPoints.map((point) => [point, gathered(all[point])])) as Readonly<
    Record<DecisionPoint, PointFlows>
  >;
}

/** Keeps the names with most decisions at either end and gathers the others, so that nothing is lost from the sum. */
export function gathered(all: readonly SingleFlow[]): PointFlows {
  const [from, to] = [largest(all, 'from'), largest(all, 'to')];
  const counts = new Map<string, { from: string | null; to: string | null; count: number }>();
  for (const flow of all) {
    const ends = {
      from: from.kept.has(flow.from) ? flow.from : null,
      to: to.kept.has(flow.to) ? flow.to : null,
    };
    const key = JSON.stringify([ends.from, ends.to]);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { ...ends, count: flow.count });
    else known.count += flow.count;
  }
  const flows = [...counts].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1));
  return { flows: flows.map(([, flow]) => flow), others: { from: from.others, to: to.others } };
}

function largest(
  all: readonly SingleFlow[],
  end: 'from' | 'to',
): { readonly kept: ReadonlySet<string>; readonly others: number } {
  const sums = new Map<string, number>();
  for (const flow of all) sums.set(flow[end], (sums.get(flow[end]) ?? 0) + flow.count);
  const names = [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  // One name gathered alone would only lose its name.
  const kept = names.length <= mostNames + 1 ? names : names.slice(0, mostNames);
  return { kept: new Set(kept), others: names.length - kept.length };
}

/**
 * The end a decision comes to, by a name of which there are as many as policies and staff have, however long the
 * recording: of who is next, by what head start; of reactions, which.
 */
export function endOf(ruling: Ruling): string {
  switch (ruling.point) {
    case 'order':
      return headStartInWords(
        ruling.moment === 'waiting' ? ruling.own.headStartMs : ruling.ranked[0]!.headStartMs,
      );
    case 'delivery':
      return ruling.standing.status;
    case 'reaction':
      return ruling.holding.map(({ name }) => name).join(' and ') || 'does nothing';
    default:
      return effectOf(ruling);
  }
}

function headStartInWords(milliseconds: number): string {
  return milliseconds === 0 ? 'no head start' : `head start ${milliseconds / 1000} s`;
}
