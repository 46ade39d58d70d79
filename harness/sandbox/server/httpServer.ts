import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { problemError } from '../../../engine/problem.ts';
import type { Reply } from '../door/door.ts';

/** Only this machine can reach it. */
const LOOPBACK = '127.0.0.1';

/** The platform's limit. Source: `request.bytes.max`. */
const LARGEST_BODY = 512_000;

/** A request with its body read. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/**
 * Listens on the loopback interface.
 * @param port 0 for any that is free.
 * @param onDefect told of what goes wrong in the sandbox itself; the client gets a 500.
 * @throws ProblemError when the port cannot be had.
 */
export async function listen(
  port: number,
  answer: (request: Received) => Reply,
  onDefect: (error: unknown) => void,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    if (!isFromHere(request.headers)) {
      const message = 'The sandbox answers programs of this machine only, and no page of another site.';
      response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify({ message, code: 'not.from.here', status: 403 }));
      return;
    }
    receive(request)
      .then((received) => send(response, answer(received), received.method))
      .catch((error: unknown) => {
        onDefect(error);
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
        const message = `The sandbox has a defect: ${(error as Error).message}`;
        response.end(JSON.stringify({ message, code: 'internal.server.error', status: 500 }));
      });
  });
  // A machine that sleeps, or a debugger that holds the program, must not cost a client its line.
  Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 });
  server.listen(port, LOOPBACK);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    const hint = 'name another with --port, or 0 for any that is free';
    throw problemError('no-port', `port ${port} cannot be had: ${error.code ?? error.message}`, { hint });
  });
  return { server, port: (server.address() as AddressInfo).port };
}

const localNames: ReadonlySet<string> = new Set([LOOPBACK, 'localhost', '[::1]']);

/**
 * Whether a request can be of a program of this machine that means the sandbox. A page in a browser of this machine can
 * reach it too: by a name of its own that leads here (DNS rebinding), or from another site; its browser says which.
 */
export function isFromHere({ host = LOOPBACK, origin }: IncomingMessage['headers']): boolean {
  const names = [`http://${host}`, ...(origin === undefined ? [] : [origin])];
  return names.every((name) => localNames.has(URL.parse(name)?.hostname ?? ''));
}

async function receive(request: IncomingMessage): Promise<Received> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    // What is too much is read to its end, so that the answer arrives, and not kept.
    if (size <= LARGEST_BODY) pieces.push(piece);
  }
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', `http://${LOOPBACK}:${request.socket.localPort}`),
    headers: request.headers,
    body: Buffer.concat(pieces).toString('utf8'),
  };
}

function send(response: ServerResponse, { status, headers, body, sends }: Reply, method: string): void {
  if (sends === 'nothing') {
    response.destroy();
    return;
  }
  const type = body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' };
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, ...type, 'content-length': length });
  if (sends === 'half') {
    response.write(body.slice(0, Math.floor(body.length / 2)), () => response.destroy());
    return;
  }
  response.end(method === 'HEAD' ? '' : body);
}
