import type { Plugin } from '../../../engine/plugins/plugin.ts';
import { tokens } from '../../../engine/ports.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { callsOver, callsUnderWay, watchCalls } from './calls.ts';
import { hearKills } from './killPoint.ts';
import { hearParent, tellParent } from './parentProcess.ts';

/** Turns of the event loop in which what came over a socket is read, decided on and written. */
const turns = 6;

/** The longest an answer is waited for while time stands still, in real milliseconds. */
const longestCallMs = 200;
/** The longest a file is waited for likewise. */
const longestFileMs = 10_000;

/**
 * A clock that has its time from the process that started this one. That hears when everything has been done that was to
 * be done by then, as far as can be seen: time goes on as fast as the engine can follow.
 */
const toldClock: Plugin = {
  name: 'told-clock',
  configSchema: {},
  provides: [tokens.clock],
  needs: [],
  create() {
    const clock = new VirtualClock(Number(process.env['SIGNALBOX_SPEC_NOW']));
    watchCalls();
    hearKills();
    hearParent((message) => {
      if ('now' in message) void pass(clock, message.now);
      // Whatever program it may be run by: a signal from outside would be that one's.
      else if ('stop' in message) process.kill(process.pid, 'SIGTERM');
    });
    return {
      parts: { [tokens.clock]: clock },
      start() {
        tellParent({ ready: process.pid });
        return Promise.resolve();
      },
    };
  },
};

async function pass(clock: VirtualClock, now: number): Promise<void> {
  clock.jump(now);
  await quiet();
  while (clock.wake()) await quiet();
  const { nextAt } = clock;
  tellParent({ passed: { ...(nextAt === undefined ? {} : { nextAt }), callsUnderWay: callsUnderWay() } });
}

async function quiet(): Promise<void> {
  const begun = performance.now();
  for (;;) {
    await callsOver(longestCallMs);
    for (let turn = 0; turn < turns; turn++) await settled();
    const took = performance.now() - begun;
    const isCalling = callsUnderWay() > 0 && took < longestCallMs;
    if (!isCalling && !(areFilesUnderWay() && took < longestFileMs)) return;
  }
}

/** Whether a file is being read or written: what that takes is the machine's time, not the engine's. */
function areFilesUnderWay(): boolean {
  return process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'));
}

export default toldClock;
