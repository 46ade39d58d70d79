import { Command, CommanderError } from 'commander';
import { addAudit } from './audit.ts';
import { addBackup } from './backup.ts';
import { addCheck } from './check.ts';
import { addRestore } from './restore.ts';
import { addDeadLetters } from './deadLetters.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addExplain } from './explain.ts';
import { addFairness } from './fairness.ts';
import { addHandoffScore } from './handoffScore.ts';
import { addImport } from './import.ts';
import { addPlugin } from './plugin.ts';
import { addRecord } from './record.ts';
import { addReplay } from './replay.ts';
import { addRun } from './run.ts';
import { addSandbox } from './sandbox.ts';
import { addSchema } from './schema.ts';
import { addServe } from './serve.ts';
import { addSnapshot } from './snapshot.ts';
import { addStage } from './stage.ts';
import { addValidate } from './validate.ts';
import { addWhatIf } from './whatIf.ts';
import { exit, leave, printableLines, report } from './terminal.ts';
import { printable, ProblemError } from '../engine/problem.ts';
import { engineVersion } from '../engine/version.ts';

const program = new Command('signalbox')
  .description('Contact-centre routing by rules that explain, replay and prove themselves.')
  .version(engineVersion)
  .showSuggestionAfterError()
  .showHelpAfterError('(signalbox --help shows every command)')
  .exitOverride()
  .configureOutput({ writeErr: (text) => void process.stderr.write(printableLines(text)) })
  .addHelpText(
    'after',
    `
Exit code: 0 fine, 1 a check failed, 2 wrong input or usage.

Begin with:
  signalbox demo                                              what it is, in ten seconds
  signalbox demo --live                                       the engine live on a local Genesys Cloud
  signalbox check rules/retail-bank                           check a policy
  signalbox replay fixtures/retail-bank-day.ndjson.gz --rules rules/retail-bank
  signalbox explain c-0042                                    why, in plain language`,
  );

const commands = [
  addValidate,
  addCheck,
  addImport,
  addReplay,
  addWhatIf,
  addHandoffScore,
  addExplain,
  addFairness,
  addRun,
  addRecord,
  addSnapshot,
  addDoctor,
  addServe,
  addStage,
  addDeadLetters,
  addBackup,
  addRestore,
  addAudit,
  addSchema,
  addPlugin,
  addDemo,
  addSandbox,
];
for (const add of commands) add(program);

/** A reader that has seen enough (`| head`) is no error; a full disk is one, and no accident of ours. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exit.fine);
  process.stderr.write(`error: the result cannot be written: ${error.message} [not-written]\n`);
  process.exit(exit.wrongInput);
});

/** An interrupted command leaves no half-written file: exiting in order lets the unfinished ones be removed. */
process.once('SIGHUP', () => process.exit(129));
process.once('SIGINT', leave.SIGINT);
process.once('SIGTERM', leave.SIGTERM);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exit.wrongInput;
  if (error instanceof ProblemError) report(error.problems);
  else if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exit.fine : exit.wrongInput;
  else if (process.argv.includes('--debug')) throw error;
  else
    process.stderr.write(
      `error: ${printable(String((error as Error).message))} → run it again with --debug to see where [unforeseen]\n`,
    );
}
