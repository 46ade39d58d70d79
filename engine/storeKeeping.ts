import type { Clock } from './ports.ts';

/** How long a store keeps what nobody needs any more, and how long it is its instance's: alike for every durable store. */
export interface StoreKeeping {
  /** How long a decision is kept, in days, once every sink has heard it. */
  readonly keepDecisionsDays: number;
  /** How long a command is kept, in days, once it has ended and its conversation is over. */
  readonly keepCommandsDays: number;
  /** How long a command that failed, or may not have been done, is kept, in days. */
  readonly keepDeadDays: number;
  /** After how many seconds without a sign of life another instance may take the store over. */
  readonly leaseSeconds: number;
}

/** What decides what is pruned, and by which clock. */
export type Retained = Omit<StoreKeeping, 'leaseSeconds'> & { readonly clock: Clock };

/**
 * Ours. A month of decisions and commands covers a complaint and a monthly review; what is to be kept longer goes to a
 * sink. A month is also far longer than a platform tells an event again, which is how long the id of a one-shot command
 * must be known. What failed waits three times as long, for a person. A lease is renewed three times as often as it ends:
 * 15 s outlives a long pause of the process, and a standby waits no longer than that.
 */
export const keepingDefaults: StoreKeeping = {
  keepDecisionsDays: 30,
  keepCommandsDays: 30,
  keepDeadDays: 90,
  leaseSeconds: 15,
};

const days = (of: string, by: number) => ({
  ...{ type: 'number', exclusiveMinimum: 0, description: `${of}, in days.` },
  default: by,
});

/** Properties of the JSON Schema of a durable store's configuration. */
export const keepingProperties = {
  keepDecisionsDays: days(
    'How long decisions are kept that every sink has heard',
    keepingDefaults.keepDecisionsDays,
  ),
  keepCommandsDays: days(
    'How long commands are kept that have ended, of conversations that are over',
    keepingDefaults.keepCommandsDays,
  ),
  keepDeadDays: days('How long commands are kept that failed', keepingDefaults.keepDeadDays),
  leaseSeconds: {
    type: 'number',
    minimum: 1,
    maximum: 3600,
    description: 'After how long without a sign of life another instance may take the store over.',
    default: keepingDefaults.leaseSeconds,
  },
};
