import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a receiver got it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a receiver answers; undefined never answers. */
export interface GivenAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A receiver on this machine, over real HTTP. */
export interface HttpReceiver {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  readonly stop: () => Promise<void>;
}

/** @param answer to the request of this number, from 0. */
export async function httpReceiver(
  answer: (request: ReceivedRequest, number: number, response: ServerResponse) => GivenAnswer | undefined,
): Promise<HttpReceiver> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => void parts.push(part));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const received = { method, path, headers, body: Buffer.concat(parts).toString() };
      requests.push(received);
      const given = answer(received, requests.length - 1, response);
      if (given === undefined) return;
      response.writeHead(given.status, given.headers);
      response.end(given.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
