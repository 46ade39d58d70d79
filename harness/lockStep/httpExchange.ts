import { Agent, request as ask, type IncomingMessage } from 'node:http';

/** Statuses whose answers have no body, not even an empty one. Source: the Fetch standard, "null body status". */
const withoutBody: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/** HTTP over one line that is kept open: half the work of Node's own `fetch`, and no clock of its own. */
export class HttpExchange {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /**
   * Makes a request and waits for the whole answer. One that is cut off is an answer whose body cannot be read.
   * @throws TypeError, as `fetch` does, when there is none.
   */
  async ask(request: Request): Promise<Response> {
    const body = request.body === null ? undefined : await request.text();
    return new Promise((resolve, reject) => {
      const headers = Object.fromEntries(request.headers);
      const options = { agent: this.#agent, method: request.method, headers };
      const asked = ask(request.url, options, (answer) => receive(answer, resolve));
      asked.on('error', (cause) => reject(new TypeError('fetch failed', { cause })));
      asked.end(body);
    });
  }

  /** Closes the line. */
  close(): void {
    this.#agent.destroy();
  }
}

function receive(answer: IncomingMessage, resolve: (response: Response) => void): void {
  const pieces: Buffer[] = [];
  const status = answer.statusCode!;
  const init = { status, headers: answer.headers as Record<string, string> };
  answer.on('data', (piece: Buffer) => void pieces.push(piece));
  answer.on('end', () => {
    resolve(new Response(withoutBody.has(status) ? null : Buffer.concat(pieces), init));
  });
  answer.on('error', (cause) => {
    const failure = new TypeError('terminated', { cause });
    resolve(new Response(new ReadableStream({ start: (body) => body.error(failure) }), init));
  });
}
