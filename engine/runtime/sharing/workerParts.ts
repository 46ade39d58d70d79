import type { Clock } from '../../ports.ts';
import type { SharedStore } from '../../sharedStore.ts';
import type { RuntimeParts } from '../parts.ts';
import type { RuntimePolicies } from '../runtime.ts';

/** What a worker is made of. */
export interface WorkerParts {
  readonly shared: SharedStore;
  /** Their store is not used: each shard has its own. */
  readonly parts: RuntimeParts;
  readonly policies: RuntimePolicies;
  /** By which edits of rule files and the operator's instructions are looked for; not, when left out. */
  readonly oversight: Clock | undefined;
}
