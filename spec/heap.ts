import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of the heap that are held by something, once what is not has been collected. */
export async function heapBytes(): Promise<number> {
  // What is cleaned up after one collection, such as what closed sockets held, goes with another.
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await setTimeout(20);
  }
  return process.memoryUsage().heapUsed;
}
