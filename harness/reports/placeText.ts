import type { Problem } from '../../engine/problem.ts';

/** `file:line:column`, as far as it is known; undefined where nothing is. */
export function placeText({
  file,
  line,
  column,
}: Pick<Problem, 'file' | 'line' | 'column'>): string | undefined {
  return file === undefined ? undefined : [file, line, column].filter((part) => part !== undefined).join(':');
}
