import type { Command } from '../../engine/decisions/record.ts';
import type { ActOutcome } from '../../engine/exchange.ts';
import { post } from '../../engine/http/post.ts';
import { retryAfterMilliseconds } from '../../engine/http/retryAfter.ts';
import type { Network } from '../../engine/network.ts';
import type { Actor, Clock, Occasion } from '../../engine/ports.ts';
import type { Problem } from '../../engine/problem.ts';
import { engineVersion } from '../../engine/version.ts';
import { bodyOf, type WebhookCommand } from './body.ts';
import type { Endpoint } from './endpoint.ts';
import { signedHeaders } from './signature.ts';

/** What endpoints are told with. */
export interface Telling {
  /** By event. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  readonly network: Network;
  readonly problem: (problem: Problem) => void;
}

/** After the first attempt, which is at once: 27 h 35 min in all. Source: the retry schedule of Svix. */
const pausesSeconds = [5, 300, 1800, 7200, 18_000, 36_000, 36_000];

/** The endpoint wants nothing more. Source: Standard Webhooks 1.0.0. */
const gone = 410;
/** A time-out, too early, too many requests: of the moment, not of what was sent. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** Tells endpoints of events, signed; a receiver that keeps the ids of what it was told does nothing twice. */
export class WebhookActor implements Actor {
  readonly does = ['do webhook'] as const;
  readonly pausesSeconds = pausesSeconds;
  readonly #telling: Telling;
  /** Endpoints that want nothing more, until a run starts anew. */
  readonly #gone = new Set<Endpoint>();

  constructor(telling: Telling) {
    this.#telling = telling;
  }

  /** @throws an error with `retryAfterSeconds`, where the endpoint wants to be asked again later. */
  async act(
    commands: readonly Command[],
    { decidedAt }: Pick<Occasion, 'decidedAt'>,
    signal: AbortSignal,
  ): Promise<ActOutcome> {
    signal.throwIfAborted();
    const command = commands[0] as WebhookCommand;
    const { endpoints, clock, timeoutSeconds } = this.#telling;
    const endpoint = endpoints.get(command.event);
    if (endpoint === undefined) {
      const known = [...endpoints.keys()].join(', ');
      return { status: 'refused', why: `no endpoint is given for "${command.event}"; there are ${known}` };
    }
    if (this.#gone.has(endpoint))
      return {
        status: 'refused',
        why: `it answered ${gone}: it wants nothing more`,
      };
    const body = bodyOf(command, decidedAt);
    const posting = {
      ...{ url: endpoint.url, body, timeoutSeconds, mostAnswerBytes: 0 },
      headers: {
        'user-agent': `signalbox/${engineVersion}`,
        ...endpoint.headers,
        ...signedHeaders(endpoint.keys, command.id, clock.now(), body),
      },
    };
    const posted = await post(this.#telling, posting, signal);
    if (posted.status === undefined) {
      endpoint.outage.begin(posted.why);
      if (!posted.mayBeReceived) throw new Error(posted.why);
      return { status: 'notDone', why: posted.why };
    }
    return this.#outcome(command.event, endpoint, posted);
  }

  #outcome(
    event: string,
    endpoint: Endpoint,
    { status, headers }: { readonly status: number; readonly headers: Headers },
  ): ActOutcome {
    const why = `it answers ${status}`;
    if (status >= 200 && status < 300) {
      endpoint.outage.end();
      return { status: 'done' };
    }
    if (status === gone) this.#close(event, endpoint);
    if (status < 500 && !passing.has(status)) {
      const isRedirect = status >= 300 && status < 400;
      return { status: 'refused', why: isRedirect ? `${why}: redirects are not followed` : why };
    }
    endpoint.outage.begin(why);
    const later = retryAfterMilliseconds(headers, this.#telling.clock.now());
    if (later !== undefined || passing.has(status))
      throw Object.assign(new Error(why), later === undefined ? {} : { retryAfterSeconds: later / 1000 });
    // An error of the server's own may come after it has taken what it was told.
    return { status: 'notDone', why };
  }

  #close(event: string, endpoint: Endpoint): void {
    this.#gone.add(endpoint);
    this.#telling.problem({
      code: 'webhook-gone',
      severity: 'warning',
      message: `the endpoint of "${event}" answered ${gone}: it is told nothing more until the next run`,
      hint: 'take it out of the configuration, or mend its address, and redo what is among the dead',
    });
  }
}
