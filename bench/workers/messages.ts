import type { ObservedEvent } from '../../engine/exchange.ts';

/** What a worker is told by who measures, a line of JSON each: events to be written to the log together. */
export interface ToWorker {
  readonly events: readonly ObservedEvent[];
  /** Where its source goes on after them. */
  readonly cursor: string;
}

/** What a worker says. */
export type FromWorker =
  /** It is the one whose source is listened to. */
  | { readonly listens: true }
  /** What it was told last is in the log. */
  | { readonly taken: string }
  /** A command was done, that an event of this conversation and time brought about. */
  | { readonly done: string; readonly conversation: string; readonly at: number };
