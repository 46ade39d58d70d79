/** What is asked of a budget, and told to it. */
export interface PermitsWanted {
  /** Permits wanted; 0 where something is told alone. */
  readonly wanted: number;
  /** Permits are granted while fewer than so many count, whoever has them. */
  readonly limit: number;
  /** For how long a permit counts once its request was answered, in seconds. */
  readonly windowSeconds: number;
  /** When a permit counts no more of which nothing was heard again, in seconds after it was granted, beyond the window. */
  readonly heldSeconds: number;
  /** Requests that were answered since the last time: each counts for a window from now. */
  readonly answered: number;
  /** The marks of permits that are in use no more, answered or never used: one for each. */
  readonly returned: readonly number[];
}

/** What a budget grants. */
export interface PermitsGranted {
  /** From 0 to what was wanted; each is for one request, to be made at once. */
  readonly granted: number;
  /** What they are returned by. */
  readonly mark: number;
  /** How many count now, with these, whoever has them. */
  readonly counted: number;
  /** Where none was granted: when there may be one, in milliseconds, unless one is returned before. 0 where some were. */
  readonly waitMilliseconds: number;
}

/**
 * A limit that several workers keep together: so many requests under way, or answered within a window. A request takes a
 * permit, which counts until a window after it was answered; so no window of any sort has more requests than the limit,
 * however long answers travel.
 */
export interface RequestBudget {
  /**
   * Takes back, counts and grants, all at once.
   * @throws within seconds, where the budget cannot be asked: it is then not known whether permits were granted, or
   * anything was taken back. What was not comes free by itself.
   */
  take(wanted: PermitsWanted): Promise<PermitsGranted>;
}

/** Budgets that workers share. */
export interface RequestBudgets {
  /**
   * @param name of what is asked and by which account: whoever gives the same shares one budget. No secret.
   * @returns undefined where there is nobody to share with.
   */
  budget(name: string): RequestBudget | undefined;
}
