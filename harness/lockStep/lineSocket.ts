import { WebSocket } from 'ws';
import type { Socket } from '../sandbox/notifications/channels.ts';
import type { Connection, Hearer } from './hearing.ts';
import type { Line } from './line.ts';

type Listener = (event: { readonly data?: unknown }) => void;
type Kind = 'open' | 'message' | 'close' | 'error';

/** The part of a WebSocket that a program uses, over a line: every event comes in the order of things. */
export class LineSocket implements Hearer {
  readonly #line: Line;
  readonly #listeners: Readonly<Record<Kind, Listener[]>> = { open: [], message: [], close: [], error: [] };
  #open: { readonly real: WebSocket; readonly connection: Connection; readonly far: Socket } | undefined;
  /** Closed by the program: it hears no more, but that it is closed. */
  #isLeft = false;
  #isOver = false;

  constructor(line: Line, url: string) {
    this.#line = line;
    line.take(() => this.#connect(url));
  }

  addEventListener(kind: Kind, listener: Listener): void {
    this.#listeners[kind].push(listener);
  }

  send(text: string): void {
    this.#line.take(async () => {
      if (this.#open === undefined || this.#open.connection.isCut || this.#isOver) return;
      const heard = this.#line.hearing.heardNext(this.#open.far);
      this.#open.real.send(text);
      await heard;
    });
  }

  close(): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    this.#line.take(async () => {
      if (this.#open === undefined || this.#isOver) return;
      const { real, far } = this.#open;
      const gone = this.#line.hearing.goneNext(far);
      const closed = new Promise((resolve) => real.once('close', resolve));
      real.close();
      await Promise.all([closed, gone]);
      this.closed();
    });
  }

  frame(data: unknown): void {
    if (!this.#isLeft) this.#tell('message', { data });
  }

  closed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#tell('close', {});
  }

  async #connect(url: string): Promise<void> {
    if (this.#isLeft) return this.closed();
    const { hearing } = this.#line;
    const real = new WebSocket(url, { perMessageDeflate: false });
    const isOpen = await new Promise<boolean>((resolve) => {
      real.once('open', () => resolve(true));
      real.once('error', () => resolve(false));
    });
    // What becomes of it later is told by its end.
    real.on('error', () => undefined);
    if (!isOpen) {
      this.#tell('error', {});
      return this.closed();
    }
    const { connection, socket } = hearing.join(this);
    this.#open = { real, connection, far: socket };
    real.on('message', (data: Buffer) => hearing.came(connection, data.toString('utf8')));
    real.on('close', () => {
      // Nobody said so: the sandbox itself has stopped.
      if (!hearing.ended(connection) && !this.#isLeft) this.closed();
    });
    this.#tell('open', {});
  }

  #tell(kind: Kind, event: { readonly data?: unknown }): void {
    for (const listener of this.#listeners[kind]) listener(event);
  }
}
