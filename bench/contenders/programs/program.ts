import { execFileSync } from 'node:child_process';
import type { Figures } from '../../measure/statistics.ts';
import type { Program } from '../contender.ts';

/** A program that times itself: it answers `answers COUNT`, one answer a line, −1 for an empty one, and `round SECONDS`. */
export function timedProgram(version: string, command: string, before: readonly string[]): Program {
  const run = (...request: readonly string[]): string =>
    execFileSync(command, [...before, ...request], { encoding: 'utf8', maxBuffer: 2 ** 24 });
  return {
    version,
    answers: (count) =>
      run('answers', String(count))
        .trim()
        .split('\n')
        .map((line) => (line === '-1' ? [] : line.split(' ').map(Number))),
    round: (milliseconds) => JSON.parse(run('round', String(milliseconds / 1_000))) as Figures,
  };
}
