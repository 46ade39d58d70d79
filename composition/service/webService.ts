import { pluginFailure } from '../../engine/plugins/lifecycle.ts';
import type { ServiceSettings } from '../../engine/plugins/serviceSchema.ts';
import { problemError, type Problem } from '../../engine/problem.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { Authorization } from './authorization.ts';
import { HttpServer, isLoopback, longestBody, UnreadBody } from './httpServer.ts';
import type { ServedAnswer, ServedRequest } from './httpServer.ts';

/** How a path is served, by method. */
export type Methods = Readonly<Record<string, Route>>;
export type Route = (request: ServedRequest) => Promise<ServedAnswer>;

/** Where it is served, and to whom. */
export type WebSettings = Pick<ServiceSettings, 'host' | 'port' | 'beyondLoopback' | 'tokens'>;

/** HTTP as whatever serves here has it: who may ask, what is served where, and how it is refused. */
export class WebService {
  readonly #settings: WebSettings;
  readonly #problem: (problem: Problem) => void;
  readonly #authorization: Authorization;
  readonly #server: HttpServer;
  readonly #routes: ReadonlyMap<string, Methods>;

  /** @param routes by path. */
  constructor(
    settings: WebSettings,
    problem: (problem: Problem) => void,
    routes: ReadonlyMap<string, Methods>,
  ) {
    this.#settings = settings;
    this.#problem = problem;
    this.#authorization = new Authorization(settings.tokens);
    this.#server = new HttpServer((request) => this.#answer(request));
    this.#routes = routes;
  }

  /** @returns the port. @throws ProblemError when the address may not, or cannot, be had. */
  async open(): Promise<number> {
    const { host, port, beyondLoopback } = this.#settings;
    if (!isLoopback(host)) {
      const message = `service.host ${host} can be reached from other machines`;
      if (!beyondLoopback) {
        const hint = 'say "beyondLoopback: true" if it shall be, and put TLS before it; or leave host out';
        throw problemError('beyond-loopback', message, { hint });
      }
      const hint = 'HTTP is not encrypted: let a proxy with TLS alone reach it';
      this.#problem({ code: 'beyond-loopback', severity: 'warning', message, hint });
    }
    return this.#server.open(host, port);
  }

  /** @param port that is served. */
  url(port: number): string {
    const { host } = this.#settings;
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** Serves no more. */
  close(): Promise<void> {
    return this.#server.close();
  }

  /** Whether whoever asks has a token. */
  hasToken({ authorization }: ServedRequest): boolean {
    return this.#authorization.allows(authorization);
  }

  /**
   * Whoever has a token may; and, where nothing but this machine can reach the service, whoever asks by one of the
   * machine's own names: a page that a browser shows has another.
   */
  mayWatch(request: ServedRequest): boolean {
    const { isLocal, host = '' } = request;
    const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
    if (isLoopback(this.#settings.host) && isLocal && isLoopback(name)) return true;
    return this.hasToken(request);
  }

  async #answer(request: ServedRequest): Promise<ServedAnswer> {
    try {
      const route = this.#routes.get(request.path);
      if (route === undefined) {
        // Who may not ask is not told what there is either.
        if (!this.mayWatch(request)) return unauthorized;
        const hint = didYouMean(request.path.slice(0, 100), this.#routes.keys());
        return refusal(404, 'not-served', 'nothing is served there', hint);
      }
      const handle = Object.hasOwn(route, request.method) ? route[request.method] : undefined;
      if (handle !== undefined) return await handle(request);
      const allow = Object.keys(route).join(', ');
      return { ...refusal(405, 'wrong-method', `only ${allow} is served there`), headers: { allow } };
    } catch (error) {
      if (error instanceof UnreadBody)
        return error.why === 'gone'
          ? refusal(400, 'cut-off', 'the body is not all there')
          : refusal(413, 'too-long', `the body is longer than ${longestBody} bytes`);
      pluginFailure('service-failed', `${request.path} could not be answered`, error).forEach(this.#problem);
      return refusal(500, 'service-failed', 'it could not be answered', 'see what the run says');
    }
  }
}

/** Why a body cannot be read as JSON; undefined where it is said to be. */
export function notJson({ contentType = '' }: ServedRequest): ServedAnswer | undefined {
  if (/^application\/json(?:\s*;|$)/i.test(contentType)) return undefined;
  return refusal(415, 'not-json', 'the body is not said to be JSON', 'send content-type: application/json');
}

export function json(status: number, value: object): ServedAnswer {
  return { status, body: JSON.stringify(value) };
}

export function refusal(status: number, code: string, message: string, hint?: string): ServedAnswer {
  const problem: Problem = { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
  return json(status, { problems: [problem] });
}

export const unauthorized: ServedAnswer = {
  ...refusal(401, 'unauthorized', 'whoever asks must say a token', 'send authorization: Bearer <token>'),
  headers: { 'www-authenticate': 'Bearer' },
};
