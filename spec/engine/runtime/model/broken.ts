import type { Actor } from '../../../../engine/ports.ts';
import type { Store } from '../../../../engine/store.ts';
import type { Breaking } from './deployment.ts';
import type { Made } from './instance.ts';

function withActors({ actors, ...rest }: Made, name: string, change: (actor: Actor) => Actor): Made {
  return {
    ...rest,
    actors: actors.map((one) => (one.name === name ? { ...one, part: change(one.part) } : one)),
  };
}

function withStore(store: Store, change: Partial<Store>): Store {
  return new Proxy(store, {
    get: (of, name) => {
      const method = change[name as keyof Store] ?? (Reflect.get(of, name) as (...given: never[]) => unknown);
      return method.bind(of);
    },
  });
}

/** Faults a runtime, a plugin or a store could have, by what they do wrong. Each is to be found, and to be told in few words. */
export const broken: Readonly<Record<string, Breaking>> = {
  'a plugin that forgets what comes second': {
    parts: (made) =>
      withActors(made, 'mail', (actor) => {
        let calls = 0;
        const act: Actor['act'] = (commands, occasion, signal) =>
          ++calls === 2 ? Promise.resolve({ status: 'done' }) : actor.act(commands, occasion, signal);
        return { ...actor, act };
      }),
  },
  'what may have been done is asked for as if new': {
    parts: (made) =>
      withActors(made, 'mail', (actor) => ({
        ...actor,
        act: (commands, occasion, signal) => actor.act(commands, { ...occasion, isRepeated: false }, signal),
      })),
  },
  'commands are brought in the wrong order': {
    store: (store) =>
      withStore(store, {
        outbox: async (after, most, kinds) => [...(await store.outbox(after, most, kinds))].reverse(),
      }),
  },
  'what is done again after it had ended': {
    parts: (made) =>
      withActors(made, 'webhook', (actor) => ({
        ...actor,
        act: async (commands, occasion, signal) => {
          const outcome = await actor.act(commands, occasion, signal);
          await actor.act(commands, occasion, signal);
          return outcome;
        },
      })),
  },
  'a sink’s place is kept before it has heard': {
    store: (store) => withStore(store, { heard: async (sink) => Math.max(1, await store.heard(sink)) }),
  },
  'a cursor that is not written with its events': {
    store: (store) =>
      withStore(store, {
        commit: (changes) => store.commit({ ...changes, cursors: new Map() }),
      }),
  },
  'a full disk that is not noticed': {
    store: (store) => {
      let commits = 0;
      return withStore(store, {
        commit: (changes) => (++commits === 4 ? Promise.resolve() : store.commit(changes)),
      });
    },
  },
};
