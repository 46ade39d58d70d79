import type { Changes, Store } from '../store.ts';
import type { Runtime } from './runtime.ts';

/** A store that is about to be worked on here. */
export interface WatchedStore {
  readonly store: Store;
  /** Of a store that several share, which this is of. */
  readonly shard?: number;
  /** Whose conversations are decided there; all, when left out. */
  readonly owns?: (conversation: string) => boolean;
}

/** Told of what goes on in a store for as long as it is worked on here. */
export interface StoreWatch {
  /** Of all that was written together, once it is safe. */
  committed(changes: Changes): void;
  /** Its runtime goes on from where it stood. */
  started(runtime: Runtime): void;
  /** Nobody works on it here any more. */
  ended(): void;
}

/** Begins to watch a store, before anything is decided there. */
export type WatchStore = (watched: WatchedStore) => Promise<StoreWatch>;
