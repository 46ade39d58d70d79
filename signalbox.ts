#!/usr/bin/env node
import { randomUUID } from 'node:crypto';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { explainDecision } from './engine/decisions/explain.ts';
import { packKinds } from './engine/decisions/kinds.ts';
import { requirePolicy } from './engine/decisions/loadPolicy.ts';
import { packSchema } from './engine/packs/packSchema.ts';
import {
  hasErrors,
  printable,
  problemError,
  ProblemError,
  renderProblem,
  type Problem,
} from './engine/problem.ts';
import { didYouMean } from './engine/suggest.ts';
import { engineVersion } from './engine/version.ts';
import { runDemo } from './harness/demo.ts';
import { importCallLog } from './harness/import/importCallLog.ts';
import { importText } from './harness/import/textReport.ts';
import { progressBar } from './harness/progress.ts';
import { recordedEvents } from './harness/recording/recordedEvents.ts';
import { explainFrom } from './harness/replay/explainFrom.ts';
import { defaultSeed } from './harness/replay/replay.ts';
import { runReplay } from './harness/replay/runReplay.ts';
import { replayText } from './harness/replay/textReport.ts';
import type { Ready } from './harness/sandbox/run.ts';
import { validate, validationText } from './harness/validate.ts';
import { askWhatIf } from './harness/whatIf/askWhatIf.ts';
import { sweepValues } from './harness/whatIf/sweep.ts';
import { whatIfText } from './harness/whatIf/textReport.ts';

/** 0 fine, 1 a check failed, 2 wrong input or usage. */
const exit = { fine: 0, failed: 1, wrongInput: 2 } as const;

/** A shorter key could be guessed, and the names behind the pseudonyms with it. */
const shortestKey = 16;

/** More would only wait for each other. */
const mostThreads = 64;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const shipped = {
  recording: here('fixtures/retail-bank-day.ndjson.gz'),
  rules: here('rules/retail-bank'),
  previousRules: here('rules/retail-bank-previous'),
};

interface Common {
  readonly format: 'text' | 'json';
  readonly debug?: true;
}

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
  signalbox validate rules/retail-bank                        check a policy
  signalbox replay fixtures/retail-bank-day.ndjson.gz --rules rules/retail-bank
  signalbox explain c-0042                                    why, in plain language`,
  );

/** What people wrote into files or the command line must not command their terminal. */
function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** A command with the options all of them take. */
function command(name: string, description: string, examples: readonly string[]): Command {
  const made = program
    .command(name)
    .description(description)
    .addOption(
      new Option('--format <format>', 'how to write the result').choices(['text', 'json']).default('text'),
    )
    .option('--debug', 'show a stack trace when something unforeseen goes wrong');
  return made.addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`);
}

command('validate', 'Check rule packs: every error of every file, with line and column.', [
  'signalbox validate rules/retail-bank        one policy',
  'signalbox validate rules                    every policy below a folder',
  'signalbox validate new-mapping.yaml         one file',
])
  .argument('<paths...>', 'policy folders, folders of policies, or pack files')
  .action(async (paths: string[], { format }: Common) => {
    const result = await validate(paths);
    report(result.problems);
    print(format === 'json' ? JSON.stringify(result, null, 2) : validationText(result));
    process.exitCode = hasErrors(result.problems) ? exit.wrongInput : exit.fine;
  });

