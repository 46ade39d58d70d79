import type { Network } from '../engine/network.ts';

/** Node's own. */
export const systemNetwork: Network = {
  fetch: (request) => globalThis.fetch(request),
  WebSocket: globalThis.WebSocket,
};
