import { longestTimer } from '../composition/systemClock.ts';
import { printable, renderProblem, type Problem } from '../engine/problem.ts';
import { progressBar, progressCount } from '../harness/progress.ts';

/** 0 fine, 1 a check failed, 2 wrong input or usage. */
export const exit = { fine: 0, failed: 1, wrongInput: 2 } as const;

/** What people wrote into files or the command line must not command their terminal. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

export function print(text: string): void {
  process.stdout.write(`${printableLines(text)}\n`);
}

/** Resolves once there is room for more. */
export function written(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(printableLines(text), () => resolve()));
}

export function report(problems: readonly Problem[]): void {
  for (const problem of problems) process.stderr.write(`${renderProblem(problem)}\n`);
}

export function progress(label: string): (fraction: number) => void {
  return progressBar(label, process.stderr, () => performance.now());
}

/** Shows how many there are so far, of what nobody knows the end. */
export function counter(label: string, unit: string): { at(count: number): void; end(): void } {
  return progressCount(label, unit, process.stderr, () => performance.now());
}

/** How a command is left at once, by signal. */
export const leave = { SIGINT: () => process.exit(130), SIGTERM: () => process.exit(143) } as const;

/**
 * Does something that the first signal to stop ends in good order; a second one leaves at once. The process lives for as
 * long as it is at work, also while it waits for nothing but that signal.
 */
export async function untilStopped<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.off(signal, leave[signal]);
    process.on(signal, () => (stop.signal.aborted ? leave[signal]() : stop.abort(new Error(signal))));
  }
  const alive = setInterval(() => undefined, longestTimer);
  try {
    return await work(stop.signal);
  } catch (error) {
    // What gave up because of the signal, and had nothing to bring to an end, is left as any other.
    if (stop.signal.aborted && error === stop.signal.reason)
      leave[(error as Error).message as keyof typeof leave]();
    throw error;
  } finally {
    clearInterval(alive);
  }
}
