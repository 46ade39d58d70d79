import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemError } from '../../engine/problem.ts';

/** A request, as whoever answers sees it. */
export interface ServedRequest {
  readonly method: string;
  /** Without what follows a question mark. */
  readonly path: string;
  /** Of the header `authorization`. */
  readonly authorization: string | undefined;
  readonly host: string | undefined;
  readonly contentType: string | undefined;
  /** Whether whoever asks is on this machine. */
  readonly isLocal: boolean;
  /** Reads the body, once. @throws UnreadBody */
  body(): Promise<string>;
}

/** What a request is answered with. */
export interface ServedAnswer {
  readonly status: number;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A body that was not read to its end: it is longer than may be, or whoever sent it went away. */
export class UnreadBody extends Error {
  readonly why: 'too long' | 'gone';

  constructor(why: UnreadBody['why']) {
    super(`the body is ${why}`);
    this.why = why;
  }
}

/** In bytes. */
export const longestBody = 64 * 1024;

/** Nobody keeps a connection by being slow, and nobody all of them. */
const limits = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
} as const;
const mostConnections = 256;

/** Serves HTTP/1.1 on one address. */
export class HttpServer {
  readonly #server: Server;

  /** @param answer must not reject. */
  constructor(answer: (request: ServedRequest) => Promise<ServedAnswer>) {
    this.#server = createServer(limits, (request, response) => {
      void answer(served(request)).then((given) => send(request, response, given));
    });
    this.#server.maxConnections = mostConnections;
  }

  /** @returns the port. @throws ProblemError when the address cannot be had. */
  open(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      // Stays for what comes later: a connection that could not be taken must not end the run.
      this.#server.on('error', (error: NodeJS.ErrnoException) => {
        const why = error.code === 'EADDRINUSE' ? 'another program has it' : error.message;
        const hint = 'give another service.port, or stop that program';
        reject(problemError('cannot-serve', `nothing can be served at ${host}:${port}: ${why}`, { hint }));
      });
      this.#server.listen(port, host, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Takes no more connections, and ends those on which nothing is being answered. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    // What is left then is being slow: every answer has its deadline before.
    setTimeout(() => this.#server.closeAllConnections(), 1_000).unref();
    return closed;
  }
}

function served(request: IncomingMessage): ServedRequest {
  const { authorization, host } = request.headers;
  return {
    ...{ authorization, host, method: request.method ?? '', path: (request.url ?? '').split('?', 1)[0]! },
    contentType: request.headers['content-type'],
    isLocal: isLoopback(request.socket.remoteAddress ?? ''),
    body: () => bodyOf(request),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > longestBody) throw new UnreadBody('too long');
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > longestBody) throw new UnreadBody('too long');
      pieces.push(piece);
    }
  } catch (error) {
    throw error instanceof UnreadBody ? error : new UnreadBody('gone');
  }
  return Buffer.concat(pieces).toString('utf8');
}

function send(request: IncomingMessage, response: ServerResponse, answer: ServedAnswer): void {
  const { status, contentType = 'application/json', headers = {}, body } = answer;
  if (response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // What was not read of a request must not be taken for the next one.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(body);
}

/** Whether an address is this machine's own. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(host);
}
