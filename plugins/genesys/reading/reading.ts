import type { CallManner, GenesysClient } from '../client/client.ts';
import type { ReadingSettings } from '../settings.ts';
import type { NameCatalogue } from './names.ts';

/** What every read is made with. */
export interface Reading {
  readonly genesys: GenesysClient;
  readonly names: NameCatalogue;
  readonly settings: ReadingSettings;
  /** In which lane, and until when. */
  readonly manner: CallManner;
}

/** The same reading, given up when the signal aborts. */
export function underSignal(reading: Reading, signal: AbortSignal | undefined): Reading {
  return signal === undefined ? reading : { ...reading, manner: { ...reading.manner, signal } };
}
