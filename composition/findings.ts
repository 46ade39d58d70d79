import { findingOf, type Finding } from '../engine/plugins/finding.ts';
import type { Secrets } from '../engine/plugins/environment.ts';
import { ProblemError } from '../engine/problem.ts';
import { hiddenError } from './hidden.ts';

/** A finding, and what it is about: `configuration`, `policy`, `plugins`, or a plugin's name. */
export interface PlacedFinding extends Finding {
  readonly about: string;
}

/** What was found so far; no value from the environment is in it. */
export class Findings {
  readonly #secrets: Secrets;
  readonly #found: PlacedFinding[] = [];

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  get all(): readonly PlacedFinding[] {
    return this.#found;
  }

  add(about: string, { what, hint, status }: Finding): void {
    const hidden = hint === undefined ? {} : { hint: this.#secrets.hide(hint) };
    this.#found.push({ about, what: this.#secrets.hide(what), status, ...hidden });
  }

  /** Tries something, and adds what a user can mend about it. @returns undefined when it cannot be done. @throws anything else. */
  async trying<Result>(about: string, work: () => Promise<Result> | Result): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw hiddenError(error, this.#secrets);
      for (const problem of error.problems) this.add(about, findingOf(problem));
      return undefined;
    }
  }
}
