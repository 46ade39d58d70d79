import type { ObservedEvent } from '../../../engine/exchange.ts';
import { ProblemError, type Problem } from '../../../engine/problem.ts';
import type { Clock } from '../../../engine/ports.ts';
import { GenesysError } from '../genesysError.ts';
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
  /** Told what a person should know; the source goes on. @param about the id of the conversation that it names, if any. */
  readonly problem: (problem: Problem, about?: string) => void;
}

/** Whatever went wrong, as a problem to be told while the work goes on. */
export function asWarning(error: unknown, doing: string): Problem {
  const [told] = error instanceof ProblemError ? error.problems : [];
  const why = told?.message ?? (error instanceof Error ? error.message : String(error));
  const hint = told?.hint === undefined ? 'it is tried again' : `it is tried again; ${told.hint}`;
  return { code: 'genesys-source-failed', severity: 'warning', message: `${doing}: ${why}`, hint };
}

/** Whether the platform answered that it fails, which may be at this one thing alone. */
function failsAtOne(error: unknown): error is GenesysError {
  return (
    error instanceof GenesysError && error.code === 'genesys-unavailable' && error.call.status !== undefined
  );
}

/** Conversations at which the platform fails: they are read last, so that others are not kept waiting. */
export class Troubled {
  readonly #ids = new Set<string>();

  /** These, once each; those with which there was trouble last. Others are forgotten. */
  inOrder(ids: Iterable<string>): readonly string[] {
    const distinct = new Set(ids);
    for (const id of this.#ids) if (!distinct.has(id)) this.#ids.delete(id);
    return [...[...distinct].filter((id) => !this.#ids.has(id)), ...this.#ids];
  }

  isWell(id: string): void {
    this.#ids.delete(id);
  }

  /** Takes note of a failure. @returns it. @throws it, when it is not of this conversation alone. */
  failed(id: string, error: unknown): Error {
    if (!failsAtOne(error)) throw error;
    this.#ids.add(id);
    return error;
  }
}

/** How often the platform may refuse a conversation in a row before it is taken at its word. */
const mostRefusals = 3;

/**
 * Conversations that the platform does not give out. It may mean it, or be at fault for a moment: what has ended meanwhile
 * would never be told again, so they are asked for again, a few times.
 */
export class Refused {
  readonly #times = new Map<string, number>();

  /** Those to be asked for again. */
  get ids(): readonly string[] {
    return [...this.#times.keys()];
  }

  /** @returns how often it was refused in a row, and whether it is to be left. */
  refused(id: string): { readonly times: number; readonly isForGood: boolean } {
    const times = (this.#times.get(id) ?? 0) + 1;
    const isForGood = times >= mostRefusals;
    if (isForGood) this.#times.delete(id);
    else this.#times.set(id, times);
    return { times, isForGood };
  }

  given(id: string): void {
    this.#times.delete(id);
  }
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