command('import', 'Turn a CSV, TSV or NDJSON call log into a recording, by a map.', [
  'signalbox import february.txt.gz --map anonymous-bank-1999 --out february.ndjson.gz --key-file pseudonym.key',
])
  .argument('<file>', 'the call log, .gz or plain')
  .requiredOption('--map <map>', 'the import map: a YAML file, or the name of one that ships')
  .requiredOption('--out <recording>', 'the recording to write, .ndjson or .ndjson.gz')
  .option('--key-file <file>', 'a file with the secret key for pseudonyms; or set SIGNALBOX_PSEUDONYM_KEY')
  .option('--memory <MB>', 'how much to sort in memory at a time, in megabytes', positiveNumber, 64)
  .action(
    async (
      file: string,
      options: Common & { map: string; out: string; keyFile?: string; memory: number },
    ) => {
      const secret = await pseudonymKey(options.keyFile);
      const result = await importCallLog({
        file,
        map: await shippedMap(options.map),
        out: options.out,
        secret,
        memoryBytes: options.memory * 1e6,
        onProgress: progress('importing'),
      });
      report(result.warnings);
      print(options.format === 'json' ? JSON.stringify(result, null, 2) : importText(result, options.out));
    },
  );

command('replay', 'Re-decide a recording under a policy, and show what changes against another.', [
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
        threads: number;
        cache: boolean;
      },
    ) => {
      const { policy, problems } = await requirePolicy(options.rules);
      const against = options.against === undefined ? undefined : await requirePolicy(options.against);
      report([...problems, ...(against?.problems ?? [])]);
      const { log, rulings, threads, cache, seed } = options;
      const result = await runReplay({
        recording,
        policy,
        ...(against === undefined ? {} : { against: against.policy }),
        seed,
        ...(log === undefined ? {} : { log }),
        ...(rulings === undefined ? {} : { rulings }),
        threads,
        cache,
        alsoRead: await filesIn(options.rules, ...(options.against === undefined ? [] : [options.against])),
        onProgress: progress('replaying'),
      });
      print(options.format === 'json' ? JSON.stringify(result, null, 2) : replayText(result));
    },
  );

command(
  'what-if',
  'Move one threshold of a skill mapping over a recording: which decisions flip, and how often.',
  [
    'signalbox what-if day.ndjson.gz --rules rules/new --rule unsure --fact intentConfidence --to 0.7',
    'signalbox what-if day.ndjson.gz --rules rules/new --rule unsure --fact intentConfidence --curve 0.5..0.9/8',
  ],
)
  .argument('<recording>', 'a recording, .ndjson or .ndjson.gz')
  .requiredOption('--rules <policy>', 'the folder of the policy')
  .requiredOption('--rule <name>', 'the mapping whose condition has the threshold')
  .requiredOption('--fact <fact>', 'the fact it compares with a number')
  .option('--to <value>', 'move it to this value, and list the decisions that flip', finiteNumber)
  .option(
    '--curve <from..to/steps>',
    'count the moments at which the condition would hold for each of these values',
    sweep,
  )
  .option('--pack <name>', 'the pack, where several have a mapping of that name')
  .option(
    '--comparison <number>',
    'which, where the mapping compares the fact with several numbers',
    placeFrom1,
  )
  .option('--no-cache', 'keep nothing of the recording in .signalbox/ beside it for the next question')
  .action(
    async (
      recording: string,
      options: Common & {
        rules: string;
        rule: string;
        fact: string;
        to?: number;
        curve?: readonly number[];
        pack?: string;
        comparison?: number;
        cache: boolean;
      },
    ) => {
      const { policy, problems } = await requirePolicy(options.rules);
      report(problems);
      const { curve, ...rest } = options;
      const result = await askWhatIf({
        ...rest,
        ...(curve === undefined ? {} : { sweep: curve }),
        recording,
        policy,
        onProgress: progress('reading'),
      });
      print(options.format === 'json' ? JSON.stringify(result, null, 2) : whatIfText(result));
    },
  );

