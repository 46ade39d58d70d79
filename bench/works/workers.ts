import type { WorkersWork } from './work.ts';

const common = {
  kind: 'workers',
  counted: { name: 'events', perAnswer: 1 },
  inputs: (count) => Array.from({ length: count }, () => ({ events: 1_000 })),
  expected: ({ events }) => Promise.resolve([events, events]),
} as const satisfies Omit<WorkersWork, 'id' | 'title'>;

/** Several processes that share a store on PostgreSQL: from a source's telling to the command done. */
export const workers: WorkersWork = {
  ...common,
  id: 'workers',
  title: 'workers that share a store on PostgreSQL, on one machine with it: an event told, a command done',
};

/** One of them, with a floor of some size: agents are ranked for each event. */
export const floors: WorkersWork = {
  ...common,
  id: 'floors',
  title:
    'one worker on PostgreSQL that knows so many agents: an event told, its queue’s ranked, a command done',
};
