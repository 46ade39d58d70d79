import type { Leaf } from '../../engine/conditions/condition.ts';
import { comparisonInWords } from '../../engine/conditions/inWords.ts';
import { operators } from '../../engine/conditions/operators/operators.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { FactDefinition, FactValue } from '../../engine/facts/definition.ts';
import type { Goal } from './goal.ts';
import type { GoalList } from './goalList.ts';

/** What must come about of one comparison, and whether it has. */
export interface LeafGoals {
  readonly fact: string;
  /** Whether nothing more can come about. */
  isDone(): boolean;
  /** Takes in what the fact was; undefined where it was missing. */
  take(found: FactValue | undefined): void;
}

/** A comparison with a number is tried below it, at it and above it; any other where it holds and where it does not. */
export function leafGoals(
  leaf: Leaf,
  about: Omit<Goal, 'sort' | 'subject' | 'never'>,
  goals: GoalList,
): LeafGoals {
  const subject = comparisonInWords(leaf);
  const { fact, value } = leaf;
  if (typeof value === 'number') {
    const definition = factCatalogue.get(fact)!;
    const add = (where: Side): number | undefined =>
      isPossible(where, value, definition)
        ? goals.add({ ...about, sort: 'threshold', subject, never: `never ${where} ${value}` })
        : undefined;
    const [below, at, above] = [add('below'), add('exactly'), add('above')];
    const all = [below, at, above].filter((goal) => goal !== undefined);
    return {
      fact,
      isDone: () => all.every((goal) => goals.has(goal)),
      take(found) {
        if (typeof found !== 'number') return;
        const goal = found < value ? below : found > value ? above : at;
        if (goal !== undefined) goals.reach(goal);
      },
    };
  }
  const add = (never: string): number => goals.add({ ...about, sort: 'branch', subject, never });
  const [holds, fails] = [add('never so'), add('never otherwise')];
  const operator = operators.get(leaf.operator)!;
  return {
    fact,
    isDone: () => goals.has(holds) && goals.has(fails),
    take: (found) => goals.reach(found !== undefined && operator.holds(found, value) ? holds : fails),
  };
}

type Side = 'below' | 'exactly' | 'above';

/** Whether the fact can lie there at all: nobody can try out fewer than no agents. */
function isPossible(side: Side, threshold: number, { range, integer }: FactDefinition): boolean {
  const { minimum = -Infinity, maximum = Infinity } = range ?? {};
  switch (side) {
    case 'below':
      return minimum < threshold;
    case 'exactly':
      return (
        minimum <= threshold && threshold <= maximum && (integer !== true || Number.isInteger(threshold))
      );
    case 'above':
      return maximum > threshold;
  }
}
