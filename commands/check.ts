import { Option, type Command } from 'commander';
import type { InvariantName } from '../engine/decisions/fairness/invariants.ts';
import { suitesOf } from '../harness/check/suites.ts';
import { checkText } from '../harness/check/textReport.ts';
import { cardDefaults } from '../harness/invariants/effort.ts';
import { skillsIn } from '../harness/lint/knownSkills.ts';
import { checkReport } from '../harness/reports/check/checkReport.ts';
import { writeJunit } from '../harness/reports/junit.ts';
import { command, type Common } from './command.ts';
import { reportOption, telling } from './report.ts';
import { exit, progress, report } from './terminal.ts';
import { invariantName, placeFrom1, wholeNumber } from './values.ts';

interface CheckFlags extends Common {
  readonly recording?: readonly string[];
  readonly skillsOf?: string;
  readonly seed: number;
  readonly runs: number;
  readonly invariant?: readonly InvariantName[];
  readonly junit?: string;
  readonly report?: string;
}

/** `signalbox check`. */
export function addCheck(program: Command): void {
  command(
    program,
    'check',
    'Hold a policy to what its people wrote: lint its rules, run its cases, tell what nothing ever exercised, try what it claims.',
    [
      'signalbox check rules/retail-bank                         one policy',
      'signalbox check rules                                     every policy below a folder',
      'signalbox check rules/retail-bank --skills-of org.yaml    names skills nobody has, too',
      'signalbox check rules/retail-bank --runs 20000 --invariant ownMonotonicity',
      'signalbox check rules/new --recording day.ndjson.gz --recording week.ndjson.gz',
      'signalbox check rules/retail-bank --report check.html',
    ],
  )
    .argument('<policies...>', 'policy folders, or folders of policies')
    .option(
      '--recording <file>',
      'a recording that counts as exercise beside the cases; may be given several times',
      (file: string, files: readonly string[] = []) => [...files, file],
    )
    .option(
      '--skills-of <file>',
      'an org (.yaml) or a recording: lint then names skills that no agent there has',
    )
    .option(
      '--seed <number>',
      'where the cases begin on which claims are tried',
      wholeNumber,
      cardDefaults.seed,
    )
    .option('--runs <number>', 'on how many each claim is tried', placeFrom1, cardDefaults.runs)
    .addOption(
      new Option('--invariant <name>', 'try this one alone; may be given several times').argParser(
        (name: string, names: readonly InvariantName[] = []) => [...names, invariantName(name)],
      ),
    )
    .option('--junit <file>', 'write what was checked as JUnit XML')
    .addOption(reportOption())
    .action(async (paths: string[], options: CheckFlags) => {
      const { recording: recordings = [], skillsOf, seed, runs, invariant: only } = options;
      const told = { text: checkText, report: checkReport };
      const tell = await telling(options, told, recordings, [options.junit]);
      const { runCheck } = await import('../harness/check/runCheck.ts');
      const result = await runCheck(
        paths,
        {
          recordings,
          ...(skillsOf === undefined ? {} : { skills: await skillsIn(skillsOf) }),
          card: { seed, runs, only },
        },
        progress('checking'),
      );
      report(result.problems);
      if (options.junit !== undefined)
        await writeJunit(options.junit, suitesOf(result), options.recording ?? []);
      await tell(result);
      if (!result.valid) process.exitCode = exit.wrongInput;
      else if (!result.passed) process.exitCode = exit.failed;
    });
}
