import type { Plugin } from '../../../engine/plugins/plugin.ts';
import { tokens } from '../../../engine/ports.ts';
import type { Changes, Store } from '../../../engine/store.ts';
import sqlite from '../../../plugins/sqlite/plugin.ts';
import { reach } from './killPoint.ts';
import { tellParent } from './parentProcess.ts';

type Step = readonly [name: string, isIn: (changes: Changes) => boolean];

function has(part: 'accepted' | 'journal' | 'gathered' | 'tried' | 'ended'): (changes: Changes) => boolean {
  return (changes) => (changes[part]?.length ?? 0) > 0;
}

/** What a commit may hold: each is a durable step. */
const steps: readonly Step[] = [
  ['accepted', has('accepted')],
  // Such as wait for facts.
  ['accepted alone', ({ accepted = [], journal = [] }) => accepted.length > 0 && journal.length === 0],
  ['decided', has('journal')],
  ['gathered', has('gathered')],
  ['commanded', ({ decisions = [] }) => decisions.some(({ record: { body } }) => body.commands.length > 0)],
  ['tried', has('tried')],
  ['ended', has('ended')],
  ['heard', ({ heard }) => (heard?.size ?? 0) > 0],
  ['cursor', ({ cursors }) => (cursors?.size ?? 0) > 0],
  ['snapshot', ({ snapshot }) => snapshot !== undefined],
];

/** Names of durable steps at which a process can be killed. */
export const stepNames = steps.map(([name]) => name);

/** Where a process can be killed around each: in the middle, what came first is written and not committed. */
export const stepMoments = ['before', 'within', 'after'] as const;

/** The store on SQLite, whose process can be killed at each of its durable steps; the parent hears what is safe. */
const killedStore: Plugin = {
  ...(sqlite as Plugin),
  name: 'killed-store',
  create(dependencies) {
    const made = (sqlite as Plugin).create(dependencies);
    const store = made.parts[tokens.store] as Store;
    const commit = store.commit.bind(store);
    let commits = 0;
    Object.assign(store, {
      async commit(changes: Changes): Promise<void> {
        const names = steps.filter(([, isIn]) => isIn(changes)).map(([name]) => name);
        const reachAll = (moment: string): void =>
          names.forEach((name) => reach(`${moment} commit: ${name}`));
        reachAll('before');
        await commit(withMiddle(changes, () => reachAll('within')));
        commits++;
        reachAll('after');
        tellSafe(changes);
      },
    } satisfies Pick<Store, 'commit'>);
    return {
      ...made,
      async stop(signal) {
        await made.stop?.(signal);
        tellParent({ commits });
      },
    };
  },
};

/** @param middle called when all but the last is written. */
function withMiddle(changes: Changes, middle: () => void): Changes {
  let isThere = false;
  return {
    ...changes,
    get snapshot() {
      if (!isThere) middle();
      isThere = true;
      return changes.snapshot;
    },
  } as Changes;
}

function tellSafe({ accepted = [], decisions = [] }: Changes): void {
  const last = decisions.at(-1)?.number;
  if (accepted.length === 0 && last === undefined) return;
  tellParent({
    safe: {
      accepted: accepted.map(({ position, observed }) => [position, observed.event]),
      ...(last === undefined ? {} : { decision: last }),
    },
  });
}

export default killedStore;
