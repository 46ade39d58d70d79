import fc from 'fast-check';

/**
 * Every property runs from one printed seed: SIGNALBOX_SEED repeats a run, SIGNALBOX_RUNS makes it longer
 * (`npm run test:campaign`).
 */
const seed = Number(process.env['SIGNALBOX_SEED'] ?? 20261120);
const numRuns = Number(process.env['SIGNALBOX_RUNS'] ?? 1000);

fc.configureGlobal({ seed, numRuns });

/** Once a run, however many files are run side by side. */
export function mochaGlobalSetup(): void {
  process.stdout.write(`  properties: seed ${seed}, ${numRuns} runs each (SIGNALBOX_SEED, SIGNALBOX_RUNS)\n`);
}
