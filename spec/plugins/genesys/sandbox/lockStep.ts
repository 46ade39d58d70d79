import type { SocketConstructor } from '../../../../plugins/genesys/listening/socket.ts';
import type { Clock, Driven } from '../../../harness/sandbox/sandboxes.ts';
import { settled, VirtualClock } from '../../../virtualClock.ts';

/** How often it is looked whether the last frames have come: a hundredth of a second and more. */
const mostLooks = 500;

/**
 * The time of a sandbox and of whoever uses it, in one step: it goes on to the next thing that either waits for, and only
 * while no request is under way and every frame has come.
 */
export class LockStep {
  readonly clock: VirtualClock;
  /** Node's own, which counts what it hears. */
  readonly Socket: SocketConstructor;
  readonly #driven: Driven;
  #underWay = 0;
  #heard = 0;
  /** Frames that were sent over a line that was cut. */
  #lost = 0;
  #open = 0;
  #wasCut = false;

  constructor(driven: Driven, { now }: Clock) {
    this.#driven = driven;
    this.clock = new VirtualClock(Date.parse(now));
    const count = (socket: WebSocket): void => this.#count(socket);
    this.Socket = class {
      constructor(url: string) {
        const socket = new WebSocket(url);
        count(socket);
        return socket;
      }
    } as SocketConstructor;
  }

  /** Node's own, which counts what is under way. */
  readonly fetch = async (request: Request): Promise<Response> => {
    this.#underWay++;
    try {
      const response = await globalThis.fetch(request);
      // Once the copy has its body, the original has it too; one that is cut fails where it is read.
      await response
        .clone()
        .arrayBuffer()
        .catch(() => undefined);
      return response;
    } finally {
      this.#underWay--;
    }
  };

  /** What comes of it, with as much time as it takes. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let over = false;
    const end = (): void => void (over = true);
    promise.then(end, end);
    for (;;) {
      await this.quiet();
      if (over) return promise;
      await this.#step(Infinity);
    }
  }

  /** Lets this much time pass. */
  async pass(seconds: number): Promise<void> {
    const end = this.clock.now() + seconds * 1000;
    for (;;) {
      await this.quiet();
      if (this.clock.now() >= end) return;
      await this.#step(end);
    }
  }

  /** Waits until all that was asked is answered, and all that was sent is heard. */
  async quiet(): Promise<void> {
    for (let looks = 0; ; looks++) {
      await settled();
      await settled();
      if (this.#underWay > 0) continue;
      const { framesSent, sockets } = await this.#driven.control<Clock>('GET', '/sandbox/clock');
      await settled();
      if (this.#underWay > 0 || this.#open !== sockets) {
        if (looks > mostLooks && this.#underWay === 0)
          throw new Error(`${this.#open} sockets, not ${sockets}`);
      } else if (this.#heard + this.#lost === framesSent) {
        this.#wasCut = false;
        return;
      } else if (looks > mostLooks) {
        if (!this.#wasCut) throw new Error(`${this.#heard} frames have come, not ${framesSent}`);
        this.#lost = framesSent - this.#heard;
      }
    }
  }

  async #step(end: number): Promise<void> {
    const { nextAt } = await this.#driven.control<Clock>('GET', '/sandbox/clock');
    const theirs = nextAt === undefined ? Infinity : Date.parse(nextAt);
    const to = Math.max(this.clock.now(), Math.min(end, theirs, this.clock.nextAt ?? Infinity));
    if (to === Infinity) throw new Error('nothing will ever happen');
    // First the time, so that nothing is heard before it happens.
    this.clock.jump(to);
    await this.#driven.control('POST', '/sandbox/clock/advance', { to: new Date(to).toISOString() });
    await this.quiet();
    while ((this.clock.nextAt ?? Infinity) <= to) {
      this.clock.next();
      await settled();
    }
  }

  #count(socket: WebSocket): void {
    let isOpen = false;
    this.#underWay++;
    socket.addEventListener('open', () => {
      isOpen = true;
      this.#underWay--;
      this.#open++;
    });
    socket.addEventListener('message', () => this.#heard++);
    socket.addEventListener('close', () => {
      if (isOpen) this.#open--;
      else this.#underWay--;
      this.#wasCut = true;
    });
  }
}
