import type { Clock } from '../../../engine/ports.ts';
import { isRepeatable } from '../contract/operation.ts';
import { operations, type OperationId } from '../contract/operations.ts';
import { GenesysError, type GenesysErrorCode } from '../genesysError.ts';
import { backoffMilliseconds } from '../../../engine/backoff.ts';
import { OversizedAnswer } from '../client/boundedBody.ts';
import { retryAfterMilliseconds } from '../../../engine/http/retryAfter.ts';
import type { CircuitBreaker } from './circuitBreaker.ts';
import { rateHeaders } from './headers.ts';
import { networkFailure, type NetworkFailure } from './networkFailure.ts';
import type { RequestLanes } from './requestLanes.ts';
import type { Lane, PolitenessSettings } from './settings.ts';
import { withTimeLimit } from './timeLimit.ts';

/** A call, as politeness sees it. */
export interface PoliteCall<T extends PoliteAnswer> {
  readonly operation: OperationId;
  readonly lane: Lane;
  /** Milliseconds since 1970; no attempt begins after it. */
  readonly deadlineAt: number;
  /** Aborts at the deadline, or when the caller gives up. */
  readonly signal: AbortSignal;
  /** Makes ready for an attempt once it is this call's turn: the token. What it throws ends the call. */
  prepare?(signal: AbortSignal): Promise<void>;
  /** One attempt. */
  send(signal: AbortSignal): Promise<T>;
}

/** The part of an answer that politeness reads. */
export interface PoliteAnswer {
  readonly status: number;
  readonly headers: Headers;
}

type Failure = NetworkFailure & { readonly status?: number };
type Attempted<T> = { readonly answer: T } | { readonly failure: Failure };

/** One host of Genesys Cloud, asked politely: in turn, with pauses, and not while it is down. */
export class PoliteHost {
  readonly #settings: PolitenessSettings;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #breaker: CircuitBreaker;
  readonly #lanes: RequestLanes;

  constructor(
    settings: PolitenessSettings,
    clock: Clock,
    random: () => number,
    breaker: CircuitBreaker,
    lanes: RequestLanes,
  ) {
    this.#settings = settings;
    this.#clock = clock;
    this.#random = random;
    this.#breaker = breaker;
    this.#lanes = lanes;
  }

