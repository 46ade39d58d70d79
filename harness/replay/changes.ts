import type { Made, Ruling } from '../../engine/decisions/policyRun.ts';
import { isRuling } from '../../engine/decisions/policyRun.ts';
import { decisionId, decisionPoints, type DecisionPoint } from '../../engine/decisions/record.ts';
import type { CauseGroup, Causes } from './causes/causeGroups.ts';
import { effectOf } from './effect.ts';
import { FirstExamples, type Change, type ChangeExample } from './examples.ts';
import { endOf, FlowCount, type AllFlows, type PointFlows } from './flows.ts';
import { verdictOf } from './verdict.ts';

/** What became of the decisions of one point. */
export interface PointChanges {
  /** Decisions both policies made. */
  readonly compared: number;
  readonly changed: number;
  /** Changed ones that came to another kind of end: see `verdictOf`. */
  readonly changedVerdicts: number;
  /** Decisions only one of the policies could make: the other has no pack for it, or it is not replayable. */
  readonly onlyOne: number;
}

/** The first decisions of a point that changed in some way, in the order of the recording. */
export interface PointFirsts {
  readonly changed: readonly ChangeExample[];
  readonly changedVerdicts: readonly ChangeExample[];
  readonly onlyOne: readonly ChangeExample[];
}

/** What changed, without why. */
export interface ChangeCounts {
  readonly counts: Readonly<Record<DecisionPoint, PointChanges>>;
  readonly firsts: Readonly<Record<DecisionPoint, PointFirsts>>;
}

/** The same, with every flow there is. */
export interface ComparedChanges extends ChangeCounts {
  readonly flows: AllFlows;
}

/** How a policy's decisions differ from its predecessor's. */
export interface Changes extends ChangeCounts, Causes {
  /** Largest first. Together they have every decision that changed, once. */
  readonly groups: readonly CauseGroup[];
  /** From what to what the changed decisions of each point went, small flows gathered. */
  readonly flows: Readonly<Record<DecisionPoint, PointFlows>>;
}

type Count = { -readonly [Field in keyof PointChanges]: number };
type Firsts = { readonly [Field in keyof PointFirsts]: FirstExamples };

/** Compares decisions as they are made, and counts. */
export class ChangeLog {
  readonly #counts = ofPoints<Count>(() => ({ compared: 0, changed: 0, changedVerdicts: 0, onlyOne: 0 }));
  readonly #firsts = ofPoints<Firsts>(() => ({
    changed: new FirstExamples(),
    changedVerdicts: new FirstExamples(),
    onlyOne: new FirstExamples(),
  }));
  readonly #flows = ofPoints(() => new FlowCount());
  readonly #onChange: (change: Change) => void;

  /** @param onChange told of each decision that changed, in order. */
  constructor(onChange: (change: Change) => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** The same question, answered by the old policy and by the new. */
  compare(event: number, point: DecisionPoint, before: Made, after: Made): void {
    const [count, firsts] = [this.#counts[point], this.#firsts[point]];
    const [was, is] = [effectOfMade(before), effectOfMade(after)];
    const [made] = [after, before].filter(isRuling);
    if (made === undefined) return;
    if (!isRuling(before) || !isRuling(after)) {
      count.onlyOne++;
      firsts.onlyOne.add(event, () => exampleOf(event, made, was ?? 'not decided', is ?? 'not decided'));
      return;
    }
    count.compared++;
    if (was === undefined || is === undefined || was === is) return;
    count.changed++;
    this.#flows[point].add(endOf(before), endOf(after));
    const example = exampleOf(event, after, was, is);
    firsts.changed.add(event, () => example);
    if (verdictOf(before) !== verdictOf(after)) {
      count.changedVerdicts++;
      firsts.changedVerdicts.add(event, () => example);
    }
    this.#onChange({ point, conversation: after.context.conversation, example });
  }

  /** Takes in what somebody else compared. */
  join({ counts, firsts, flows }: ComparedChanges): void {
    for (const point of decisionPoints) {
      for (const field of Object.keys(counts[point]) as (keyof PointChanges)[])
        this.#counts[point][field] += counts[point][field];
      for (const field of Object.keys(firsts[point]) as (keyof PointFirsts)[])
        this.#firsts[point][field].join(firsts[point][field]);
      this.#flows[point].join(flows[point]);
    }
  }

  result(): ComparedChanges {
    const firsts = ofPoints<PointFirsts>((point) => {
      const { changed, changedVerdicts, onlyOne } = this.#firsts[point];
      return { changed: changed.all, changedVerdicts: changedVerdicts.all, onlyOne: onlyOne.all };
    });
    return { counts: this.#counts, firsts, flows: ofPoints((point) => this.#flows[point].all) };
  }
}

/** What a decision comes to; undefined where none was made. */
export function effectOfMade(made: Made): string | undefined {
  return isRuling(made) ? effectOf(made) : undefined;
}

function exampleOf(event: number, { point, context }: Ruling, before: string, after: string): ChangeExample {
  const at = new Date(context.at).toISOString();
  return { event, id: decisionId(point, context), at, before, after };
}

function ofPoints<T>(make: (point: DecisionPoint) => T): Record<DecisionPoint, T> {
  return Object.fromEntries(decisionPoints.map((point) => [point, make(point)])) as Record<DecisionPoint, T>;
}
