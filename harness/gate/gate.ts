import { decisionPoints, type DecisionPoint } from '../../engine/decisions/record.ts';
import { percent, withCommas } from '../figures.ts';
import type { CauseGroup } from '../replay/causes/causeGroups.ts';
import type { Changes, PointChanges, PointFirsts } from '../replay/changes.ts';
import type { PolicyEdit } from '../replay/edits/policyDifference.ts';
import type { ChangeExample } from '../replay/examples.ts';
import { pointWords } from '../replay/pointWords.ts';
import type { TestOutcome } from '../reports/junit.ts';
import { boundInWords, verdictPoints, type Bound } from './bound.ts';

/** What a change of policy is held to. */
export interface Gate {
  /** Decisions that may come to something else. */
  readonly changed: readonly Bound[];
  /** Decisions that may come to another kind of end: see `verdictOf`. */
  readonly changedVerdicts: readonly Bound[];
}

/** One bound, and how the changes stand to it. */
export interface Judged extends TestOutcome {
  readonly bound: Bound;
  readonly of: keyof Gate;
  /** Decisions that changed; those that only one of the policies could make are among them. */
  readonly changed: number;
  readonly compared: number;
  readonly passed: boolean;
  /** The first that changed, where the bound is broken. */
  readonly examples: readonly ChangeExample[];
}

/** Told of a broken bound. */
const mostExamples = 3;
const mostCauses = 3;

/** Holds the changes between two policies to bounds. Where nothing could be compared, a bound is broken: it held nothing. */
export function judgeChanges(changes: Changes, { changed, changedVerdicts }: Gate): readonly Judged[] {
  return [
    ...changed.map((bound) => judge(changes, bound, 'changed', decisionPoints)),
    ...changedVerdicts.map((bound) => judge(changes, bound, 'changedVerdicts', verdictPoints)),
  ];
}

function judge(changes: Changes, bound: Bound, of: keyof Gate, all: readonly DecisionPoint[]): Judged {
  const points = bound.point === undefined ? all : [bound.point];
  const sum = (field: keyof PointChanges): number =>
    points.reduce((total, point) => total + changes.counts[point][field], 0);
  const compared = sum('compared') + sum('onlyOne');
  const changed = sum(of) + sum('onlyOne');
  const share = compared === 0 ? 0 : changed / compared;
  const isWithin = bound.unit === '%' ? changed * 100 <= bound.most * compared : changed <= bound.most;
  const passed = compared > 0 && isWithin;
  const what = of === 'changed' ? 'changed decisions' : 'changed verdicts';
  const where = bound.point === undefined ? 'all decisions' : pointWords[bound.point];
  const name = `${what}, ${where}: at most ${boundInWords(bound)}`;
  const judged = { name, bound, of, changed, compared, passed, examples: [] };
  if (passed) return judged;
  if (compared === 0) {
    const message = `nothing was compared, so nothing is known of ${where}`;
    return {
      ...judged,
      failure: { message, details: ['the policies or the recording decide nothing there'] },
    };
  }
  const examples = firstOf(points, changes, [of, 'onlyOne']);
  const message = `${withCommas(changed)} of ${withCommas(compared)} (${percent(share).trim()}) changed, more than ${boundInWords(bound)}`;
  const details = [
    ...causeLines(changes, points),
    ...examples.map(({ id, before, after }) => `${id}: ${before} → ${after}`),
  ];
  return { ...judged, ...placeOf(changes, points), examples, failure: { message, details } };
}

function firstOf(
  points: readonly DecisionPoint[],
  { firsts }: Changes,
  fields: readonly (keyof PointFirsts)[],
): readonly ChangeExample[] {
  const all = points.flatMap((point) => fields.flatMap((field) => firsts[point][field]));
  return all.sort((a, b) => a.event - b.event || (a.id < b.id ? -1 : 1)).slice(0, mostExamples);
}

function causesAt({ groups }: Changes, points: readonly DecisionPoint[]): readonly CauseGroup[] {
  return groups.filter(({ point }) => points.includes(point)).slice(0, mostCauses);
}

function causeLines(changes: Changes, points: readonly DecisionPoint[]): readonly string[] {
  return causesAt(changes, points).map(({ count, cause, edits }) => {
    const place = edits.map((edit) => placeInWords(changes.edits[edit]!)).find((text) => text !== '') ?? '';
    return `${withCommas(count)} by ${cause}${place}`;
  });
}

function placeInWords({ file, line, column }: PolicyEdit): string {
  return file === undefined ? '' : ` (${file}:${line}:${column})`;
}

/** Where the edit is written that changed the most. */
function placeOf(changes: Changes, points: readonly DecisionPoint[]): Pick<TestOutcome, 'file' | 'line'> {
  const [first] = causesAt(changes, points);
  const { file, line } = changes.edits[first?.edits[0] ?? -1] ?? {};
  return file === undefined || line === undefined ? {} : { file, line };
}
