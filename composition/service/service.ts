import type { ServiceSettings } from '../../engine/plugins/serviceSchema.ts';
import type { ConversationDoor } from '../../engine/ports.ts';
import { ProblemError } from '../../engine/problem.ts';
import type { RuntimeParts } from '../../engine/runtime/parts.ts';
import type { Runtime } from '../../engine/runtime/runtime.ts';
import { Questions } from './questions.ts';
import { askedPoints, isAskedPoint } from './decideSchema.ts';
import { Deciding } from './deciding.ts';
import type { ServedAnswer, ServedRequest } from './httpServer.ts';
import type { MetricRegistry } from './metricRegistry.ts';
import { openApiDocument } from './openapi.ts';
import { readQuestion } from './question.ts';
import { Readiness } from './readiness.ts';
import { RunFigures } from './runFigures.ts';
import { json, notJson, refusal, unauthorized, WebService, type Methods, type Route } from './webService.ts';

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

/** What a run serves over HTTP: decisions on request, and how it is doing. */
export class Service {
  readonly #runtime: RuntimeParts;
  readonly #door: ConversationDoor | undefined;
  readonly #metrics: MetricRegistry;
  readonly #questions: Questions;
  readonly #deciding: Deciding;
  readonly #figures: RunFigures;
  readonly #readiness: Readiness;
  readonly #web: WebService;

  constructor({ settings, runtime, door, metrics }: ServiceParts) {
    const { clock, store, problem } = runtime;
    this.#runtime = runtime;
    this.#door = door;
    this.#metrics = metrics;
    this.#questions = new Questions(clock, settings);
    this.#deciding = new Deciding(this.#questions, clock, settings);
    this.#figures = new RunFigures(clock, store);
    this.#readiness = new Readiness(clock);
    this.#figures.addTo(metrics);
    this.#deciding.addTo(metrics);
    this.#web = new WebService(settings, problem, this.#routing());
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
    const port = await this.#web.open();
    await this.#figures.resume();
    await this.#questions.resume(this.#runtime.store);
    return this.#web.url(port);
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
    return this.#web.close();
  }

  #routing(): ReadonlyMap<string, Methods> {
    const watching =
      (look: () => ServedAnswer | Promise<ServedAnswer>): Route =>
      async (request) =>
        this.#web.mayWatch(request) ? look() : unauthorized;
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

  async #decide(request: ServedRequest): Promise<ServedAnswer> {
    if (!this.#web.hasToken(request)) return unauthorized;
    const point = request.path.split('/').at(-1)!;
    if (!isAskedPoint(point)) return refusal(404, 'not-served', 'nothing is served there');
    const misfit = notJson(request);
    if (misfit !== undefined) return misfit;
    const body = await request.body();
    try {
      const question = readQuestion(point, body, (id) => this.#door?.conversation(id) ?? id);
      return json(200, await this.#deciding.answer(question));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return json(400, { problems: error.problems });
    }
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
