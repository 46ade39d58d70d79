import { identity } from '../centre/identity.ts';

/** What the platform keeps besides conversations: integrations, who writes over them, queries that run. */
export class PlatformState {
  /** `OpenIntegration`, by id. */
  readonly integrations = new Map<string, Readonly<Record<string, unknown>>>();
  /** Who writes over open messaging: their conversation, by integration and sender. */
  readonly openConversations = new Map<string, string>();
  /** Of asynchronous queries, by id. */
  readonly jobs = new Map<string, Job>();
  #made = 0;

  /** An id that nothing else has. @param kind what it is of. */
  newId(kind: string): string {
    return identity(kind, 'made', ++this.#made);
  }
}

/** An asynchronous query. */
export interface Job {
  readonly submittedAt: number;
  readonly completedAt: number;
  readonly query: unknown;
}
