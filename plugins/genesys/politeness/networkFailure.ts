/** A request that got no whole answer. */
export interface NetworkFailure {
  /** Completes "…: ", such as `ECONNRESET`. */
  readonly why: string;
  /** Whether the platform may have received and done it. */
  readonly maybeDone: boolean;
}

/** Failures before a request can have been sent. Source: Node's errors of `connect` and `getaddrinfo`, and undici's. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * @param error what `fetch`, or reading its answer, threw.
 * @returns undefined when it is no failure of the network or of the answer, but a mistake in the code.
 */
export function networkFailure(error: unknown): NetworkFailure | undefined {
  if (error instanceof SyntaxError) return { why: 'the answer is not whole JSON', maybeDone: true };
  if (!(error instanceof TypeError) || error.cause === undefined) return undefined;
  const { code, message, ...where } = error.cause as NetworkCause;
  const why = code === undefined ? (message ?? error.message) : `${code}${reasonOf(code, where)}`;
  return { why, maybeDone: code === undefined || !beforeSending.has(code) };
}

/** What Node tells of a failed connection; of several addresses of a host, each. */
interface NetworkCause {
  readonly code?: string;
  readonly message?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly errors?: readonly NetworkCause[];
}

/** What a connection that came to nothing was to, and what to look at; empty where nobody says. */
function reasonOf(code: string, { errors, ...where }: NetworkCause): string {
  const { address, port, hostname } = { ...errors?.[0], ...where };
  if (code === 'ECONNREFUSED' && address !== undefined)
    return ` at ${address}:${port}: nothing listens there; are region or baseUrl right, and does the sandbox run?`;
  if (code === 'ENOTFOUND' && hostname !== undefined)
    return `: there is no host ${hostname}; are region or baseUrl right, and does this machine have a network?`;
  return '';
}
