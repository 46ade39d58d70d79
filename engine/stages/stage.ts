/** How far a policy has come: what it decides, and whether that is done. */
export const stages = ['draft', 'shadow', 'canary', 'active'] as const;

/**
 * `draft` decides nothing. `shadow` decides about every conversation, and nothing of it is done. `canary` too, but for a
 * share of the conversations what it decides is done, and what the active policy decides is not. `active` decides about
 * all others; at most one is, and at most one is a canary.
 */
export type Stage = (typeof stages)[number];

/** A policy and its stage. */
export interface StagedPolicy {
  readonly name: string;
  /** Of the version that is at work. */
  readonly hash: string;
  readonly stage: Stage;
  /** Of a canary alone: its share of the conversations, above 0 and up to 100. */
  readonly sharePercent?: number;
}

/** A stage in words, such as `canary 10 %`. */
export function stageText({ stage, sharePercent }: Pick<StagedPolicy, 'stage' | 'sharePercent'>): string {
  return sharePercent === undefined ? stage : `${stage} ${sharePercent} %`;
}

/** Every policy that signalbox.yaml lists, and since when it is so. */
export interface PoliciesAtWork {
  /** Milliseconds since 1970 of our clock. */
  readonly since: number;
  /** In the order they are listed. */
  readonly policies: readonly StagedPolicy[];
}

/** How many decisions a version of a policy has made at a stage. */
export interface PolicyTally {
  readonly name: string;
  readonly hash: string;
  readonly stage: Stage | 'replay';
  readonly decisions: number;
}