command('explain', 'Say in plain language why a decision came out as it did.', [
  'signalbox explain c-0042                     every decision about a conversation of the shipped day',
  'signalbox explain c-0042/ranking/1           one decision',
  'signalbox explain c-0042 --recording day.ndjson.gz --rules rules/new',
  'signalbox explain c-0042 --log decisions.ndjson.gz',
])
  .argument('<id>', 'a conversation, or a decision: <conversation>/<skills|order|ranking|handoff>/<number>')
  .option('--recording <recording>', 'the recording it is in', shipped.recording)
  .option('--rules <policy>', 'the policy that decides', shipped.rules)
  .option('--seed <text>', 'the seed of the replay', defaultSeed)
  .option('--log <file>', 'a decision log written by replay --log, instead of a recording and a policy')
  .action(
    async (
      id: string,
      options: Common & { recording: string; rules: string; seed: string; log?: string },
    ) => {
      const decisions = await explainFrom({ id, ...options, onProgress: progress('looking') });
      if (options.format === 'json') print(JSON.stringify(decisions, null, 2));
      else print(decisions.map((decision) => explainDecision(decision).join('\n')).join('\n\n'));
    },
  );

command(
  'run',
  'Decide live: listen to the sources, decide by the policy, have plugins do what was decided.',
  [
    'signalbox run --config docs/examples/live/signalbox.yaml     the shipped day, on the console',
    'signalbox run                                                ./signalbox.yaml',
  ],
)
  .option('--config <file>', 'what runs, and how', 'signalbox.yaml')
  .action(async ({ config, format }: Common & { config: string }) => {
    const { run, runText } = await import('./composition/run.ts');
    const summary = await run({
      file: config,
      environment: process.env,
      output: written,
      recording: recordedEvents,
      problem: (problem) => report([problem]),
      signal: stopped(),
    });
    print(format === 'json' ? JSON.stringify(summary, null, 2) : runText(summary));
  });

command('schema', 'Print the JSON Schema of a kind of pack, for an editor.', ['signalbox schema Scoring'])
  .argument('<kind>', packKinds.map(({ kind }) => kind).join(', '))
  .action((name: string) => {
    const kind = packKinds.find((one) => one.kind === name);
    if (kind === undefined) {
      const hint = didYouMean(
        name,
        packKinds.map((one) => one.kind),
      );
      throw problemError(
        'unknown-kind',
        `unknown kind of pack "${name}"`,
        hint === undefined ? {} : { hint },
      );
    }
    print(JSON.stringify(packSchema(kind), null, 2));
  });

command(
  'demo',
  'Replay the shipped day of a retail bank: decisions, a policy change, one decision explained.',
  ['signalbox demo'],
).action(async ({ format }: Common) => {
  const demo = await runDemo({ ...shipped, onProgress: progress('replaying') });
  print(format === 'json' ? JSON.stringify(demo.result, null, 2) : demo.text);
});

command(
  'sandbox',
  'Serve a local Genesys Cloud: OAuth, REST and notification channels, on this machine only.',
  [
    'signalbox sandbox                            a retail bank, in real time, from opening time',
    'signalbox sandbox --factor 60                a minute each second',
    'signalbox sandbox --lock-step --seed 7       time goes on when told to: POST /sandbox/clock/advance',
    'signalbox sandbox --org my-org.yaml --port 8080 --format json',
  ],
)
  .option('--port <port>', 'the port to serve on; 0 for any that is free', portNumber, 0)
  .option('--org <file>', 'the org to serve, in YAML or JSON')
  .option('--seed <number>', 'settles all chance, the same way every time', wholeNumber, 1)
  .addOption(
    new Option('--factor <factor>', 'how many times as fast as real time')
      .argParser(positiveNumber)
      .default(1)
      .conflicts('lockStep'),
  )
  .option('--lock-step', 'let time go on only when told to; then everything is deterministic')
  .action(
    async ({
      lockStep,
      factor,
      format,
      ...options
    }: Common & { port: number; org?: string; seed: number; factor: number; lockStep?: true }) => {
      // The contract is large; the other commands need not wait for it.
      const { runSandbox } = await import('./harness/sandbox/run.ts');
      const { ready } = await runSandbox({
        ...options,
        ...(lockStep === true ? {} : { factor }),
        secret: randomUUID(),
        realTime: { now: () => performance.now(), after: afterMs },
        onDefect: (error) => void process.stderr.write(`${printable(String(error))}\n`),
      });
      print(format === 'json' ? JSON.stringify(ready) : readyText(ready));
    },
  );

