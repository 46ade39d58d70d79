import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import './loopbackOnly.ts';

/**
 * Every property runs from one printed seed: SIGNALBOX_SEED repeats a run, SIGNALBOX_RUNS makes it longer
 * (`npm run test:campaign`).
 */
const seed = Number(process.env['SIGNALBOX_SEED'] ?? 20261120);
const numRuns = Number(process.env['SIGNALBOX_RUNS'] ?? 1000);

fc.configureGlobal({ seed, numRuns });

// What specs start is kept to the loopback interface as this process is.
process.env['SIGNALBOX_CONTACTED'] ??= join(tmpdir(), `signalbox-contacted-${process.pid}`);
const guard = `--import=${new URL('loopbackOnly.ts', import.meta.url).href}`;
const options = process.env['NODE_OPTIONS'] ?? '';
if (!options.includes(guard)) process.env['NODE_OPTIONS'] = `${options} ${guard}`.trim();

// They keep compiled code where a command keeps it, that guard's too: a start costs half as much.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('../node_modules/.cache/signalbox', import.meta.url),
);

/** Once a run, however many files are run side by side. */
export function mochaGlobalSetup(): void {
  process.stdout.write(`  properties: seed ${seed}, ${numRuns} runs each (SIGNALBOX_SEED, SIGNALBOX_RUNS)\n`);
}

/** Mocha's own. */
const messageListeners = process.listenerCount('message');

export const mochaHooks = {
  /** A file that hears what mocha tells its processes, or lets go of their channel, ends the next file's run. */
  afterAll(): void {
    if (process.listenerCount('message') > messageListeners)
      throw new Error('this file listens to the channel of mocha’s own process');
  },
};

/** No network address but the machine's own is contacted in any test. */
export function mochaGlobalTeardown(): void {
  const file = process.env['SIGNALBOX_CONTACTED']!;
  if (!existsSync(file)) return;
  const hosts = [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))];
  rmSync(file);
  process.stderr.write(`  contacted, and must not be: ${hosts.join(', ')}\n`);
  process.exitCode = 1;
  throw new Error('tests contact the network');
}
