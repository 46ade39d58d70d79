import type { ServiceSettings } from '../../engine/plugins/serviceSchema.ts';
import { pluginFailure } from '../../engine/plugins/lifecycle.ts';
import type { ConversationDoor } from '../../engine/ports.ts';
import { problemError, ProblemError, type Problem } from '../../engine/problem.ts';
import type { RuntimeParts } from '../../engine/runtime/parts.ts';
import type { Runtime } from '../../engine/runtime/runtime.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { Questions } from './questions.ts';
import { Authorization } from './authorization.ts';
import { askedPoints, isAskedPoint } from './decideSchema.ts';
import { Deciding } from './deciding.ts';
import { HttpServer, isLoopback, longestBody, UnreadBody } from './httpServer.ts';
import type { ServedAnswer, ServedRequest } from './httpServer.ts';
import type { MetricRegistry } from './metricRegistry.ts';
import { openApiDocument } from './openapi.ts';
import { readQuestion } from './question.ts';
import { Readiness } from './readiness.ts';
import { RunFigures } from './runFigures.ts';

/** What the plugin that tells of questions is called in the inbox. */
const sourceName = 'service';

/** What a service is made of. */
export interface ServiceParts {
  readonly settings: ServiceSettings;
  readonly runtime: RuntimeParts;
  /** Gives pseudonyms to the platform's ids; without one, conversations are named by pseudonyms already. */
  readonly door: ConversationDoor | undefined;
  readonly metrics: MetricRegistry;
}

/** How a path is served, by method. */
type Methods = Readonly<Record<string, Route>>;
type Route = (request: ServedRequest) => Promise<ServedAnswer>;

/** What a run serves over HTTP: decisions on request, and how it is doing. */
export class Service {
  readonly #runtime: RuntimeParts;
  readonly #settings: ServiceSettings;
  readonly #door: ConversationDoor | undefined;
  readonly #problem: (problem: Problem) => void;
  readonly #metrics: MetricRegistry;
  readonly #questions: Questions;
  readonly #deciding: Deciding;
  readonly #figures: RunFigures;
  readonly #readiness: Readiness;
  readonly #authorization: Authorization;
  readonly #server: HttpServer;
  /** By path. */
  readonly #routes: ReadonlyMap<string, Methods>;

  constructor({ settings, runtime, door, metrics }: ServiceParts) {
    const { clock, store, problem } = runtime;
    this.#runtime = runtime;
    this.#settings = settings;
    this.#door = door;
    this.#problem = problem;
    this.#metrics = metrics;
    this.#questions = new Questions(clock, settings);
    this.#deciding = new Deciding(this.#questions, clock, settings);
    this.#figures = new RunFigures(clock, store);
    this.#readiness = new Readiness(clock);
    this.#authorization = new Authorization(settings.tokens);
    this.#server = new HttpServer((request) => this.#answer(request));
    this.#figures.addTo(metrics);
    this.#deciding.addTo(metrics);
    this.#routes = this.#routing();
  }

  /** The runtime's parts, joined by those of the service. To be called once, after the plugins have started. */
  joined(): RuntimeParts {
    const runtime = this.#runtime;
    const all = [...runtime.sources, { name: sourceName, part: this.#questions }];
    return {
      ...runtime,
      sources: all.map((source) => this.#readiness.watched(source)),
      committed: (changes) => {
        this.#figures.committed(changes);
        this.#questions.committed(changes);
        runtime.committed?.(changes);
      },
    };
  }

  /**
   * Begins to serve; questions are not decided yet.
   * @returns where, as a URL. @throws ProblemError when the address may not, or cannot, be had.
   */
  async open(): Promise<string> {
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
    const served = await this.#server.open(host, port);
    await this.#figures.resume();
    await this.#questions.resume(this.#runtime.store);
    return `http://${host.includes(':') ? `[${host}]` : host}:${served}`;
  }

  /** The run goes on from where its store stood. */
  started(runtime: Runtime): void {
    this.#readiness.started(() => runtime.checkStore());
  }

  /** The run comes to its end: it is not ready any more. */
  stopping(): void {
    this.#readiness.stopping();
  }

  /** Serves no more. */
  close(): Promise<void> {
    return this.#server.close();
  }

  #routing(): ReadonlyMap<string, Methods> {
    const watching =
      (look: () => ServedAnswer | Promise<ServedAnswer>): Route =>
      async (request) =>
        this.#mayWatch(request) ? look() : unauthorized;
    return new Map<string, Methods>([
      ['/healthz', { GET: watching(() => json(200, { alive: true })) }],
      ['/readyz', { GET: watching(() => this.#ready()) }],
      ['/metrics', { GET: watching(() => this.#metricsText()) }],
      ['/v1/openapi.json', { GET: watching(() => json(200, openApiDocument)) }],
      ...askedPoints.map(
        (point) =>
          [`/v1/decide/${point}`, { POST: (request: ServedRequest) => this.#decide(request) }] as const,
      ),
    ]);
  }

  async #answer(request: ServedRequest): Promise<ServedAnswer> {
    try {
      const route = this.#routes.get(request.path);
      if (route === undefined) {
        // Who may not ask is not told what there is either.
        if (!this.#mayWatch(request)) return unauthorized;
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

  async #decide(request: ServedRequest): Promise<ServedAnswer> {
    if (!this.#authorization.allows(request.authorization)) return unauthorized;
    const point = request.path.split('/').at(-1)!;
    if (!isAskedPoint(point)) return refusal(404, 'not-served', 'nothing is served there');
    if (!/^application\/json(?:\s*;|$)/i.test(request.contentType ?? ''))
      return refusal(
        415,
        'not-json',
        'the body is not said to be JSON',
        'send content-type: application/json',
      );
    const body = await request.body();
    try {
      const question = readQuestion(point, body, (id) => this.#door?.conversation(id) ?? id);
      return json(200, await this.#deciding.answer(question));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return json(400, { problems: error.problems });
    }
  }

  /**
   * Whoever has a token may; and, where nothing but this machine can reach the service, whoever asks by one of the
   * machine's own names: a page that a browser shows has another.
   */
  #mayWatch({ authorization, isLocal, host = '' }: ServedRequest): boolean {
    const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
    if (isLoopback(this.#settings.host) && isLocal && isLoopback(name)) return true;
    return this.#authorization.allows(authorization);
  }

  async #ready(): Promise<ServedAnswer> {
    const checks = await this.#readiness.checks(this.#figures.unseen);
    const ready = checks.every((one) => one.ready);
    return json(ready ? 200 : 503, { ready, checks });
  }

  async #metricsText(): Promise<ServedAnswer> {
    const contentType = 'text/plain; version=0.0.4; charset=utf-8';
    return { status: 200, contentType, body: await this.#metrics.text() };
  }
}

function json(status: number, value: object): ServedAnswer {
  return { status, body: JSON.stringify(value) };
}

function refusal(status: number, code: string, message: string, hint?: string): ServedAnswer {
  const problem: Problem = { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
  return json(status, { problems: [problem] });
}

const unauthorized: ServedAnswer = {
  ...refusal(401, 'unauthorized', 'whoever asks must say a token', 'send authorization: Bearer <token>'),
  headers: { 'www-authenticate': 'Bearer' },
};
