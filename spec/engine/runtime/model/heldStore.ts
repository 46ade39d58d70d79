import type { Changes, Store } from '../../../../engine/store.ts';

/** What happens to an instance around its writing. */
export interface Holding {
  /** Lets it go on; before and after whatever it asks of the store. */
  gate(): Promise<void>;
  /** Rejects where nothing can be written. */
  writing(): void;
  written(changes: Changes): void;
}

/** A store as one instance has it: paused, killed and refused as it is told. */
export function heldStore(store: Store, holding: Holding): Store {
  const held = async (name: keyof Store, given: readonly unknown[]): Promise<unknown> => {
    await holding.gate();
    if (name === 'commit') {
      holding.writing();
      await holding.gate();
    }
    const result = await (store[name] as (...of: readonly unknown[]) => Promise<unknown>).call(
      store,
      ...given,
    );
    if (name === 'commit') holding.written(given[0] as Changes);
    await holding.gate();
    return result;
  };
  return new Proxy(store, {
    get: (_of, name) =>
      name === 'journal'
        ? (after: number) => store.journal(after)
        : (...given: readonly unknown[]) => held(name as keyof Store, given),
  });
}
