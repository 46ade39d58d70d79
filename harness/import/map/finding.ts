/** Something wrong with a map: what, where, and what to write instead. */
export interface Finding {
  /** Keys and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** Reports a finding. */
export type Report = (path: Finding['path'], code: string, message: string, hint?: string) => void;
