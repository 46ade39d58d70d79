import type { Policy } from '../../engine/packs/policy.ts';
import type { CasesFile } from '../cases/casesFile.ts';
import { CaseRunner } from '../cases/runCase.ts';
import type { OnProgress } from '../recording/read.ts';
import { replay } from '../replay/replay.ts';
import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import { Coverage } from './coverage.ts';
import { goalSorts, type Goal, type GoalSort } from './goal.ts';

/** Something of a policy that nothing has tried out, or not in every way. */
export interface Gap extends Pick<Goal, 'pack' | 'rule' | 'subject'> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly sort: GoalSort;
  /** Each way in which it was not tried out. */
  readonly never: readonly string[];
}

/** How much there is of a sort, and how much of it has come about. */
export interface Share {
  readonly all: number;
  readonly exercised: number;
}

/** Which rules, branches and thresholds of a policy something has exercised. */
export interface CoverageReport extends Share {
  readonly cases: number;
  readonly recordings: readonly string[];
  /** Of what was exercised, how much only by a recording: no case holds it. */
  readonly byRecordingsOnly: number;
  readonly bySort: Readonly<Record<GoalSort, Share>>;
  /** Packs of which nothing was exercised: their gaps are not listed one by one. */
  readonly untried: readonly string[];
  /** By place. */
  readonly gaps: readonly Gap[];
}

/**
 * Runs cases, then replays recordings, and tells what of the policy never came about in any.
 * @throws ProblemError when a recording is wrong.
 */
export async function coverageOf(
  policy: Policy,
  casesFiles: readonly CasesFile[],
  recordings: readonly string[],
  onProgress: OnProgress,
): Promise<CoverageReport> {
  const coverage = new Coverage(policy);
  const runner = new CaseRunner(policy, coverage);
  const cases = casesFiles.flatMap((file) => file.cases);
  for (const one of cases) runner.run(one);
  const byCases = reached(coverage).length;
  for (const [index, recording] of recordings.entries())
    await replay({
      recording,
      policy,
      prepare: coverage.watched(compileRules),
      onRuling: (ruling) => coverage.onRuling(ruling),
      onProgress: (fraction) => onProgress((index + fraction) / recordings.length),
    });
  const { all } = coverage.goals;
  const exercised = reached(coverage);
  const shareOf = (goals: readonly Goal[], hit: readonly Goal[]): Share => ({
    all: goals.length,
    exercised: hit.length,
  });
  const ofSort = (sort: GoalSort) => (goal: Goal) => goal.sort === sort;
  const tried = new Set(exercised.map(({ pack }) => pack));
  return {
    ...shareOf(all, exercised),
    cases: cases.length,
    recordings,
    byRecordingsOnly: exercised.length - byCases,
    bySort: Object.fromEntries(
      goalSorts.map((sort) => [sort, shareOf(all.filter(ofSort(sort)), exercised.filter(ofSort(sort)))]),
    ) as CoverageReport['bySort'],
    untried: [...new Set(all.map(({ pack }) => pack))].filter((pack) => !tried.has(pack)),
    gaps: gapsIn(all.filter((goal, index) => tried.has(goal.pack) && !coverage.goals.has(index))),
  };
}

function reached({ goals }: Coverage): readonly Goal[] {
  return goals.all.filter((_, index) => goals.has(index));
}

/** All that is said of one thing is said together. */
function gapsIn(goals: readonly Goal[]): readonly Gap[] {
  const groups = Map.groupBy(goals, ({ pack, rule, sort, subject, place }) =>
    JSON.stringify([pack, rule, sort, subject, place]),
  );
  const gaps = [...groups.values()].map((group): Gap => {
    const { pack, rule, subject, sort, place } = group[0]!;
    return { pack, rule, sort, subject, ...place, never: group.map(({ never }) => never) };
  });
  return gaps.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
