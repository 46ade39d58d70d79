import nock from 'nock';
import { regionAddress, type Address } from '../../../plugins/genesys/client/address.ts';
import { GenesysClient } from '../../../plugins/genesys/client/client.ts';
import { politenessDefaults, type PolitenessSettings } from '../../../plugins/genesys/politeness/settings.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';

export const clientId = 'client-one';
export const clientSecret = 'canary-secret-7f3a';

/** Both hosts of a region, answered by nock. */
export const login = (): nock.Scope => nock('https://login.mypurecloud.de');
export const api = (): nock.Scope => nock('https://api.mypurecloud.de');

/** Answers this many logins, the first with `token-1`. */
export function logins(times = 1, expiresInSeconds = 86_400): nock.Scope {
  const scope = login();
  for (let number = 1; number <= times; number++) {
    scope
      .post('/oauth/token')
      .reply(200, { access_token: `token-${number}`, token_type: 'bearer', expires_in: expiresInSeconds });
  }
  return scope;
}

/** A client whose time passes only while nothing is under way. */
export interface Session {
  readonly genesys: GenesysClient;
  readonly clock: VirtualClock;
  /** Seconds since the start at which each request of the platform's interface (not of the login) was made. */
  readonly sentAt: number[];
  /** The last step of each one's path. */
  readonly sent: string[];
  /** What comes of it, with as much time as it takes. */
  readonly run: <T>(promise: Promise<T>) => Promise<T>;
}

export interface SessionOptions {
  readonly politeness?: Partial<PolitenessSettings>;
  readonly address?: Address;
  /** Left out, always a half. */
  readonly random?: () => number;
  /** Requests of which it says true never get an answer. */
  readonly hangs?: (request: Request) => boolean;
}

export function session({
  politeness = {},
  address = regionAddress('eu_central_1'),
  random = () => 0.5,
  hangs = () => false,
}: SessionOptions = {}): Session {
  const clock = new VirtualClock();
  const start = clock.now();
  const sentAt: number[] = [];
  const sent: string[] = [];
  let underWay = 0;
  const answered = async (request: Request): Promise<Response> => {
    if (!request.url.endsWith('/oauth/token')) {
      sentAt.push((clock.now() - start) / 1000);
      sent.push(request.url.split('/').at(-1)!);
    }
    if (hangs(request)) {
      return new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
      });
    }
    underWay++;
    try {
      const response = await globalThis.fetch(request);
      // Once the copy has its body, the original has it too: reading it takes no time.
      await response.clone().arrayBuffer();
      return response;
    } finally {
      underWay--;
    }
  };
  const settings = { ...politenessDefaults, ...politeness };
  const genesys = new GenesysClient({
    ...{ address, clientId, clientSecret, clock, random },
    ...{ politeness: settings, fetch: answered },
  });
  return {
    ...{ genesys, clock, sentAt, sent },
    async run(promise) {
      let over = false;
      const end = (): void => {
        over = true;
      };
      promise.then(end, end);
      for (;;) {
        await settled();
        await settled();
        if (over) return promise;
        if (underWay === 0) clock.next();
      }
    },
  };
}

/** @returns what the promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
}
