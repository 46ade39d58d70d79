import type { Socket } from '../sandbox/notifications/channels.ts';
import type { WireWatcher } from '../sandbox/server/wire.ts';

/** The client's end of a socket, as far as what it hears is concerned. */
export interface Hearer {
  /** Hears a frame. */
  frame(data: unknown): void;
  /** Hears that the socket is closed. */
  closed(): void;
}

/** One socket, from the sandbox's end to the client's. */
export interface Connection {
  readonly hearer: Hearer;
  /** Frames that have come and were not heard yet. */
  readonly come: unknown[];
  /** How many the sandbox has sent that have not come. */
  missing: number;
  /** Whether the sandbox has closed it and the client has not seen that. */
  isClosing: boolean;
  /** Frames that were on their way when it was cut do not come any more, even if they do. */
  isCut: boolean;
}

/** What is to be heard, in the order in which the sandbox said it, whatever order it comes in. */
type Said = { readonly connection: Connection; readonly what: 'frame' | 'end' };

/** Lets clients hear what the sandbox has said, once all of it has come, and in its order. */
export class Hearing implements WireWatcher {
  readonly #connections = new Map<Socket, Connection>();
  #said: Said[] = [];
  /** How much of it has not come. */
  #missing = 0;
  #complete: (() => void) | undefined;
  #accepted: Socket | undefined;
  readonly #awaited = new Map<Socket, { heard?: () => void; gone?: () => void }>();

  /** Whether there is something that was not heard yet. */
  get isDue(): boolean {
    return this.#said.length > 0;
  }

  /** The socket that was opened last becomes the hearer's. */
  join(hearer: Hearer): { readonly connection: Connection; readonly socket: Socket } {
    const socket = this.#accepted!;
    this.#accepted = undefined;
    const connection = this.#connections.get(socket)!;
    Object.assign(connection, { hearer });
    return { connection, socket };
  }

  /** Something has come over a connection. */
  came(connection: Connection, data: unknown): void {
    if (connection.isCut) return;
    connection.come.push(data);
    connection.missing--;
    this.#less();
  }

  /** The client's end is closed. @returns whether the sandbox said so before. */
  ended(connection: Connection): boolean {
    if (!connection.isClosing) return false;
    connection.isClosing = false;
    this.#less();
    return true;
  }

  /** Waits until all has come that was said, and lets it be heard. */
  async hear(): Promise<void> {
    if (this.#missing > 0) await new Promise<void>((resolve) => (this.#complete = resolve));
    const said = this.#said;
    this.#said = [];
    for (const { connection, what } of said) {
      if (what === 'end') connection.hearer.closed();
      else connection.hearer.frame(connection.come.shift());
    }
  }

  /** Resolves once the sandbox has heard what is said next. */
  heardNext(socket: Socket): Promise<void> {
    return new Promise((resolve) => {
      this.#awaited.set(socket, { ...this.#awaited.get(socket), heard: resolve });
    });
  }

  /** Resolves once the sandbox's end is closed. */
  goneNext(socket: Socket): Promise<void> {
    if (!this.#connections.has(socket)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#awaited.set(socket, { ...this.#awaited.get(socket), gone: resolve });
    });
  }

  opened(socket: Socket): void {
    const come: unknown[] = [];
    this.#connections.set(socket, { hearer: nobody, come, missing: 0, isClosing: false, isCut: false });
    this.#accepted = socket;
  }

  sent(socket: Socket): void {
    const connection = this.#connections.get(socket)!;
    this.#said.push({ connection, what: 'frame' });
    connection.missing++;
    this.#missing++;
  }

  closed(socket: Socket, how: 'in order' | 'cut'): void {
    const connection = this.#connections.get(socket)!;
    if (how === 'cut') {
      this.#said = this.#said.filter((one) => one.connection !== connection);
      this.#missing -= connection.missing;
      Object.assign(connection, { isCut: true, missing: 0 });
    }
    this.#said.push({ connection, what: 'end' });
    connection.isClosing = true;
    this.#missing++;
  }

  heard(socket: Socket): void {
    this.#awaited.get(socket)?.heard?.();
  }

  gone(socket: Socket): void {
    this.#awaited.get(socket)?.gone?.();
    this.#awaited.delete(socket);
    this.#connections.delete(socket);
  }

  #less(): void {
    this.#missing--;
    if (this.#missing > 0) return;
    this.#complete?.();
    this.#complete = undefined;
  }
}

const nobody: Hearer = {
  frame() {
    throw new Error('a frame came before its socket was open');
  },
  closed: () => undefined,
};
