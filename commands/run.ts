import { Option, type Command } from 'commander';
import type { RunSummary } from '../composition/run.ts';
import { systemClock } from '../composition/systemClock.ts';
import { ProblemError } from '../engine/problem.ts';
import type { StagedPolicy } from '../engine/stages/stage.ts';
import { withCommas } from '../harness/figures.ts';
import { recordedEvents } from '../harness/recording/recordedEvents.ts';
import { command, type Common } from './command.ts';
import { runLog, type LogFormat } from './runLog.ts';
import { exit, print, untilStopped, written } from './terminal.ts';

interface RunFlags extends Common {
  readonly config: string;
  readonly logFormat: LogFormat;
}

/** `signalbox run`. */
export function addRun(program: Command): void {
  command(
    program,
    'run',
    'Decide live: listen to the sources, decide by the policy, have plugins do what was decided.',
    [
      'signalbox run --config docs/examples/live/signalbox.yaml     the shipped day, on the console',
      'signalbox run                                                ./signalbox.yaml',
      'signalbox run --log-format json                              what goes on, a line of JSON each',
    ],
  )
    .option('--config <file>', 'what runs, and how', 'signalbox.yaml')
    .addOption(
      new Option('--log-format <format>', 'how to say on the standard error what goes on')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action(async ({ config, format, logFormat, debug }: RunFlags) => {
      const { run } = await import('../composition/run.ts');
      const log = runLog(
        logFormat,
        (line) => process.stderr.write(line),
        () => Date.now(),
      );
      try {
        const summary = await untilStopped((signal) =>
          run({
            file: config,
            environment: process.env,
            output: written,
            recording: recordedEvents,
            problem: (problem) => log.problem(problem),
            notice: (notice) => log.notice(notice),
            signal,
            oversight: systemClock,
          }),
        );
        log.summary(summary);
        print(format === 'json' ? JSON.stringify(summary, null, 2) : runText(summary));
      } catch (error) {
        if (error instanceof ProblemError) error.problems.forEach((problem) => log.problem(problem));
        else if (logFormat === 'text' || debug === true) throw error;
        else
          log.problem({ code: 'unforeseen', severity: 'error', message: String((error as Error).message) });
        process.exitCode = exit.wrongInput;
      }
    });
}

/** What a run came to, for people. */
function runText({ policies, events, decisions, undecided, deadCommands }: RunSummary): string {
  return [
    `Stopped in good order: ${withCommas(events)} events taken in, ${withCommas(decisions)} decisions by ${policies.map(policyText).join(', ')}.`,
    ...(undecided === 0
      ? []
      : [`${withCommas(undecided)} decisions could not be made: a fault in the code.`]),
    ...(deadCommands === 0
      ? []
      : [`${withCommas(deadCommands)} commands failed, were refused or are not known to be done.`]),
  ].join('\n');
}

function policyText({ name, hash, stage }: StagedPolicy): string {
  return `${name} (${stage === 'active' ? '' : `${stage}, `}${hash.slice(0, 12)})`;
}
