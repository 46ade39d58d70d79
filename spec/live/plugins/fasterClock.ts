import { systemClock } from '../../../composition/systemClock.ts';
import type { Plugin } from '../../../engine/plugins/plugin.ts';
import { tokens, type Clock } from '../../../engine/ports.ts';

/** A clock that several processes have in common: at a real moment it was so late, and it goes so many times as fast. */
export interface FasterTime {
  /** Milliseconds since 1970, by the clock. */
  readonly startedAt: number;
  /** Milliseconds since 1970, really. */
  readonly realAt: number;
  readonly factor: number;
}

/** How late it is, in milliseconds since 1970. */
export function fasterNow({ startedAt, realAt, factor }: FasterTime): number {
  return startedAt + Math.floor((performance.timeOrigin + performance.now() - realAt) * factor);
}

/** A clock that goes faster than the machine’s, as the environment says: `SIGNALBOX_SPEC_TIME`, in JSON. */
const fasterClock: Plugin = {
  name: 'faster-clock',
  configSchema: {},
  provides: [tokens.clock],
  needs: [],
  create() {
    const time = JSON.parse(process.env['SIGNALBOX_SPEC_TIME']!) as FasterTime;
    const clock: Clock = {
      now: () => fasterNow(time),
      steady: () => performance.now() * time.factor,
      sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / time.factor, signal),
    };
    return { parts: { [tokens.clock]: clock } };
  },
};

export default fasterClock;
