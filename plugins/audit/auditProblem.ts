import { problemError, ProblemError, type Problem } from '../../engine/problem.ts';

const look = 'signalbox audit verify says what is wrong; set the folder aside, and a new log begins';

/** What stands at the end of the log is not what was written there. */
export function damaged(file: string, line?: number): ProblemError {
  const message = 'the log is not as it was written: nothing is added to it';
  return problemError('audit-damaged', message, {
    file,
    ...(line === undefined ? {} : { line }),
    hint: look,
  });
}

/** The log ends before its last checkpoint. */
export function cutOff(folder: string, seq: number, least: number): ProblemError {
  const message = `the log ends with entry ${seq}, and a checkpoint was signed for entry ${least}`;
  const hint = `entries were cut off, or these are another log’s checkpoints; ${look}, if its checkpoints are set aside too`;
  return problemError('audit-cut-off', message, { file: folder, hint });
}

/** Checkpoints that the log tells of are not there, or the other way round. */
export function checkpointsMissing(file: string, told: number, there: number): ProblemError {
  const message = `the log tells of ${told} checkpoints, and ${there} are here`;
  return problemError('audit-checkpoints', message, {
    file,
    hint: 'is it the right folder? Put the checkpoints of this log back, or set both aside',
  });
}

/** What a crash left of an entry was cut off. */
export function mended(file: string, bytes: number): Problem {
  const message = `a crash left ${bytes} bytes that are no whole line: they were cut off, and it is written again`;
  return { code: 'audit-mended', severity: 'warning', message, file };
}

/** For how long a sink that cannot write is best left alone, in seconds: as long as the runtime allows. */
const retryAfterSeconds = 300;

/** What is told, and rejected with, when entries cannot be written. */
export function notWritten(error: unknown, file: string): ProblemError {
  const known =
    error instanceof ProblemError
      ? error
      : problemError('audit-not-written', `the log cannot be written: ${(error as Error).message}`, {
          file,
          hint: 'make room, or give who runs Signalbox the right to write; it is tried again',
        });
  return Object.assign(known, { retryAfterSeconds });
}

/** Whoever reads the key can sign another log. */
export function readableByOthers(file: string): Problem {
  const message = 'others than its owner can read the key that signs checkpoints';
  return { code: 'key-readable', severity: 'warning', message, file, hint: `chmod 600 ${file}` };
}

/** The end of the log could not be signed. */
export function notSigned(error: unknown, file: string): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  const message = `the log’s end cannot be signed: ${(error as Error).message}`;
  const hint = 'entries are written all the same; it is tried again';
  return problemError('audit-not-signed', message, { file, hint }).problems;
}
