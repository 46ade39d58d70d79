import type { ObservedEvent } from '../../exchange.ts';
import type { Clock } from '../../ports.ts';
import type { SharedStore } from '../../sharedStore.ts';
import type { RuntimeParts } from '../parts.ts';
import type { RuntimePolicies } from '../runtime.ts';
import type { WatchStore } from '../storeWatch.ts';

/** What a worker is made of. */
export interface WorkerParts {
  readonly shared: SharedStore;
  /** Their store is not used: each shard has its own. */
  readonly parts: RuntimeParts;
  readonly policies: RuntimePolicies;
  /** By which edits of rule files and the operator's instructions are looked for; not, when left out. */
  readonly oversight: Clock | undefined;
  /** Told of every shard that is worked on here. */
  readonly watch?: WatchStore;
  /** Told of what a plugin told, once it is in the log. */
  readonly logged?: (plugin: string, events: readonly ObservedEvent[]) => void;
  /** Facts that others than the sources tell, as `EventSource.carries`. */
  readonly carriedBeside?: readonly string[];
}
