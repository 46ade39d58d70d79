import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { EventQueue } from './eventQueue.ts';

/** What can fall due, in the order in which it happens at one instant: agents are freed before anyone asks for one. */
const timerKinds = [
  'talkEnds',
  'afterCallEnds',
  'shift',
  'arrival',
  'botTurn',
  'entersQueue',
  'answer',
  'patienceEnds',
  'survey',
  'observation',
  'reconsider',
] as const;
type TimerKind = (typeof timerKinds)[number];

const priorityOf = Object.fromEntries(timerKinds.map((kind, index) => [kind, index])) as Record<
  TimerKind,
  number
>;

/** The clock of the world: what is due, and what has happened. Times are whole milliseconds since 1970. */
export class Kernel {
  readonly #due = new EventQueue<() => void>();
  #happened: RoutingEvent[] = [];
  #now: number;
  readonly #onEvent: (event: RoutingEvent) => void;

  /** @param onEvent told of everything at once, as it happens. */
  constructor(startsAt: number, onEvent: (event: RoutingEvent) => void) {
    this.#now = startsAt;
    this.#onEvent = onEvent;
  }

  get now(): number {
    return this.#now;
  }

  /** When something falls due next; undefined when nothing ever will. */
  get nextAt(): number | undefined {
    return this.#due.nextAt;
  }

  /** @param at not before now; infinite means never. */
  schedule(at: number, kind: TimerKind, action: () => void): void {
    if (at === Infinity) return;
    if (!Number.isInteger(at) || at < this.#now) throw new RangeError(`${kind} cannot fall due at ${at}`);
    this.#due.push(at, priorityOf[kind], action);
  }

  /**
   * Lets time pass in which nothing falls due.
   * @throws RangeError when something falls due before, or the moment is past.
   */
  passTo(at: number): void {
    const isBlocked = this.nextAt !== undefined && this.nextAt < at;
    if (at < this.#now || isBlocked) throw new RangeError(`time cannot pass to ${at}`);
    this.#now = at;
  }

  /** Records that something happened now. */
  emit(event: RoutingEvent): void {
    this.#happened.push(event);
    this.#onEvent(event);
  }

  /** Moves on to the next moment and does all that is due in it; false when nothing is left. */
  runMoment(): boolean {
    const next = this.#due.nextAt;
    if (next === undefined) return false;
    this.#now = next;
    while (this.#due.nextAt === next) this.#due.pop()!();
    return true;
  }

  /** Hands over what happened since it was last asked, in order. */
  takeEvents(): readonly RoutingEvent[] {
    const events = this.#happened;
    this.#happened = [];
    return events;
  }
}
