import type { RuntimeSettings } from '../plugins/configurationSchema.ts';
import type { Actor, BatchActor, Clock, EventSource, FactProvider, Sink } from '../ports.ts';
import type { Problem } from '../problem.ts';
import type { Changes, Store } from '../store.ts';

/** A part, and the plugin it is of. */
export interface Named<Part> {
  readonly name: string;
  readonly part: Part;
}

/** What a runtime is made of. */
export interface RuntimeParts {
  readonly sources: readonly Named<EventSource>[];
  readonly providers: readonly Named<FactProvider>[];
  readonly actors: readonly Named<Actor>[];
  readonly batchActors: readonly Named<BatchActor>[];
  readonly sinks: readonly Named<Sink>[];
  readonly store: Store;
  readonly clock: Clock;
  /** Evenly spread over 0 to 1. */
  readonly random: () => number;
  readonly settings: RuntimeSettings;
  /** Told what a person should know, while the work goes on. */
  readonly problem: (problem: Problem) => void;
  /** Whose conversations it decides and acts on; all, when left out. What becomes of the others it follows alone. */
  readonly owns?: (conversation: string) => boolean;
  /** Told of all that was written together, once it is safe. */
  readonly committed?: (changes: Changes) => void;
}
