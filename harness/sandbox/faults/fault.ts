/** What can go wrong with one request. */
export const requestFaultKinds = [
  /** 401; the token is revoked, so that only a new one helps. */
  'unauthorized',
  'forbidden',
  'notFound',
  'conflict',
  /** 429; `retryAfter` says how it tells when to come again. */
  'tooManyRequests',
  /** 500, or `status`. */
  'serverError',
  /** The request is carried out, and 504 answered. */
  'timeoutAfterApplying',
  /** The request is carried out, and the connection closed without an answer. */
  'noAnswer',
  /** The request is carried out, and half of the answer sent. */
  'cutJson',
] as const;
export type RequestFaultKind = (typeof requestFaultKinds)[number];

/** What can go wrong with notification channels. */
export const streamFaultKinds = [
  /** Sockets are cut without a word. */
  'socketDrop',
  /** The next frame is sent twice. */
  'repeat',
  /** The next frame is sent after the one that follows it. */
  'reorder',
  /** The next frame is lost. */
  'loss',
  /** No heartbeat and no pong, for `seconds`. */
  'noHeartbeat',
  /** `v2.system.socket_closing`; a minute later the socket is closed. */
  'socketClosing',
  /** Channels are gone, as after 24 hours. */
  'channelExpiry',
] as const;
export type StreamFaultKind = (typeof streamFaultKinds)[number];

/** Something that goes wrong on purpose. */
export interface Fault {
  readonly kind: RequestFaultKind | StreamFaultKind;
  /** ISO 8601, by the sandbox's clock; now unless said. */
  readonly at?: string;
  /** How many requests, or channels' frames, it befalls; 1 unless said. */
  readonly count?: number;
  /** Befalls requests for this operation only. */
  readonly operation?: string;
  /** Of a `serverError`, 500 to 599. */
  readonly status?: number;
  /** Of `tooManyRequests`: seconds, or a date so many seconds away, or no header at all. Seconds unless said. */
  readonly retryAfter?: 'seconds' | 'date' | 'none';
  /** How long; 60 unless said. */
  readonly seconds?: number;
}

export function isStreamFault(fault: Fault): fault is Fault & { readonly kind: StreamFaultKind } {
  return (streamFaultKinds as readonly string[]).includes(fault.kind);
}
