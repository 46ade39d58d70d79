import { EventQueue } from '../../world/eventQueue.ts';
import type { World } from '../../world/world.ts';

/** Cancels what is to happen. */
export type Cancel = () => void;

/** Puts something off. Times are milliseconds since 1970 by the sandbox's clock. */
export interface Alarms {
  readonly now: number;
  at(moment: number, action: () => void): Cancel;
}

/**
 * The sandbox's time: the world's events and the platform's own timers (heartbeats, expiry), in one order. At one
 * instant the world comes first, so that a heartbeat never overtakes what happened before it.
 */
export class Timeline implements Alarms {
  readonly #world: World;
  readonly #alarms = new EventQueue<() => void>();
  /** Told after every moment of the world, with the events of it. */
  readonly #onMoment: () => void;
  #now: number;

  constructor(world: World, onMoment: () => void) {
    this.#world = world;
    this.#onMoment = onMoment;
    this.#now = world.now;
  }

  get now(): number {
    return this.#now;
  }

  /** When something happens next; undefined when nothing ever will. */
  get nextAt(): number | undefined {
    const next = Math.min(this.#world.nextAt ?? Infinity, this.#alarms.nextAt ?? Infinity);
    return next === Infinity ? undefined : next;
  }

  /** @param moment not before now; sooner counts as now. */
  at(moment: number, action: () => void): Cancel {
    let isWanted = true;
    this.#alarms.push(Math.max(moment, this.#now), 0, () => {
      if (isWanted) action();
    });
    return () => void (isWanted = false);
  }

  /**
   * Lets everything happen that is due up to a moment, and ends there.
   * @param moment not before now; sooner does what is due now.
   * @param isEnough asked after every moment that has passed whole: if so, it ends there.
   */
  advanceTo(moment: number, isEnough: () => boolean = () => false): void {
    const end = Math.max(moment, this.#now);
    for (;;) {
      const next = this.nextAt ?? Infinity;
      if (next > this.#now && isEnough()) return;
      if (next > end || next === Infinity) break;
      this.#now = next;
      if (this.#world.nextAt === next) {
        this.#onMoment();
      } else {
        this.#world.passTo(next);
        this.#alarms.pop()!();
      }
    }
    this.#now = end;
    this.#world.passTo(end);
  }
}
