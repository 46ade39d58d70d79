import { withCommas } from './figures.ts';

/** How often the bar is drawn, at most, in milliseconds: a terminal is slower than we are. */
const drawEvery = 100;

/**
 * A progress bar on a terminal's error stream; silent anywhere else, so that logs and pipes stay clean.
 * @param clock milliseconds, from anywhere.
 * @returns told how far the work has come, 0 to 1; at 1 the bar goes away.
 */
export function progressBar(
  label: string,
  stream: NodeJS.WriteStream,
  clock: () => number,
): (fraction: number) => void {
  if (!stream.isTTY) return () => undefined;
  let drawn = -Infinity;
  return (fraction) => {
    const now = clock();
    if (fraction < 1 && now - drawn < drawEvery) return;
    drawn = now;
    const width = Math.max(10, Math.min(40, (stream.columns ?? 80) - label.length - 12));
    const full = Math.round(fraction * width);
    const bar = `${label} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.round(fraction * 100)).padStart(3)} %`;
    stream.write(fraction < 1 ? `\r${bar}` : `\r${' '.repeat(bar.length)}\r`);
  };
}

/**
 * A count on a terminal's error stream, for work of which nobody knows the end; silent anywhere else.
 * @param clock milliseconds, from anywhere.
 */
export function progressCount(
  label: string,
  unit: string,
  stream: NodeJS.WriteStream,
  clock: () => number,
): { at(count: number): void; end(): void } {
  let drawn = -Infinity;
  let width = 0;
  return {
    at(count) {
      const now = clock();
      if (!stream.isTTY || now - drawn < drawEvery) return;
      drawn = now;
      const text = `${label}: ${withCommas(count)} ${unit} so far`;
      width = text.length;
      stream.write(`\r${text}`);
    },
    end() {
      if (width > 0) stream.write(`\r${' '.repeat(width)}\r`);
      width = 0;
    },
  };
}
