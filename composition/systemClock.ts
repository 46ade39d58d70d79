import type { Clock } from '../engine/ports.ts';

/** The longest a timer of the platform can be set for, in milliseconds. */
export const longestTimer = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  sleep(milliseconds, signal) {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout;
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal!.reason as Error);
      };
      const wait = (left: number): void => {
        const now = Math.min(left, longestTimer);
        timer = setTimeout(() => (left > now ? wait(left - now) : wake()), now);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      if (signal?.aborted === true) return reject(signal.reason as Error);
      signal?.addEventListener('abort', stop, { once: true });
      wait(Math.max(0, milliseconds));
    });
  },
};
