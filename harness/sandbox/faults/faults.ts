import { parseUtc } from '../../recording/time.ts';
import type { Alarms } from '../clock/timeline.ts';
import { tooManyRequests } from '../door/rateLimit.ts';
import { Refusal } from '../door/refusal.ts';
import { isStreamFault, type Fault, type StreamFaultKind } from './fault.ts';

/** A fault in force, and how often it is still to happen. */
interface Pending {
  readonly fault: Fault;
  left: number;
}

/** Where faults of the stream take effect. */
export interface FaultyStream {
  befall(kind: StreamFaultKind, fault: Fault): void;
}

const DEFAULT_SECONDS = 60;

/** What is to go wrong: asked at every request, and told to the channels when the time comes. */
export class Faults {
  readonly #alarms: Alarms;
  readonly #stream: FaultyStream;
  readonly #pending: Pending[] = [];

  constructor(alarms: Alarms, stream: FaultyStream) {
    this.#alarms = alarms;
    this.#stream = stream;
  }

  /**
   * Puts a fault on the clock.
   * @throws Refusal 400 when its time is none.
   */
  add(fault: Fault): void {
    const at = fault.at === undefined ? this.#alarms.now : parseUtc(fault.at);
    if (at === undefined) throw new Refusal(400, 'invalid.date', `${fault.at} is not a moment in UTC`);
    const begin = (): void => {
      if (isStreamFault(fault)) this.#stream.befall(fault.kind, fault);
      else this.#pending.push({ fault, left: fault.count ?? 1 });
    };
    if (at <= this.#alarms.now) begin();
    else this.#alarms.at(at, begin);
  }

  /** The faults that requests are still to meet. */
  get pending(): readonly Fault[] {
    return this.#pending.map(({ fault, left }) => ({ ...fault, count: left }));
  }

  clear(): void {
    this.#pending.length = 0;
  }

  /** @returns the fault that befalls a request for this operation, if any; it counts as happened. */
  take(operation: string): Fault | undefined {
    const index = this.#pending.findIndex(
      ({ fault }) => fault.operation === undefined || fault.operation === operation,
    );
    if (index === -1) return undefined;
    const met = this.#pending[index]!;
    met.left--;
    if (met.left === 0) this.#pending.splice(index, 1);
    return met.fault;
  }
}

/** @returns the refusal a fault comes to before anything is done; undefined for those that strike afterwards. */
export function refusalOf(fault: Fault, now: number): Refusal | undefined {
  switch (fault.kind) {
    case 'unauthorized':
      return new Refusal(401, 'bad.credentials', 'Invalid login credentials.');
    case 'forbidden':
      return new Refusal(403, 'not.authorized', 'You are not authorized to perform the requested action.');
    case 'notFound':
      return new Refusal(404, 'not.found', 'The requested resource was not found');
    case 'conflict':
      return new Refusal(409, 'conflict', 'The request conflicts with the present state of the resource');
    case 'tooManyRequests':
      return tooManyRequests(retryAfter(fault, now));
    case 'serverError':
      return new Refusal(fault.status ?? 500, 'internal.server.error', 'The server encountered an error');
    default:
      return undefined;
  }
}

function retryAfter(
  { retryAfter: form = 'seconds', seconds = DEFAULT_SECONDS }: Fault,
  now: number,
): string | undefined {
  if (form === 'none') return undefined;
  return form === 'seconds' ? String(Math.ceil(seconds)) : new Date(now + seconds * 1000).toUTCString();
}
