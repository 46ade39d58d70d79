/**
 * Something a user can mend: an error or a warning in a file, a recording or a call.
 * Problems are values, not exceptions, wherever a user can cause them.
 */
export interface Problem {
  /** Stable, kebab-case; what a script matches on. */
  readonly code: string;
  /** An error refuses the input; a warning lets it pass and is counted. */
  readonly severity: 'error' | 'warning';
  /** One sentence in the user's words: what is wrong. */
  readonly message: string;
  /** What to write or do instead. */
  readonly hint?: string;
  readonly file?: string;
  /** From 1. In a recording or a call log, the line of the file. */
  readonly line?: number;
  /** From 1, in characters. */
  readonly column?: number;
  /** The pack, or pack and rule, the problem is in. */
  readonly rule?: string;
}

/** Carries problems across a boundary that can only throw: a stream, an iterator, the command line. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(renderProblem).join('\n'));
    this.name = 'ProblemError';
    this.problems = problems;
  }
}

/** @returns a `ProblemError` with one error in it, ready to throw. */
export function problemError(code: string, message: string, where: Partial<Problem> = {}): ProblemError {
  return new ProblemError([{ code, severity: 'error', message, ...where }]);
}

/** One readable line: `file:line:column: error: message. hint [code]`. */
export function renderProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  const rule = problem.rule === undefined ? '' : ` (in ${problem.rule})`;
  const hint = problem.hint === undefined ? '' : ` → ${problem.hint}`;
  const line = `${place === '' ? '' : `${place}: `}${problem.severity}: ${problem.message}${rule}${hint} [${problem.code}]`;
  return printable(line);
}

/** Control characters from a user's file must not reach a terminal, where they could move the cursor or hide text. */
export function printable(text: string): string {
  return [...text].map((character) => (isUnprintable(character) ? escaped(character) : character)).join('');
}

function isUnprintable(character: string): boolean {
  return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(character);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Errors only; warnings let an input pass. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
