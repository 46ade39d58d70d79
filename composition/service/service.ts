import type { ServiceSettings } from '../../engine/plugins/serviceSchema.ts';
import type { ConversationDoor } from '../../engine/ports.ts';
import { ProblemError } from '../../engine/problem.ts';
import type { RuntimeParts } from '../../engine/runtime/parts.ts';
import type { Runtime } from '../../engine/runtime/runtime.ts';
import type { WorkerParts } from '../../engine/runtime/sharing/workerParts.ts';
import type { StoreWatch, WatchedStore } from '../../engine/runtime/storeWatch.ts';
import type { SharedStore } from '../../engine/sharedStore.ts';
import { serviceName } from './asking.ts';
import { QuestionBook } from './questionBook.ts';
import { Questions } from './questions.ts';
import { askedPoints, isAskedPoint } from './decideSchema.ts';
import { Deciding } from './deciding.ts';
import type { ServedAnswer, ServedRequest } from './httpServer.ts';
import type { MetricRegistry } from './metricRegistry.ts';
import { openApiDocument } from './openapi.ts';
import { readQuestion } from './question.ts';
import { Readiness } from './readiness.ts';
import { RunFigures } from './runFigures.ts';
import { SharedQuestions } from './sharedQuestions.ts';
import { json, notJson, refusal, unauthorized, WebService, type Methods, type Route } from './webService.ts';

/** What a service is made of. */
export interface ServiceParts {
  readonly settings: ServiceSettings;
  readonly runtime: RuntimeParts;
  /** Gives pseudonyms to the platform's ids; without one, conversations are named by pseudonyms already. */
  readonly door: ConversationDoor | undefined;
  readonly metrics: MetricRegistry;
  /** The store, where several workers share it. */
  readonly shared?: SharedStore;
}

/** What a run serves over HTTP: decisions on request, and how it is doing. */
export class Service {
  readonly #runtime: RuntimeParts;
  readonly #door: ConversationDoor | undefined;
  readonly #metrics: MetricRegistry;
  readonly #shared: SharedStore | undefined;
  readonly #asker: Questions | SharedQuestions;
  /** Of the store, where one run has it. */
  readonly #book: QuestionBook;
  #own: StoreWatch | undefined;
  readonly #deciding: Deciding;
  readonly #figures: RunFigures;
  readonly #readiness: Readiness;
  readonly #web: WebService;
  /** Those that work on a store here. */
  readonly #runtimes = new Set<Runtime>();
  readonly #over = new AbortController();
  #answering: Promise<void> = Promise.resolve();

  constructor({ settings, runtime, door, metrics, shared }: ServiceParts) {
    const { clock, problem } = runtime;
    this.#runtime = runtime;
    this.#door = door;
    this.#metrics = metrics;
    this.#shared = shared;
    this.#book = new QuestionBook(clock);
    this.#asker =
      shared === undefined
        ? new Questions(clock, settings, this.#book)
        : new SharedQuestions(clock, settings, { box: shared.questions, shards: shared.shards! });
    this.#deciding = new Deciding(this.#asker, clock, settings);
    this.#figures = new RunFigures(clock);
    this.#readiness = new Readiness(clock, shared !== undefined);
    this.#figures.addTo(metrics);
    this.#deciding.addTo(metrics);
    this.#web = new WebService(settings, problem, this.#routing());
  }

  /** The runtime's parts, joined by those of the service. To be called once, after the plugins have started. */
  joined(): RuntimeParts {
    const runtime = this.#runtime;
    const asked = this.#asker instanceof Questions ? [{ name: serviceName, part: this.#asker }] : [];
    return {
      ...runtime,
      sources: [...runtime.sources, ...asked].map((source) => this.#readiness.watched(source)),
      committed: (changes) => {
        this.#own?.committed(changes);
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
    if (this.#shared === undefined) this.#own = await this.#watch({ store: this.#runtime.store });
    return this.#web.url(port);
  }

  /** Has a store that is worked on here in the figures, and questions about its conversations answered. */
  async #watch({ store, shard, owns }: WatchedStore): Promise<StoreWatch> {
    const { clock } = this.#runtime;
    const book = shard === undefined ? this.#book : new QuestionBook(clock, owns);
    await book.resume(store);
    const figures = await this.#figures.watch(store);
    const shared = this.#asker instanceof SharedQuestions ? this.#asker : undefined;
    let end = (): void => undefined;
    let started: Runtime | undefined;
    return {
      committed: (changes) => {
        figures.committed(changes);
        if (book.committed(changes)) shared?.look();
      },
      started: (runtime) => {
        this.#runtimes.add((started = runtime));
        if (shard !== undefined && shared !== undefined) end = shared.answering(shard, book);
      },
      ended: () => {
        end();
        if (started !== undefined) this.#runtimes.delete(started);
        figures.ended();
      },
    };
  }

  /** What a worker is given of it, where several share the store. */
  get shares(): Required<Pick<WorkerParts, 'watch' | 'logged' | 'carriedBeside'>> {
    return {
      watch: (watched) => this.#watch(watched),
      logged: (plugin, events) => this.#figures.told(plugin, events),
      carriedBeside: this.#asker.carries,
    };
  }

  /** The run goes on from where its store stood. @param runtime the one there is, where one run has the store. */
  started(runtime?: Runtime): void {
    if (runtime !== undefined) this.#own?.started(runtime);
    if (this.#asker instanceof SharedQuestions) this.#answering = this.#asker.run(this.#over.signal);
    this.#readiness.started(() => this.#checkStores());
  }

  /** The run comes to its end: it is not ready any more. */
  stopping(): void {
    this.#readiness.stopping();
  }

  /** Serves no more. */
  async close(): Promise<void> {
    this.#over.abort(new Error('the run is over'));
    await this.#answering;
    await this.#web.close();
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

  async #checkStores(): Promise<void> {
    await Promise.all([
      this.#shared?.attend(),
      ...[...this.#runtimes].map((runtime) => runtime.checkStore()),
    ]);
  }

  async #ready(): Promise<ServedAnswer> {
    const checks = await this.#readiness.checks();
    const ready = checks.every((one) => one.ready);
    return json(ready ? 200 : 503, { ready, checks });
  }

  async #metricsText(): Promise<ServedAnswer> {
    const contentType = 'text/plain; version=0.0.4; charset=utf-8';
    return { status: 200, contentType, body: await this.#metrics.text() };
  }
}
