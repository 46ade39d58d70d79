interface SocketEvent {
  readonly data?: unknown;
}

/** The part of a WebSocket that plugins use: Node's own has it, and so have stand-ins. */
export interface NetworkSocket {
  addEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: SocketEvent) => void,
  ): void;
  send(text: string): void;
  close(): void;
}

export type SocketConstructor = new (url: string) => NetworkSocket;

/** The way out, for plugins that speak HTTP or listen on sockets; so that whoever runs the engine can stand between. */
export interface Network {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly WebSocket: SocketConstructor;
}
