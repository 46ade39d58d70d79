/** How hard an invariant is tried, and from where: the same gives the same. */
export interface Effort {
  /** A whole number of 32 bits. */
  readonly seed: number;
  readonly runs: number;
}

/** Where cases begin, and how many are tried of each invariant, when nothing is told. */
export const cardDefaults = { seed: 1, runs: 500 } as const satisfies Effort;
