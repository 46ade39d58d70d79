import type { InProcess } from '../sandbox/sandbox.ts';
import { Line } from './line.ts';
import { LineSocket } from './lineSocket.ts';
import { settled, VirtualClock } from './virtualClock.ts';

/**
 * The time of a sandbox and of a program that uses it, in one step. It goes on to the next thing that either waits for,
 * and only while no request is under way, every frame was heard, and nothing that takes real time is held.
 *
 * What the program does is then determined by the sandbox's seed alone, as long as it has its time from `clock`, its
 * network from `fetch` and `WebSocket`, and does nothing else that takes real time.
 */
export class LockStep {
  readonly clock: VirtualClock;
  /** Node's own in all that a client of an API needs. */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** A WebSocket's listening, sending and closing. */
  readonly WebSocket: new (url: string) => LineSocket;
  readonly #sandbox: InProcess;
  readonly #line = new Line();
  readonly #held = new Set<Promise<unknown>>();

  constructor(sandbox: InProcess) {
    const line = this.#line;
    sandbox.watch(line.hearing);
    this.#sandbox = sandbox;
    this.clock = new VirtualClock(sandbox.now);
    this.fetch = (input, init) =>
      line.fetch(input instanceof Request && init === undefined ? input : new Request(input, init));
    this.WebSocket = class extends LineSocket {
      constructor(url: string) {
        super(line, url);
      }
    };
  }

  /** Time stands still until this is over: for what takes real time, such as writing to a file. */
  hold<T>(work: Promise<T>): Promise<T> {
    const held = work.catch(() => undefined).finally(() => this.#held.delete(held));
    this.#held.add(held);
    return work;
  }

  /**
   * Time stands still until a program that was just started waits by the clock for the first time, or is over: before
   * that it reads its files, which takes real time.
   */
  async begun(program: Promise<unknown>): Promise<void> {
    const over = program.then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([over, this.clock.fallsAsleep()]);
  }

  /** What comes of it, with as much time as it takes. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let isOver = false;
    const end = (): void => void (isOver = true);
    promise.then(end, end);
    for (;;) {
      await this.quiet();
      if (isOver) return promise;
      await this.#step(Infinity);
    }
  }

  /** Lets this much time pass. */
  async pass(seconds: number): Promise<void> {
    await this.passTo(this.clock.now() + seconds * 1000);
  }

  /** Lets time pass to a moment, in milliseconds since 1970. */
  async passTo(moment: number): Promise<void> {
    await this.quiet();
    while (this.clock.now() < moment) await this.#step(moment);
  }

  /** Waits until all that was asked is answered, and all that was said is heard and acted on. */
  async quiet(): Promise<void> {
    await settled();
    while (!this.#line.isEmpty || this.#held.size > 0) {
      await this.#line.emptied();
      await Promise.all(this.#held);
      await settled();
    }
  }

  /** Ends the line to the sandbox; what uses it must have ended before. */
  close(): void {
    this.#line.close();
  }

  /** Goes on to the next thing that happens, at most to a moment, and lets it have its effect. */
  async #step(end: number): Promise<void> {
    const { clock } = this;
    // The sandbox counts in whole milliseconds; nobody wakes early.
    const bound = Math.ceil(Math.min(end, clock.nextAt ?? Infinity));
    const to = bound === Infinity ? this.#sandbox.nextAt : bound;
    if (to === undefined) throw new Error('nothing will ever happen');
    this.#sandbox.advance(Math.max(to, clock.now()));
    // First the time, so that nothing is heard before it happens.
    clock.jump(this.#sandbox.now);
    if (!this.#line.isEmpty) await this.quiet();
    while (clock.wake()) await this.quiet();
  }
}