function readyText({ baseUrl, clientId, clientSecret }: Ready): string {
  return [
    `The sandbox is ready at ${baseUrl}`,
    `  client id      ${clientId}`,
    `  client secret  ${clientSecret}`,
    'Stop it with Ctrl-C.',
  ].join('\n');
}

function afterMs(milliseconds: number, action: () => void): () => void {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
}

/** The secret for pseudonyms, from a file or the environment. @throws ProblemError when there is none. */
async function pseudonymKey(file: string | undefined): Promise<string> {
  const key = file === undefined ? process.env['SIGNALBOX_PSEUDONYM_KEY'] : await keyIn(file);
  if (key !== undefined && key.length >= shortestKey) return key;
  const message =
    key === undefined || key === ''
      ? 'names become pseudonyms, which needs a secret key'
      : 'the key for pseudonyms is too short';
  throw problemError('no-key', message, {
    hint: `put at least ${shortestKey} random characters into a file, keep it, and name it with --key-file, or set SIGNALBOX_PSEUDONYM_KEY`,
  });
}

async function keyIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    throw problemError('no-key', 'the key file cannot be read', { file });
  }
}

/** A map's path; a bare name is one that ships. */
async function shippedMap(map: string): Promise<string> {
  const own = here(`harness/import/maps/${map}.map.yaml`);
  return /^[\w-]+$/.test(map) ? realpath(own).catch(() => map) : map;
}

function threadCount(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= mostThreads))
    throw new InvalidArgumentError(`it must be a whole number from 1 to ${mostThreads}.`);
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 0)) throw new InvalidArgumentError('it must be a whole number.');
  return value;
}

function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('it must be at most 65535.');
  return port;
}

/** The files of folders, by their paths. */
async function filesIn(...folders: readonly string[]): Promise<string[]> {
  const names = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  );
  return names.flat();
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('it must be a number above 0.');
  return value;
}

function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('it must be a number.');
  return value;
}

function placeFrom1(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1))
    throw new InvalidArgumentError('it must be a whole number from 1.');
  return value;
}

function sweep(text: string): readonly number[] {
  const values = sweepValues(text);
  if (values === undefined)
    throw new InvalidArgumentError(
      'it must be from..to/steps, such as 0.5..0.9/8, upwards in 1 to 1000 steps.',
    );
  return values;
}

/** Resolves once there is room for more. */
function written(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(printableLines(text), () => resolve()));
}

function progress(label: string): (fraction: number) => void {
  return progressBar(label, process.stderr, () => performance.now());
}

function report(problems: readonly Problem[]): void {
  for (const problem of problems) process.stderr.write(`${renderProblem(problem)}\n`);
}

function print(text: string): void {
  process.stdout.write(`${printableLines(text)}\n`);
}

/** A reader that has seen enough (`| head`) is no error; a full disk is one, and no accident of ours. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exit.fine);
  process.stderr.write(`error: the result cannot be written: ${error.message} [not-written]\n`);
  process.exit(exit.wrongInput);
});

/** An interrupted command leaves no half-written file: exiting in order lets the unfinished ones be removed. */
const leave = { SIGINT: () => process.exit(130), SIGTERM: () => process.exit(143) } as const;
process.once('SIGHUP', () => process.exit(129));
process.once('SIGINT', leave.SIGINT);
process.once('SIGTERM', leave.SIGTERM);

/** Aborted by the first signal to stop; a second one leaves at once. */
function stopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.off(signal, leave[signal]);
    process.on(signal, () => (stop.signal.aborted ? leave[signal]() : stop.abort(new Error(signal))));
  }
  return stop.signal;
}

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
