import type { Command } from 'commander';
import type { RunSummary } from '../composition/run.ts';
import { withCommas } from '../harness/figures.ts';
import { recordedEvents } from '../harness/recording/recordedEvents.ts';
import { command, type Common } from './command.ts';
import { print, report, untilStopped, written } from './terminal.ts';

/** `signalbox run`. */
export function addRun(program: Command): void {
  command(
    program,
    'run',
    'Decide live: listen to the sources, decide by the policy, have plugins do what was decided.',
    [
      'signalbox run --config docs/examples/live/signalbox.yaml     the shipped day, on the console',
      'signalbox run                                                ./signalbox.yaml',
    ],
  )
    .option('--config <file>', 'what runs, and how', 'signalbox.yaml')
    .action(async ({ config, format }: Common & { config: string }) => {
      const { run } = await import('../composition/run.ts');
      const summary = await untilStopped((signal) =>
        run({
          file: config,
          environment: process.env,
          output: written,
          recording: recordedEvents,
          problem: (problem) => report([problem]),
          signal,
        }),
      );
      print(format === 'json' ? JSON.stringify(summary, null, 2) : runText(summary));
    });
}

/** What a run came to, for people. */
function runText({ policy, events, decisions, undecided, deadCommands }: RunSummary): string {
  return [
    `Stopped in good order: ${withCommas(events)} events taken in, ${withCommas(decisions)} decisions by ${policy.name} (${policy.hash.slice(0, 12)}).`,
    ...(undecided === 0
      ? []
      : [`${withCommas(undecided)} decisions could not be made: a fault in the code.`]),
    ...(deadCommands === 0
      ? []
      : [`${withCommas(deadCommands)} commands failed or are not known to be done.`]),
  ].join('\n');
}
