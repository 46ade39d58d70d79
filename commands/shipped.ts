import { realpath } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What ships, by its path. */
export const shipped = {
  recording: here('fixtures/retail-bank-day.ndjson.gz'),
  rules: here('rules/retail-bank'),
  previousRules: here('rules/retail-bank-previous'),
  liveConfig: here('docs/examples/sandbox/signalbox.yaml'),
};

/** A map's path; a bare name is one that ships. */
export async function shippedMap(map: string): Promise<string> {
  const own = here(`harness/import/maps/${map}.map.yaml`);
  return /^[\w-]+$/.test(map) ? realpath(own).catch(() => map) : map;
}
