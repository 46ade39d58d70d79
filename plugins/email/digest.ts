import type { BatchedCommand } from '../../engine/ports.ts';

/** One thing that a supervisor is told. */
export interface Alert {
  /** The command's. */
  readonly id: string;
  readonly conversation: string;
  /** What it is about: the rule. */
  readonly about: string;
  /** Milliseconds since 1970 of the platform's clock. */
  readonly decidedAt: number;
  /** Its place in the batch, from 0. */
  readonly place: number;
}

/** What one supervisor is told in one mail. */
export interface Digest {
  readonly supervisor: string;
  /** What it holds may have been told before. */
  readonly isRepeated: boolean;
  /** In the order of their decisions; at least one. */
  readonly alerts: readonly Alert[];
}

/**
 * The digests of a batch: one for each supervisor; and one more, before it, of what may have been told already, so that
 * this makes the same mail as before and is known by it.
 */
export function digestsOf(commands: readonly BatchedCommand[]): readonly Digest[] {
  const digests = new Map<string, { supervisor: string; isRepeated: boolean; alerts: Alert[] }>();
  commands.forEach(({ command, decidedAt, isRepeated }, place) => {
    if (!('do' in command) || command.do !== 'notify') return;
    const { id, conversation, supervisor, about } = command;
    const key = JSON.stringify([supervisor, isRepeated]);
    const digest = digests.get(key) ?? { supervisor, isRepeated, alerts: [] };
    digests.set(key, digest);
    digest.alerts.push({ id, conversation, about, decidedAt, place });
  });
  for (const { alerts } of digests.values()) alerts.sort((a, b) => a.decidedAt - b.decidedAt);
  return [...digests.values()].sort((a, b) => Number(b.isRepeated) - Number(a.isRepeated));
}
