/** What a DeliverySla pack means where it says nothing: source document 4's thresholds. */
export const deliveryDefaults = { deliveredWithin: '5m', readWithin: '30m' } as const;