  /**
   * @returns the first answer that is neither 429 nor a failure of the platform (5xx, 408, 425); other refusals are
   *   answers.
   * @throws GenesysError `genesys-rate-limited`, `genesys-circuit-open`, `genesys-unavailable`,
   *   `genesys-deadline-passed`, `genesys-answer-too-long`, `genesys-unknown-outcome`; the signal's reason when the caller gave up.
   */
  async call<T extends PoliteAnswer>(call: PoliteCall<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const attempted = await this.#attempt(call);
      if ('failure' in attempted) {
        const { failure } = attempted;
        if (failure.maybeDone && !isRepeatable(operations[call.operation]))
          throw unknownOutcome(call, failure);
        const pause = backoffMilliseconds(attempt, this.#settings, this.#random);
        if (this.#isLast(attempt, pause, call)) throw unavailable(call, failure);
        await this.#clock.sleep(pause, call.signal);
      } else if (attempted.answer.status === 429) {
        const pause = this.#pauseAfter429(attempt, attempted.answer);
        // Who waits in the lanes keeps the order of the lanes; a sleeper would come back in any order.
        this.#lanes.pause(pause);
        if (this.#isLast(attempt, pause, call)) throw rateLimited(call, pause);
      } else return attempted.answer;
    }
  }

  async #attempt<T extends PoliteAnswer>(call: PoliteCall<T>): Promise<Attempted<T>> {
    // No waiting in turn for a host that is known to be down.
    if (!this.#breaker.passable) throw this.#circuitOpen(call);
    await this.#lanes.enter(call.lane, call.signal);
    let sent = false;
    try {
      await call.prepare?.(call.signal);
      const settle = this.#breaker.enter(call);
      if (settle === undefined) throw this.#circuitOpen(call);
      sent = true;
      try {
        const attempted = await this.#send(call);
        settle('failure' in attempted ? 'failed' : 'worked');
        return attempted;
      } catch (error) {
        settle('unsaid');
        throw error;
      }
    } finally {
      this.#lanes.leave(sent);
    }
  }

  async #send<T extends PoliteAnswer>(call: PoliteCall<T>): Promise<Attempted<T>> {
    const { requestTimeoutSeconds } = this.#settings;
    const late = new Error(`no answer within ${requestTimeoutSeconds} s`);
    try {
      const answer = await withTimeLimit(
        this.#clock,
        requestTimeoutSeconds * 1000,
        late,
        call.signal,
        // Whatever fetch makes of an abort, the reason counts.
        (signal) =>
          call.send(signal).catch((error: unknown) => {
            throw signal.aborted ? (signal.reason as Error) : error;
          }),
      );
      const rate = rateHeaders(answer.headers);
      if (rate !== undefined) this.#lanes.learn(rate);
      const { status } = answer;
      if (status < 500 && status !== 408 && status !== 425) return { answer };
      return { failure: { why: `status ${status}`, maybeDone: true, status } };
    } catch (error) {
      if (call.signal.aborted && !isRepeatable(operations[call.operation])) {
        throw unknownOutcome(call, { why: 'given up before the answer', maybeDone: true });
      }
      if (error instanceof OversizedAnswer) throw oversized(call, error);
      if (error === late) return { failure: { why: late.message, maybeDone: true } };
      const failure = networkFailure(error);
      if (failure === undefined) throw error;
      return { failure };
    }
  }

  /** The least pause is jittered only where the platform names none: what it names, it means. */
  #pauseAfter429(attempt: number, { headers }: PoliteAnswer): number {
    const named = retryAfterMilliseconds(headers, this.#clock.now());
    const { retryAfterSeconds } = this.#settings;
    return named ?? retryAfterSeconds * 1000 + backoffMilliseconds(attempt, this.#settings, this.#random);
  }

  #isLast(attempt: number, pause: number, { deadlineAt }: PoliteCall<PoliteAnswer>): boolean {
    return attempt >= this.#settings.attempts || this.#clock.now() + pause >= deadlineAt;
  }

  #circuitOpen(call: PoliteCall<PoliteAnswer>): GenesysError {
    const seconds = Math.ceil(this.#breaker.waitMilliseconds / 1000);
    const message = `Genesys Cloud is not asked to ${purposeOf(call)}: ${this.#settings.breaker.failures} calls in a row failed`;
    const hint =
      seconds > 0 ? `it is tried again in ${seconds} s` : 'one request is trying whether it works again';
    return failed('genesys-circuit-open', message, hint, call, { retryAfterSeconds: seconds });
  }
}

function purposeOf({ operation }: PoliteCall<PoliteAnswer>): string {
  return operations[operation].purpose;
}

function rateLimited(call: PoliteCall<PoliteAnswer>, pause: number): GenesysError {
  const message = `Genesys Cloud does not ${purposeOf(call)} now: too many requests`;
  const hint = `it asks to wait ${Math.ceil(pause / 1000)} s; if this comes often, lower requestsPerMinute or see what else uses this OAuth client`;
  return failed('genesys-rate-limited', message, hint, call, {
    status: 429,
    retryAfterSeconds: pause / 1000,
  });
}

function unavailable(call: PoliteCall<PoliteAnswer>, { why, status }: Failure): GenesysError {
  const message = `Genesys Cloud does not ${purposeOf(call)}: ${why}`;
  const hint = 'see whether the network reaches it, and what its status page says; then try again';
  return failed('genesys-unavailable', message, hint, call, { status });
}

/** Asked again, the answer would be as long; one that acted has acted all the same. */
function oversized(call: PoliteCall<PoliteAnswer>, { message: why }: OversizedAnswer): GenesysError {
  if (!isRepeatable(operations[call.operation])) return unknownOutcome(call, { why, maybeDone: true });
  const hint = 'see what answers at this address; if it is Genesys Cloud, ask for less';
  const message = `what Genesys Cloud answers to ${purposeOf(call)} is not read: ${why}`;
  return failed('genesys-answer-too-long', message, hint, call, {});
}

function unknownOutcome(call: PoliteCall<PoliteAnswer>, { why, status }: Failure): GenesysError {
  const message = `whether Genesys Cloud did ${purposeOf(call)} is not known: ${why}`;
  const hint = 'read whether it was done before asking again';
  return failed('genesys-unknown-outcome', message, hint, call, { status });
}

function failed(
  code: GenesysErrorCode,
  message: string,
  hint: string,
  { operation }: PoliteCall<PoliteAnswer>,
  { status, retryAfterSeconds }: { status?: number | undefined; retryAfterSeconds?: number },
): GenesysError {
  const context = { operation, ...(status === undefined ? {} : { status }) };
  return new GenesysError(code, message, hint, context, retryAfterSeconds);
}
