import { ProblemError, problemError } from '../../engine/problem.ts';

/**
 * What an error of the operating system, gzip or the text decoder means to the user. Others are thrown on.
 * @param opened the file at work, for errors that name none.
 * @param line where in it, when that is known.
 */
export function fileProblem(error: unknown, opened: string, line?: number): ProblemError {
  if (error instanceof ProblemError) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  const file = path ?? opened;
  const where = line === undefined ? { file } : { file, line };
  switch (code) {
    case 'ENOENT':
      return problemError('no-such-file', 'there is no such file', { file });
    case 'ENOTDIR':
      return problemError('no-such-file', 'there is no such folder', { file });
    case 'EISDIR':
      return problemError('not-a-file', 'this is a folder; a file is needed', { file });
    case 'EACCES':
    case 'EPERM':
      return problemError('not-allowed', 'you may not read or write here', { file });
    case 'ENOSPC':
      return problemError('disk-full', 'the disk is full', { file, hint: 'make room and try again' });
    case 'Z_BUF_ERROR':
      return problemError('cut-off', 'the compressed file is cut off', {
        ...where,
        hint: 'fetch or make it again',
      });
    case 'Z_DATA_ERROR':
      return problemError('damaged', 'the compressed file is damaged or not gzip', {
        ...where,
        hint: 'fetch or make it again',
      });
    default:
      throw error;
  }
}
