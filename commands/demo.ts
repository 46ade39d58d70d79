import { Option, type Command } from 'commander';
import { runDemo } from '../harness/demo.ts';
import { command, type Common } from './command.ts';
import type { DemoLiveOptions } from './demoLive.ts';
import { shipped } from './shipped.ts';
import { print, progress } from './terminal.ts';
import { positiveNumber, wholeNumber } from './values.ts';

/** `signalbox demo`. */
export function addDemo(program: Command): void {
  command(
    program,
    'demo',
    'Replay the shipped day of a retail bank: decisions, a policy change, one decision explained. Or decide it live.',
    [
      'signalbox demo                          replay the shipped day',
      'signalbox demo --live                   run the engine on the sandbox, a local Genesys Cloud',
      'signalbox demo --live --hours 11 --all  until eleven, with every decision',
      'signalbox demo --live --log live.ndjson.gz     and ask why: signalbox explain <id> --log live.ndjson.gz',
    ],
  )
    .option('--live', 'run the engine live on the sandbox, in lock-step; so does each option below')
    .addOption(ofLive('--org <file>', 'the org to serve, in YAML or JSON; the retail bank unless said'))
    .addOption(ofLive('--config <file>', 'what runs, and how').default(shipped.liveConfig))
    .addOption(
      ofLive('--seed <number>', 'settles all chance, the same way every time')
        .argParser(wholeNumber)
        .default(1),
    )
    .addOption(
      ofLive('--hours <hours>', 'how much of the day, from midnight').argParser(positiveNumber).default(24),
    )
    .addOption(ofLive('--all', 'show every decision'))
    .addOption(ofLive('--log <file>', 'write every decision record to this file, for explain --log'))
    .action(async ({ live, ...options }: Common & DemoLiveOptions & { live?: true }) => {
      if (live === true) {
        // The sandbox’s contract is large; the replay need not wait for it.
        const { demoLive } = await import('./demoLive.ts');
        await demoLive(options);
        return;
      }
      const demo = await runDemo({ ...shipped, onProgress: progress('replaying') });
      print(options.format === 'json' ? JSON.stringify(demo.result, null, 2) : demo.text);
    });
}

/** An option that only the live demo has: who gives it means that one. */
function ofLive(flags: string, description: string): Option {
  return new Option(flags, description).implies({ live: true });
}
