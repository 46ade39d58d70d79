import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import type { Moments } from '../engine/moments.ts';
import { defaultSeed } from '../harness/replay/replay.ts';
import { runReplay } from '../harness/replay/runReplay.ts';
import { replayText } from '../harness/replay/textReport.ts';
import { command, type Common } from './command.ts';
import { print, progress, report } from './terminal.ts';
import { momentsOption, threadCount } from './values.ts';

/** `signalbox replay`. */
export function addReplay(program: Command): void {
  command(program, 'replay', 'Re-decide a recording under a policy, and show what changes against another.', [
    'signalbox replay fixtures/retail-bank-day.ndjson.gz --rules rules/retail-bank',
    'signalbox replay day.ndjson.gz --rules rules/new --against rules/old',
    'signalbox replay day.ndjson.gz --rules rules/new --log decisions.ndjson.gz',
    'signalbox replay day.ndjson.gz --rules rules/new --rulings rulings.ndjson',
  ])
    .argument('<recording>', 'a recording, .ndjson or .ndjson.gz')
    .requiredOption('--rules <policy>', 'the folder of the policy that decides')
    .option(
      '--against <policy>',
      'the folder of a policy to compare with: what it decides differently, and which rule causes it',
    )
    .option('--seed <text>', 'settles ties, the same way every time', defaultSeed)
    .option('--log <file>', 'write every decision record to this file, one JSON line each')
    .option(
      '--rulings <file>',
      'write what every decision came to, one short JSON line each: a fraction of --log',
    )
    .addOption(momentsOption())
    .option('--threads <number>', 'worker threads; what is found does not depend on it', threadCount, 1)
    .option('--no-cache', 'keep nothing of a large recording in .signalbox/ beside it for the next time')
    .action(
      async (
        recording: string,
        options: Common & {
          rules: string;
          against?: string;
          seed: string;
          log?: string;
          rulings?: string;
          moments: Moments;
          threads: number;
          cache: boolean;
        },
      ) => {
        const { policy, problems } = await requirePolicy(options.rules);
        const against = options.against === undefined ? undefined : await requirePolicy(options.against);
        report([...problems, ...(against?.problems ?? [])]);
        const { log, rulings, moments, threads, cache, seed } = options;
        const result = await runReplay({
          recording,
          policy,
          ...(against === undefined ? {} : { against: against.policy }),
          seed,
          ...(log === undefined ? {} : { log }),
          ...(rulings === undefined ? {} : { rulings }),
          moments,
          threads,
          cache,
          alsoRead: await filesIn(options.rules, ...(options.against === undefined ? [] : [options.against])),
          onProgress: progress('replaying'),
        });
        print(options.format === 'json' ? JSON.stringify(result, null, 2) : replayText(result));
      },
    );
}

/** The files of folders, by their paths. */
async function filesIn(...folders: readonly string[]): Promise<string[]> {
  const names = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  );
  return names.flat();
}
