import { ProblemError, problemError, type Problem } from '../../engine/problem.ts';

type Said = Required<Pick<Problem, 'code' | 'message' | 'hint'>>;

/** What the server says, by SQLSTATE or the class it begins with (postgresql.org/docs/current/errcodes-appendix.html). */
const said: Readonly<Record<string, Said>> = {
  '28': {
    code: 'store-refused',
    message: 'the server does not let us in',
    hint: 'are user and password of the url right, and does pg_hba.conf allow them?',
  },
  '3D000': {
    code: 'store-not-opened',
    message: 'there is no such database',
    hint: 'create it first: createdb',
  },
  '42501': {
    code: 'store-read-only',
    message: 'the user may not do that',
    hint: 'grant it CREATE on the database, or make the schema its own',
  },
  '53100': {
    code: 'store-full',
    message: 'the server’s disk is full',
    hint: 'make room, and start again: nothing that was acknowledged is lost',
  },
  XX: {
    code: 'store-damaged',
    message: 'the server reports a fault of its own, or damaged files',
    hint: 'see its log; restore the last good backup',
  },
};

/**
 * The session is gone, or the server could not go on with what was asked for a reason that passes: asked again, it may well
 * be done. Of a transaction that was about to be committed it is not known whether it was.
 */
export class ConnectionLost extends Error {}

/** Ends of sessions, servers that start, stop or stand by, deadlocks (SQLSTATE, or the class). */
const passing = /^(08|57P0[1235]|25P0[23]|25006|40|53300|55P03)/;
const gone =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EAI_AGAIN|ENOENT)|Connection terminated|Query read timeout|connection error|timeout expired|connection (has ended|is closed)|was closed/;

/**
 * What a query rejected with, as `ConnectionLost` where that is what it means.
 * @param end called when it is: a session whose answers are no longer awaited in order cannot be used.
 */
export function connectionLost(error: Error, end?: () => void): Error {
  if (error instanceof ConnectionLost) return error;
  const { code = '' } = error as { readonly code?: string };
  const isServers = /^[0-9A-Z]{5}$/.test(code) && 'severity' in error;
  if (isServers ? !passing.test(code) : !gone.test(code) && !gone.test(error.message)) return error;
  end?.();
  return new ConnectionLost(error.message, { cause: error });
}

/** Says in words what the server, or the way to it, refused. What is told already stays as it is. */
export function storeError(error: unknown): Error {
  if (error instanceof ProblemError) return error;
  const { message } = error as Error;
  if (error instanceof ConnectionLost) {
    const hint = 'does PostgreSQL run there, and is the url right? Nothing that was acknowledged is lost';
    return problemError('store-unreachable', `the store cannot be reached (${message})`, { hint });
  }
  const code = String((error as { readonly code?: unknown }).code);
  const known = said[code] ?? said[code.slice(0, 2)];
  if (known === undefined) return problemError('store-failed', String(message));
  return problemError(known.code, `${known.message} (${message})`, { hint: known.hint });
}
