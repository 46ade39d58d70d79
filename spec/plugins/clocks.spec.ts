import { systemClock } from '../../composition/systemClock.ts';
import { VirtualClock } from '../../harness/lockStep/virtualClock.ts';
import { clockContract } from './contract.ts';

describe('the machine’s clock', () => {
  clockContract(() => ({ clock: systemClock, pass: (milliseconds) => systemClock.sleep(milliseconds) }));
});

describe('a clock that stands still until it is told to go on', () => {
  clockContract(() => {
    const clock = new VirtualClock();
    return { clock, pass: (milliseconds) => clock.pass(milliseconds) };
  });
});
