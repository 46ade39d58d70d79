import type { Secrets } from '../engine/plugins/environment.ts';
import { ProblemError, type Problem } from '../engine/problem.ts';

/** A problem in which no value from the environment can be read. */
export function hidden(problem: Problem, secrets: Secrets): Problem {
  const { message, hint, file, rule } = problem;
  return {
    ...problem,
    message: secrets.hide(message),
    ...(hint === undefined ? {} : { hint: secrets.hide(hint) }),
    ...(file === undefined ? {} : { file: secrets.hide(file) }),
    ...(rule === undefined ? {} : { rule: secrets.hide(rule) }),
  };
}

/** What was thrown, in which no value from the environment can be read; its stack trace neither. */
export function hiddenError(thrown: unknown, secrets: Secrets): Error {
  if (thrown instanceof ProblemError)
    return new ProblemError(thrown.problems.map((problem) => hidden(problem, secrets)));
  const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const error = new Error(secrets.hide(message));
  error.stack = secrets.hide(stack ?? message);
  return error;
}
