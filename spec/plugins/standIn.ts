import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What was asked of a stand-in. */
export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body, from JSON; undefined when there was none. */
  readonly body: unknown;
}

/** What it answers; the body goes out as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A system at the other end of a plugin, as an HTTP server on loopback. */
export interface StandIn {
  /** Without a slash at the end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Starts a stand-in, so that a plugin's spec speaks HTTP with something.
 * @param answer what it answers to each request; what it throws is an answer of 500.
 * @param port any that is free, unless told.
 */
export async function standIn(answer: (asked: Asked) => Answer, port = 0): Promise<StandIn> {
  const server = createServer((request, response) => {
    void answerTo(request, answer).then(({ status, headers = {}, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(request: IncomingMessage, answer: (asked: Asked) => Answer): Promise<Answer> {
  const { method = 'GET', url: path = '/', headers } = request;
  try {
    const body = method === 'GET' ? undefined : await json(request);
    return answer({ method, path, headers, body });
  } catch (error) {
    return { status: 500, body: { error: String((error as Error).message) } };
  }
}
