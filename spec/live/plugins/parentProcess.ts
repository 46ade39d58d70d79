import type { RoutingEvent } from '../../../engine/conversation/events.ts';

/** Where the process is to kill itself. */
export interface KillAt {
  readonly point: string;
  /** The how-manieth time it comes there, from 1. */
  readonly time: number;
}

/** What the engine's process is told. */
export type ToEngine =
  | {
      /** It is so late, in milliseconds since 1970. */
      readonly now: number;
    }
  | { readonly killAt: KillAt | null }
  /** To stop in good order. */
  | { readonly stop: true };

/** What was accepted, of one commit, once the store said that it is safe. */
export interface Safe {
  /** By position: the event. */
  readonly accepted: readonly (readonly [position: number, event: RoutingEvent])[];
  /** The number of the last decision. */
  readonly decision?: number;
}

/** What the engine's process tells. */
export type FromEngine =
  | {
      /** Its clock goes: the id of its process. */
      readonly ready: number;
    }
  | {
      /** It has acted on a moment that it was told of. */
      readonly passed: {
        /** When its clock wakes somebody next, in milliseconds since 1970. */
        readonly nextAt?: number;
        readonly callsUnderWay: number;
      };
    }
  | { readonly safe: Safe }
  | { readonly commits: number };

/** Tells the process that has started this one. */
export function tellParent(message: FromEngine): void {
  process.send!(message);
}

/**
 * Hears what the process that has started this one tells, which keeps it alive no longer: not to be called in a process of
 * mocha’s own, which would then end between two files.
 */
export function hearParent(heard: (message: ToEngine) => void): void {
  process.on('message', heard as (message: unknown) => void);
  // What the process itself does keeps it alive, and nothing else.
  process.channel?.unref();
}
