import type { Notice, RunSummary } from '../composition/run.ts';
import { printable, renderProblem, type Problem } from '../engine/problem.ts';

export type LogFormat = 'text' | 'json';

/** Says what goes on while something runs. What it is told holds no secret and nothing that a customer said. */
export interface RunLog {
  problem(problem: Problem): void;
  notice(notice: Notice): void;
  /** What the run came to; in text it is the result, which the standard output has. */
  summary(summary: RunSummary): void;
}

/**
 * A line each: for people, or as JSON with `time` (UTC), `level` (`info`, `warning`, `error`), `code`, `message` and what
 * else a problem has.
 * @param now milliseconds since 1970 of the machine's clock, whatever clock decides.
 */
export function runLog(format: LogFormat, write: (line: string) => void, now: () => number): RunLog {
  if (format === 'text')
    return {
      problem: (problem) => write(`${renderProblem(problem)}\n`),
      // That it has started shows; where it serves, and what was taken in meanwhile, does not.
      notice: ({ code, message }) => void (code !== 'started' && write(`${printable(message)}\n`)),
      summary: () => undefined,
    };
  const line = (level: string, fields: object): void =>
    write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, ...fields })}\n`);
  return {
    problem: ({ severity, ...fields }) => line(severity, fields),
    notice: (notice) => line('info', notice),
    summary: (summary) => line('info', { code: 'stopped', message: 'Stopped in good order', ...summary }),
  };
}
