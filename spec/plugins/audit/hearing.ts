import { writeSync } from 'node:fs';
import { systemClock } from '../../../composition/systemClock.ts';
import { endedAs } from '../../outcomes.ts';
import { opened, settingsIn, signingIn } from './trail.ts';

/**
 * A process of its own that has an audit trail hear of numbered commands, three at a time, and prints how many it has
 * heard of: `node hearing.ts <home> <who> <from> <to>`. It signs the log's end after every ten.
 */
const [, , home, who, from, to] = process.argv;
const told = (number: number) => {
  const { ended } = endedAs(number, 'done', { decision: `${who!}/skills/${number}` });
  return { outcome: ended };
};

const settings = settingsIn(home!, {
  clock: systemClock,
  fileBytes: 20_000,
  checkpoints: signingIn(home!, 10),
  problem: ({ code }) => void writeSync(2, `${code}\n`),
});
const trail = await opened(settings);
for (let number = Number(from); number < Number(to); number += 3) {
  await trail.hear([told(number), told(number + 1), told(number + 2)], new AbortController().signal);
  // Written through at once: a number that is still in a buffer when the process is killed was not told.
  writeSync(1, `${number + 3}\n`);
}
await trail.close();
