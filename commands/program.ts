import { Command, CommanderError } from 'commander';
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

/** Every command, in the order the help lists them; each is loaded when it is wanted. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  validate: async () => (await import('./validate.ts')).addValidate,
  check: async () => (await import('./check.ts')).addCheck,
  import: async () => (await import('./import.ts')).addImport,
  replay: async () => (await import('./replay.ts')).addReplay,
  'what-if': async () => (await import('./whatIf.ts')).addWhatIf,
  'handoff-score': async () => (await import('./handoffScore.ts')).addHandoffScore,
  explain: async () => (await import('./explain.ts')).addExplain,
  fairness: async () => (await import('./fairness.ts')).addFairness,
  run: async () => (await import('./run.ts')).addRun,
  record: async () => (await import('./record.ts')).addRecord,
  snapshot: async () => (await import('./snapshot.ts')).addSnapshot,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  serve: async () => (await import('./serve.ts')).addServe,
  stage: async () => (await import('./stage.ts')).addStage,
  'dead-letters': async () => (await import('./deadLetters.ts')).addDeadLetters,
  backup: async () => (await import('./backup.ts')).addBackup,
  restore: async () => (await import('./restore.ts')).addRestore,
  audit: async () => (await import('./audit.ts')).addAudit,
  schema: async () => (await import('./schema.ts')).addSchema,
  plugin: async () => (await import('./plugin.ts')).addPlugin,
  demo: async () => (await import('./demo.ts')).addDemo,
  sandbox: async () => (await import('./sandbox.ts')).addSandbox,
};
// All of them load for longer than most of them work: only the help, and a name that is none, asks for all.
const [wanted] = process.argv.slice(2);
const load =
  wanted !== undefined && Object.hasOwn(commands, wanted) ? [commands[wanted]!] : Object.values(commands);
for (const add of await Promise.all(load.map((one) => one()))) add(program);

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
