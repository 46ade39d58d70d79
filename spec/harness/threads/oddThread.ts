import { parentPort } from 'node:worker_threads';

/** What a thread is to do with a message. */
export type OddTask = 'answer' | 'throw' | 'exit' | 'fill memory' | 'never answer';

const doing: Readonly<Record<OddTask, () => void>> = {
  answer: () => parentPort!.postMessage('answered'),
  throw: () => {
    throw new Error('thrown in the thread');
  },
  exit: () => process.exit(3),
  'fill memory': () => {
    for (const filled: number[][] = []; ;) filled.push(new Array<number>(10_000).fill(0.5));
  },
  'never answer': () => undefined,
};

parentPort!.on('message', (task: OddTask) => doing[task]());
