import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { Problem } from '../../../engine/problem.ts';
import type { Clock } from '../../../engine/ports.ts';
import { observed } from '../observation.ts';
import type { Reading } from '../reading/reading.ts';
import type { ListeningSettings } from '../settings.ts';

/** What every source of events is made of. */
export interface SourceOptions {
  readonly reading: Reading;
  readonly clock: Clock;
  readonly settings: ListeningSettings;
  /** Ids of the queues whose conversations and agents are followed. */
  readonly queues: readonly string[];
  /**
   * Takes events in; one call at a time. Once it resolves they are safe and not told again; when it rejects they are
   * told again later.
   * @param cursor up to when all that the platform has told is taken in with these, in milliseconds since 1970.
   */
  readonly take: (events: readonly ObservedEvent[], cursor: number) => Promise<void>;
  /** Told what a person should know; the source goes on. */
  readonly problem: (problem: Problem) => void;
}

/** Whatever went wrong, as a problem to be told while the work goes on. */
export function asWarning(error: unknown, doing: string): Problem {
  const message = `${doing}: ${error instanceof Error ? error.message : String(error)}`;
  return { code: 'genesys-source-failed', severity: 'warning', message, hint: 'it is tried again' };
}

/** In order of time; what happened in one moment stays as it was told. */
export function inOrder(events: readonly ObservedEvent[]): readonly ObservedEvent[] {
  return [...events].sort((a, b) => a.event.at - b.event.at);
}

/** That what is told begins to be incomplete, or is complete again. */
export function sighted(
  type: 'platform.unseen' | 'platform.seen',
  at: number,
  observedAt: number,
): ObservedEvent {
  return observed({ type, at }, observedAt, 'connection');
}
