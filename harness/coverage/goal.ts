import type { Place } from '../cases/case.ts';

/**
 * - `rule`: a rule takes effect
 * - `branch`: a comparison holds, or does not; or something is settled in one of the ways there are
 * - `threshold`: what is compared with a number lies below it, exactly at it, or above it
 */
export const goalSorts = ['rule', 'branch', 'threshold'] as const;
export type GoalSort = (typeof goalSorts)[number];

/** Something that must come about once for a policy to have been tried out. */
export interface Goal {
  readonly sort: GoalSort;
  /** The kind and name of the pack: `Handoff bot-to-agent`. */
  readonly pack: string;
  /** The rule it is in, or the setting it is about. */
  readonly rule: string;
  /** What it is about, in words: `trigger “bad-mood”`, `serviceLevel is less than 0.75`. */
  readonly subject: string;
  /** What is said where it has never come about: `never fired`, `never exactly 0.75`. */
  readonly never: string;
  readonly place: Place;
}
