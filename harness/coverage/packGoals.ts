import type { Path } from '../../engine/conditions/check.ts';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import type { Goal } from './goal.ts';
import type { GoalList } from './goalList.ts';

/** Takes in what is decided, for goals that are no comparisons. */
export type RulingGoals = (ruling: Ruling) => void;

/** Where goals of a pack are, and what they are added to. */
export interface PackGoals {
  readonly goals: GoalList;
  /** What a goal at a path of the pack's document is about. */
  readonly about: (rule: string, path: Path) => Omit<Goal, 'sort' | 'subject' | 'never'>;
}
