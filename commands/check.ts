import type { Command } from 'commander';
import { runCheck } from '../harness/check/runCheck.ts';
import { suitesOf } from '../harness/check/suites.ts';
import { checkText } from '../harness/check/textReport.ts';
import { writeJunit } from '../harness/reports/junit.ts';
import { command, type Common } from './command.ts';
import { exit, print, progress, report } from './terminal.ts';

/** `signalbox check`. */
export function addCheck(program: Command): void {
  command(
    program,
    'check',
    'Validate a policy, run its cases, and tell which rules, branches and thresholds nothing ever exercised.',
    [
      'signalbox check rules/retail-bank              one policy',
      'signalbox check rules                          every policy below a folder',
      'signalbox check rules/new --recording day.ndjson.gz --recording week.ndjson.gz',
    ],
  )
    .argument('<policies...>', 'policy folders, or folders of policies')
    .option(
      '--recording <file>',
      'a recording that counts as exercise beside the cases; may be given several times',
      (file: string, files: readonly string[]) => [...files, file],
      [] as readonly string[],
    )
    .option('--junit <file>', 'write what was checked as JUnit XML')
    .action(async (paths: string[], options: Common & { recording: readonly string[]; junit?: string }) => {
      const result = await runCheck(paths, { recordings: options.recording }, progress('checking'));
      report(result.problems);
      if (options.junit !== undefined) await writeJunit(options.junit, suitesOf(result), options.recording);
      print(options.format === 'json' ? JSON.stringify(result, null, 2) : checkText(result));
      if (!result.valid) process.exitCode = exit.wrongInput;
      else if (!result.passed) process.exitCode = exit.failed;
    });
}
