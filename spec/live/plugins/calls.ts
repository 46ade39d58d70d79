import { subscribe } from 'node:diagnostics_channel';
import { reach } from './killPoint.ts';

/** A call of Node's own fetch, as its diagnostics channels tell of it. */
interface Call {
  readonly method: string;
  readonly path: string;
  /** Of a WebSocket: it is no call, and is not over with an answer. */
  readonly upgrade?: unknown;
}

/** Calls with an effect that is looked at, by what is called. */
const effects: readonly (readonly [name: string, method: string, path: RegExp])[] = [
  ['transfer', 'POST', /\/replace\/queue$/],
  ['routing', 'PATCH', /\/routing\/conversations\/[^/]+$/],
  ['attributes', 'PATCH', /\/attributes$/],
  ['crm', 'POST', /^\/crm$/],
  ['webhook', 'POST', /^\/webhook$/],
];

/** Each call is one of these moments away from the next. */
export const callMoments = { create: 'before', bodySent: 'sent', headers: 'answered' } as const;

/** Names of calls at which a process can be killed. */
export const callNames = effects.map(([name]) => name);

const underWay = new Set<object>();
let over: (() => void) | undefined;

/** Follows this process’s calls from now on: it can be killed at each, and it can be told whether any is under way. */
export function watchCalls(): void {
  for (const [moment, word] of Object.entries(callMoments))
    subscribe(`undici:request:${moment}`, (message) => {
      const { request } = message as { readonly request: Call };
      if (moment === 'create' && !request.upgrade) underWay.add(request);
      const name = effects.find(
        ([, method, path]) => method === request.method && path.test(request.path),
      )?.[0];
      if (name !== undefined) reach(`${word} call: ${name}`);
    });
  for (const end of ['trailers', 'error'])
    subscribe(`undici:request:${end}`, (message) => {
      underWay.delete((message as { readonly request: object }).request);
      if (underWay.size === 0) over?.();
    });
}

/** How many calls are under way. */
export function callsUnderWay(): number {
  return underWay.size;
}

/** Resolves once no call is under way, or so much real time has passed: some are answered only as time goes on. */
export function callsOver(mostMilliseconds: number): Promise<void> {
  if (underWay.size === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => over!(), mostMilliseconds);
    over = () => {
      over = undefined;
      clearTimeout(timer);
      resolve();
    };
  });
}
