/** What is found of one thing that is needed, in words. */
export interface Finding {
  /** One sentence, without a full stop. */
  readonly what: string;
  /**
   * `fine`; `warning`: it works, and somebody should look; `missing`: it does not work without; `unverified`: it was not
   * tried, because trying would change something, or cannot be tried from here.
   */
  readonly status: 'fine' | 'warning' | 'missing' | 'unverified';
  /** What to do, or to look at. */
  readonly hint?: string;
}

/** The statuses of findings. */
export const findingStatuses: readonly Finding['status'][] = ['fine', 'warning', 'missing', 'unverified'];
