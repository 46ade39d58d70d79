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
  const { code, message } = error.cause as { readonly code?: string; readonly message?: string };
  return { why: code ?? message ?? error.message, maybeDone: code === undefined || !beforeSending.has(code) };
}
