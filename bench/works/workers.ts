import type { WorkersWork } from './work.ts';

/** Several processes that share a store on PostgreSQL: from a source's telling to the command done. */
export const workers: WorkersWork = {
  kind: 'workers',
  id: 'workers',
  title: 'workers that share a store on PostgreSQL, on one machine with it: an event told, a command done',
  counted: { name: 'events', perAnswer: 1 },
  inputs: (count) => Array.from({ length: count }, () => ({ events: 1_000 })),
  expected: ({ events }) => Promise.resolve([events, events]),
};
