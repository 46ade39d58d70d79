import { contentHash } from '../../engine/canonical.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import { lineSchemas } from '../recording/format.ts';

let checks: string | undefined;

/**
 * Stands for the rules by which this release checks recordings. What an older release let pass may be refused now, so
 * what it kept is made from the recording again.
 */
export function checksOfRecordings(): string {
  checks ??= contentHash([lineSchemas, [...factCatalogue.values()]]);
  return checks;
}
