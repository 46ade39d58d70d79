import createClient, { type ParamsOption, type RequestBodyOption } from 'openapi-fetch';
import type { Clock } from '../../../engine/ports.ts';
import type { RequestBudget } from '../../../engine/requestBudget.ts';
import { steadyTime } from '../../../engine/steadyTime.ts';
import { operations, type OperationId } from '../contract/operations.ts';
import type { Operation } from '../contract/operation.ts';
import type { operations as ContractOperations, paths } from '../contract/paths.d.ts';
import { GenesysError } from '../genesysError.ts';
import { CircuitBreaker, type BreakerState } from '../politeness/circuitBreaker.ts';
import { PoliteHost, type PoliteAnswer } from '../politeness/politeHost.ts';
import type { RequestBucket } from '../politeness/requestBucket.ts';
import { RequestLanes } from '../politeness/requestLanes.ts';
import { politenessDefaults, type Lane, type PolitenessSettings } from '../politeness/settings.ts';
import { SharedBucket } from '../politeness/sharedBucket.ts';
import { withTimeLimit } from '../politeness/timeLimit.ts';
import { TokenBucket } from '../politeness/tokenBucket.ts';
import { TokenSource } from '../token/tokenSource.ts';
import type { Address } from './address.ts';
import { withBoundedBody } from './boundedBody.ts';
import { refusal } from './refusal.ts';

/** What a call is given: `params.path`, `params.query` and `body`, as the contract has them. */
export type CallInput<Id extends OperationId> = ParamsOption<ContractOperations[Id]> &
  RequestBodyOption<ContractOperations[Id]>;

type SuccessOf<Responses> = Responses[keyof Responses & (200 | 202 | '2XX')];

/** What a call answers; undefined where the contract has no body. */
export type CallOutput<Id extends OperationId> =
  SuccessOf<ContractOperations[Id]['responses']> extends { content: { 'application/json': infer Body } }
    ? Body
    : undefined;

/** How a call is made. */
export interface CallManner {
  readonly lane: Lane;
  /** From call to answer; left out, the lane's. */
  readonly deadlineSeconds?: number;
  /** Gives the call up. */
  readonly signal?: AbortSignal;
}

/** An answer, and how old it can be. */
export interface Answer<Body> {
  readonly data: Body;
  /** When the request was sent, in milliseconds since 1970: what the answer says was so then or later. */
  readonly observedAt: number;
}

/** What a client is made of. */
export interface GenesysClientOptions {
  readonly address: Address;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  /** Evenly spread over 0 to 1. */
  readonly random: () => number;
  /** Left out, `politenessDefaults`. */
  readonly politeness?: PolitenessSettings;
  /** Left out, Node's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** The client's requests, where other workers make some too; left out, all are made here. */
  readonly shared?: SharedRequests;
}

/** A client's requests, of which other workers make some. */
export interface SharedRequests {
  readonly budget: RequestBudget;
  /** Told once when the budget cannot be asked any more. */
  readonly away: (error: unknown) => void;
}

/** How a client fares. */
export interface ClientFigures {
  readonly breaker: BreakerState;
  /** Requests that may be made in a window, and that may be made now. */
  readonly budget: { readonly limit: number; readonly left: number };
  /** Requests that were made, by the status they were answered with; `none` without an answer. */
  readonly requests: ReadonlyMap<string, number>;
}

interface RawAnswer extends PoliteAnswer {
  readonly body: unknown;
  readonly askedAt: number;
}

/** The contract's own types say what a call takes and answers; inside, one call is like another. */
type AnyRequest = (
  method: string,
  path: string,
  init: object,
) => Promise<{ readonly data?: unknown; readonly error?: unknown; readonly response: Response }>;

/**
 * One OAuth client's access to Genesys Cloud: the only place that knows URLs. Calls go by operation id, in a lane, as
 * often as is safe, and never faster than allowed.
 */
export class GenesysClient {
  readonly address: Address;
  readonly #request: AnyRequest;
  readonly #host: PoliteHost;
  readonly #tokens: TokenSource;
  readonly #clock: Clock;
  readonly #settings: PolitenessSettings;
  readonly #breaker: CircuitBreaker;
  readonly #bucket: RequestBucket;
  readonly #requests = new Map<string, number>();

