import { withinDeadline } from '../deadline.ts';
import type { Network } from '../network.ts';
import type { Clock } from '../ports.ts';

/** What is sent to a receiver. */
export interface Posting {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For the answer, its body included. */
  readonly timeoutSeconds: number;
  /** Of the answer's body, in bytes; what is longer is not read. 0: none of it is. */
  readonly mostAnswerBytes: number;
}

/** What came of it: an answer; or none, and then whether it may have been received all the same. */
export type Posted =
  | {
      readonly status: number;
      readonly headers: Headers;
      /** Undefined when it is longer than may be, breaks off, or is not all there in time. */
      readonly text: string | undefined;
    }
  | { readonly status?: never; readonly why: string; readonly mayBeReceived: boolean };

/** What is known to fail before anything is sent. */
const beforeSending: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * Posts JSON. A redirect is an answer, and not followed: what was signed for one receiver goes to no other.
 * @throws the signal's reason, once it is aborted; nothing else.
 */
export async function post(
  { network, clock }: { readonly network: Network; readonly clock: Clock },
  { url, headers, body, timeoutSeconds, mostAnswerBytes }: Posting,
  signal: AbortSignal,
): Promise<Posted> {
  signal.throwIfAborted();
  const late = new Error(`no answer within ${timeoutSeconds} s`);
  let answered: Response | undefined;
  const exchange = async (ended: AbortSignal): Promise<Posted> => {
    const request = new Request(url, {
      ...{ method: 'POST', body, redirect: 'manual', signal: ended },
      headers: { 'content-type': 'application/json', ...headers },
    });
    answered = await network.fetch(request);
    return { ...headOf(answered), text: await textOf(answered, mostAnswerBytes, ended) };
  };
  try {
    return await withinDeadline(clock, timeoutSeconds * 1000, exchange, () => late, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error === late) {
      // Whoever keeps its words to itself has said all the same what became of it.
      if (answered !== undefined) return { ...headOf(answered), text: undefined };
      return { why: late.message, mayBeReceived: true };
    }
    const cause = causeOf(error);
    return {
      why: `no answer: ${cause.code ?? cause.message}`,
      mayBeReceived: !beforeSending.has(cause.code),
    };
  }
}

function headOf({ status, headers }: Response): Pick<Response, 'status' | 'headers'> {
  return { status, headers };
}

async function textOf(response: Response, most: number, ended: AbortSignal): Promise<string | undefined> {
  if (response.body === null) return '';
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const parts: Uint8Array[] = [];
  try {
    for (let bytes = 0; bytes <= most;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(parts).toString();
      bytes += value.length;
      parts.push(value);
    }
    return undefined;
  } catch {
    ended.throwIfAborted();
    return undefined;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** What `fetch` failed by, under its own "fetch failed". */
function causeOf(error: unknown): NodeJS.ErrnoException {
  const { cause } = error as Error;
  return cause instanceof Error ? cause : (error as Error);
}
