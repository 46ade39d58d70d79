import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { MetricRegistry } from '../../../composition/service/metricRegistry.ts';
import { openApiDocument } from '../../../composition/service/openapi.ts';
import { Service } from '../../../composition/service/service.ts';
import { systemClock } from '../../../composition/systemClock.ts';
import { Pseudonyms } from '../../../engine/door/pseudonym.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { runtimeDefaults, type RuntimeSettings } from '../../../engine/plugins/configurationSchema.ts';
import { serviceDefaults, type ServiceSettings } from '../../../engine/plugins/serviceSchema.ts';
import type { Actor, Clock, EventSource, FactProvider } from '../../../engine/ports.ts';
import type { Problem } from '../../../engine/problem.ts';
import type { PolicyVersion } from '../../../engine/runtime/policyVersions.ts';
import { Runtime } from '../../../engine/runtime/runtime.ts';
import type { Store } from '../../../engine/store.ts';
import { defaultSeed } from '../../../harness/replay/replay.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';

export const token = 'a-token-of-more-than-sixteen-characters';
const pseudonyms = new Pseudonyms('a key of sixteen characters');

/** Whatever the flow may be answered, by the intent. */
export const policy = rightPolicy(
  `${header('Handoff', 'bot-to-agent')}target: { queue: Cards }
cooldownSeconds: 0
triggers:
  any:
    - { name: refund, when: { fact: intent, operator: in, value: [refund, later, elsewhere, hear] } }
guards:
  all:
    - { name: not-later, when: { fact: intent, operator: notEqual, value: later }, otherwise: { offer: callback } }
    - { name: not-elsewhere, when: { fact: intent, operator: notEqual, value: elsewhere }, otherwise: { transfer: { queue: Loans } } }
    - { name: not-hear, when: { fact: intent, operator: notEqual, value: hear }, otherwise: { say: Please hold } }
otherwise: { offer: message }
`,
  `${header('SkillMapping', 'skills')}mappings: [{ name: refunds, intents: [refund], assign: { skill: Refunds, priority: high } }]
otherwise: { assign: { skill: General } }
`,
  `${header('QueueOrder', 'order')}headStarts: [{ name: high, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 60 }]
`,
);

/** What a service of a spec is made of; the rest is plain. */
export interface Given {
  /** The one policy, or several. */
  readonly policy?: Policy;
  readonly policies?: readonly PolicyVersion[];
  readonly store?: Store;
  readonly clock?: Clock;
  readonly sources?: Readonly<Record<string, EventSource>>;
  readonly providers?: Readonly<Record<string, FactProvider>>;
  readonly actors?: Readonly<Record<string, Actor>>;
  readonly settings?: Partial<ServiceSettings>;
  readonly runtime?: Partial<RuntimeSettings>;
}

/** What was answered. */
export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly headers: Headers;
}

/** A service over real HTTP, with a runtime behind it. */
export interface Serving {
  readonly url: string;
  readonly store: Store;
  readonly problems: readonly Problem[];
  /** Asks with the token, by POST; the answer is held to the OpenAPI document. */
  readonly ask: (
    point: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answered>;
  /** Fetches anything; the answer is held to the OpenAPI document where it has one. */
  readonly get: (path: string, init?: RequestInit) => Promise<Answered>;
  readonly stop: () => void;
}

const named = <Part>(parts: Readonly<Record<string, Part>> = {}) =>
  Object.entries(parts).map(([name, part]) => ({ name, part }));

/** The pseudonym a conversation has here. */
export function pseudonymOf(id: string): string {
  return pseudonyms.of('conversation', id);
}

/** Serves for as long as it is used. @param started whether the runtime listens before. */
export async function withService(
  given: Given,
  use: (serving: Serving) => Promise<void>,
  started = true,
): Promise<void> {
  const { clock = systemClock, store = new MemoryStore() } = given;
  const problems: Problem[] = [];
  const service = new Service({
    settings: { ...serviceDefaults, port: 0, tokens: [token], ...given.settings },
    runtime: {
      sources: named(given.sources),
      providers: named(given.providers),
      actors: named(given.actors),
      batchActors: [],
      ...{ sinks: [], store, clock, random: () => 0.5 },
      settings: { ...runtimeDefaults, ...given.runtime },
      problem: (problem) => void problems.push(problem),
    },
    door: { conversation: pseudonymOf },
    metrics: new MetricRegistry(),
  });
  const policies = given.policies ?? [{ policy: given.policy ?? policy, files: [] }];
  const runtime = new Runtime({ policies, seed: defaultSeed }, service.joined());
  const stop = new AbortController();
  try {
    const url = await service.open();
    const get = (path: string, init: RequestInit = {}): Promise<Answered> => fetched(url, path, init);
    let listening: Promise<void> | undefined;
    if (started) {
      await runtime.resume();
      service.started(runtime);
      listening = runtime.listen(stop.signal);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await use({
      ...{ url, store, problems, get },
      ask: (point, body, headers = {}) =>
        get(`/v1/decide/${point}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      stop: () => stop.abort(),
    });
    stop.abort();
    await listening;
    service.stopping();
    if (clock === systemClock) await runtime.drain();
  } finally {
    stop.abort();
    await service.close();
  }
}

async function fetched(url: string, path: string, init: RequestInit): Promise<Answered> {
  const answer = await fetch(`${url}${path}`, init);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type') === 'application/json';
  const body = (isJson ? JSON.parse(text) : {}) as Answered['body'];
  holdToDocument(path.split('?', 1)[0]!, (init.method ?? 'GET').toLowerCase(), answer.status, body);
  return { status: answer.status, body, text, headers: answer.headers };
}

const ajv = new Ajv2020({ strict: false });
ajv.addSchema(openApiDocument, 'document');

/** What is served is what the document says. */
function holdToDocument(path: string, method: string, status: number, body: object): void {
  const paths = openApiDocument.paths as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
  const [operation] = [method, ...Object.keys(paths[path] ?? {})].filter(
    (one) => paths[path]?.[one] !== undefined,
  );
  if (operation === undefined) {
    expect(status, `${path} is not in the document`).to.be.oneOf([401, 404]);
    return;
  }
  const { responses } = paths[path]![operation] as {
    responses: Readonly<Record<string, { content: object }>>;
  };
  const response = responses[status];
  expect(response, `${method} ${path} answers ${status}, which is not in the document`).not.to.equal(
    undefined,
  );
  if (!('application/json' in response!.content)) return;
  const where = `document#/paths/${pointer(path)}/${operation}/responses/${status}/content/application~1json/schema`;
  const validate = ajv.getSchema(where)!;
  expect(validate(body), `${JSON.stringify(body)}: ${ajv.errorsText(validate.errors)}`).to.equal(true);
}