  constructor(options: GenesysClientOptions) {
    const { address, clock, random, politeness = politenessDefaults, clientId, clientSecret } = options;
    const { fetch: asked = (request: Request) => globalThis.fetch(request) } = options;
    const fetch = async (request: Request): Promise<Response> => withBoundedBody(await asked(request));
    // A redirect would make a GET of a POST; nothing here redirects, unless the address is wrong.
    const connection = (baseUrl: string) => createClient<paths>({ baseUrl, fetch, redirect: 'manual' });
    const breaker = new CircuitBreaker(clock, politeness.breaker);
    this.#breaker = breaker;
    this.#bucket = bucketOf(options, politeness);
    const lanes = new RequestLanes(clock, this.#bucket);
    const logins = { requestsPerMinute: politeness.loginsPerMinute, reserve: { handoff: 0, skills: 0 } };
    const loginLanes = new RequestLanes(clock, new TokenBucket(logins));
    this.address = address;
    this.#clock = clock;
    this.#settings = politeness;
    this.#host = new PoliteHost(politeness, clock, random, breaker, lanes);
    this.#request = connection(address.api).request as AnyRequest;
    // One host, one breaker.
    const sameHost = new URL(address.login).host === new URL(address.api).host;
    const loginBreaker = sameHost ? breaker : new CircuitBreaker(clock, politeness.breaker);
    this.#tokens = new TokenSource({
      ...{ clientId, clientSecret, clock },
      login: connection(address.login),
      host: new PoliteHost(politeness, clock, random, loginBreaker, loginLanes),
      deadlineSeconds: politeness.deadlineSeconds.handoff,
    });
  }

  /**
   * Sees to it that there is a token, so that an id or a secret that is wrong is known before it matters.
   * @throws as `TokenSource.token`.
   */
  async logIn(signal: AbortSignal): Promise<void> {
    await this.#tokens.token(signal);
  }

  /** How it fares now. */
  get figures(): ClientFigures {
    const now = steadyTime(this.#clock);
    const budget = { limit: this.#bucket.limit(now), left: this.#bucket.left(now) };
    return { breaker: this.#breaker.state, budget, requests: this.#requests };
  }

  /**
   * Makes one call.
   * @throws RangeError when an id in the path is empty, `.` or `..`: that would be another call.
   * @throws GenesysError, whose `code` says what is certain; the signal's reason when the caller gave up a call that
   *   may be repeated, or had not been made.
   */
  async call<Id extends OperationId>(
    id: Id,
    input: CallInput<Id>,
    { lane, deadlineSeconds = this.#settings.deadlineSeconds[lane], signal: outer }: CallManner,
  ): Promise<Answer<CallOutput<Id>>> {
    const operation: Operation = operations[id];
    checkPath(input);
    const milliseconds = deadlineSeconds * 1000;
    const deadlineAt = this.#clock.now() + milliseconds;
    const late = (): GenesysError =>
      new GenesysError(
        'genesys-deadline-passed',
        `Genesys Cloud did not ${operation.purpose} within ${deadlineSeconds} s`,
        'see how many requests wait, and whether the network reaches it',
        { operation: id },
      );
    let token = '';
    const once = (signal: AbortSignal): Promise<RawAnswer> =>
      this.#host.call({
        ...{ operation: id, lane, deadlineAt, signal },
        prepare: async () => {
          token = await this.#tokens.token(signal);
        },
        send: (attempt) => this.#send(operation, input, token, attempt),
      });
    const answer = await withTimeLimit(this.#clock, milliseconds, late, outer, async (signal) => {
      const first = await once(signal);
      if (first.status !== 401) return first;
      this.#tokens.refused(token);
      return once(signal);
    });
    const { status, headers, body, askedAt } = answer;
    if (status >= 300) throw refusal(id, status, body, headers);
    return { data: body as CallOutput<Id>, observedAt: askedAt };
  }

  async #send(
    { method, path }: Operation,
    input: object,
    token: string,
    signal: AbortSignal,
  ): Promise<RawAnswer> {
    const askedAt = this.#clock.now();
    const headers = { Authorization: `Bearer ${token}` };
    let status = 'none';
    try {
      const { data, error, response } = await this.#request(method, path, { ...input, headers, signal });
      status = String(response.status);
      return { status: response.status, headers: response.headers, body: data ?? error, askedAt };
    } finally {
      this.#requests.set(status, (this.#requests.get(status) ?? 0) + 1);
    }
  }
}

function bucketOf({ shared, clock }: GenesysClientOptions, politeness: PolitenessSettings): RequestBucket {
  const own = new TokenBucket(politeness);
  if (shared === undefined) return own;
  // The longest it may take to log in and to be answered.
  const heldSeconds = politeness.deadlineSeconds.handoff + politeness.requestTimeoutSeconds;
  return new SharedBucket({ ...shared, own, heldSeconds, now: () => steadyTime(clock) });
}

function checkPath({
  params,
}: {
  readonly params?: { readonly path?: Readonly<Record<string, string>> };
}): void {
  for (const [name, value] of Object.entries(params?.path ?? {})) {
    if (['', '.', '..'].includes(value)) throw new RangeError(`"${value}" is no ${name}`);
  }
}
