import { ProblemError, problemError, type Problem } from '../../engine/problem.ts';

/** What SQLite says, by the low byte of its result code (sqlite.org/rescode.html), in our words. */
const said: Readonly<Record<number, Required<Pick<Problem, 'code' | 'message' | 'hint'>>>> = {
  5: {
    code: 'store-busy',
    message: 'another program keeps the file locked',
    hint: 'end it (a shell of sqlite3 with an open transaction?), or raise busySeconds',
  },
  8: {
    code: 'store-read-only',
    message: 'the file cannot be written',
    hint: 'who runs Signalbox must own the file and its folder',
  },
  10: {
    code: 'store-unwritable',
    message: 'the disk reports an error',
    hint: 'see the system’s log; what was not acknowledged was not kept',
  },
  11: { code: 'store-damaged', message: 'the file is damaged', hint: 'restore the last good backup' },
  13: {
    code: 'store-full',
    message: 'the disk is full',
    hint: 'make room, and start again: nothing that was acknowledged is lost',
  },
  14: {
    code: 'store-not-opened',
    message: 'the file cannot be opened',
    hint: 'does its folder exist, and may who runs Signalbox write there?',
  },
  26: {
    code: 'not-a-store',
    message: 'this is no store of Signalbox',
    hint: 'name another file; a new one is made where there is none',
  },
};

/** Another connection has the file locked. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === 5;
}

function resultCode(error: unknown): number | undefined {
  const { errcode } = error as { readonly errcode?: number };
  // The higher bytes say more closely which: SQLITE_BUSY_RECOVERY.
  return errcode === undefined ? undefined : errcode & 0xff;
}

/** Says in words what SQLite, or the file system, refused. What is told already stays as it is. */
export function storeError(error: unknown, file: string): Error {
  if (error instanceof ProblemError) return error;
  const { message } = error as Error;
  // What the file system refuses, before SQLite is asked, comes to the same as when SQLite is refused it.
  const code = 'syscall' in (error as object) ? 14 : resultCode(error);
  const known = code === undefined ? undefined : said[code];
  if (known === undefined) return problemError('store-failed', String(message), { file });
  return problemError(known.code, `${known.message} (${message})`, { file, hint: known.hint });
}
