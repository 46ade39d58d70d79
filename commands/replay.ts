import { InvalidArgumentError, type Command } from 'commander';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import { decisionPoints, type DecisionPoint } from '../engine/decisions/record.ts';
import type { Moments } from '../engine/moments.ts';
import type { Policy } from '../engine/packs/policy.ts';
import { problemError, type ProblemError } from '../engine/problem.ts';
import { parseBound, verdictPoints, type Bound } from '../harness/gate/bound.ts';
import { judgeClaims, type JudgedClaim } from '../harness/gate/claims.ts';
import { judgeChanges } from '../harness/gate/gate.ts';
import { gateLines } from '../harness/gate/textReport.ts';
import { regressionOutcome, regressionText, runRegression } from '../harness/regression/regression.ts';
import { defaultSeed } from '../harness/replay/replay.ts';
import { runReplay } from '../harness/replay/runReplay.ts';
import { replayText } from '../harness/replay/textReport.ts';
import { writeJunit } from '../harness/reports/junit.ts';
import { regressionReport } from '../harness/reports/regressionReport.ts';
import { replayReport, type JudgedReplay } from '../harness/reports/replay/replayReport.ts';
import { command, type Common } from './command.ts';
import { filesIn } from './filesIn.ts';
import { reportOption, telling } from './report.ts';
import { exit, progress, report } from './terminal.ts';
import { momentsOption, threadCount } from './values.ts';

/** `signalbox replay`. */
export function addReplay(program: Command): void {
  command(program, 'replay', 'Re-decide a recording under a policy, and show what changes against another.', [
    'signalbox replay fixtures/retail-bank-day.ndjson.gz --rules rules/retail-bank',
    'signalbox replay day.ndjson.gz --rules rules/new --against rules/old',
    'signalbox replay day.ndjson.gz --rules rules/new --against rules/old --max-changed 5% --junit gate.xml',
    'signalbox replay day.ndjson.gz --rules rules/new --against rules/old --report changes.html',
    'signalbox replay day.ndjson.gz --rules rules/new --against rules/old --invariants',
    'signalbox replay day.ndjson.gz --rules rules/new --log decisions.ndjson.gz',
    'signalbox replay day.ndjson.gz --rules rules/new --expect-log decisions.ndjson.gz',
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
    .option(
      '--expect-log <file>',
      'hold every decision to this log of earlier ones, byte for byte (level 0); ends with 1 when any differs',
    )
    .option(
      '--max-changed <bound>',
      'with --against: how many decisions may change, such as 80, 5% or ranking=2%; may be repeated; ends with 1 when more do',
      bounds(decisionPoints),
    )
    .option(
      '--max-changed-verdicts <bound>',
      'the same, of decisions that come to another kind of end: a bot turn handed over or not, somebody or nobody to take it',
      bounds(verdictPoints),
    )
    .option(
      '--invariants',
      'with --against: hold the policy to the invariants that it claims and that the other claims; ends with 1 when one is broken, weakened or dropped',
    )
    .option('--junit <file>', 'write what was held to bounds, or to a log, as JUnit XML')
    .addOption(reportOption())
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
          expectLog?: string;
          maxChanged?: readonly Bound[];
          maxChangedVerdicts?: readonly Bound[];
          invariants?: true;
          junit?: string;
          report?: string;
          moments: Moments;
          threads: number;
          cache: boolean;
        },
      ) => {
        refuseContradictions(options);
        const { policy, problems } = await requirePolicy(options.rules);
        const against = options.against === undefined ? undefined : await requirePolicy(options.against);
        report([...problems, ...(against?.problems ?? [])]);
        const { log, rulings, moments, threads, cache, seed, junit } = options;
        const alsoRead = await filesIn(
          options.rules,
          ...(options.against === undefined ? [] : [options.against]),
        );
        const files = {
          ...(log === undefined ? {} : { log }),
          ...(rulings === undefined ? {} : { rulings }),
        };
        const common = { recording, policy, seed, ...files, moments, threads, cache, alsoRead };
        const run = { ...common, onProgress: progress('replaying') };
        const inputs = [
          recording,
          ...alsoRead,
          ...(options.expectLog === undefined ? [] : [options.expectLog]),
        ];
        const outputs = [log, rulings, junit];
        if (options.expectLog !== undefined) {
          const told = { text: regressionText, report: regressionReport };
          const tell = await telling(options, told, inputs, outputs);
          const regression = await runRegression(run, options.expectLog);
          const suite = { name: 'replay, level 0', outcomes: [regressionOutcome(regression)] };
          if (junit !== undefined) await writeJunit(junit, [suite], inputs);
          await tell(regression);
          process.exitCode = regression.passed ? exit.fine : exit.failed;
          return;
        }
        const tell = await telling(options, { text: judgedText, report: replayReport }, inputs, outputs);
        const claims = options.invariants === undefined ? [] : claimsHeld(against!.policy, policy);
        const result = await runReplay(against === undefined ? run : { ...run, against: against.policy });
        const gate = { changed: options.maxChanged ?? [], changedVerdicts: options.maxChangedVerdicts ?? [] };
        const judged = [
          ...(result.changes === undefined ? [] : judgeChanges(result.changes, gate)),
          ...claims,
        ];
        const suite = { name: 'replay, level 1', outcomes: judged };
        if (junit !== undefined) await writeJunit(junit, [suite], inputs);
        await tell(judged.length === 0 ? result : { ...result, gate: judged });
        process.exitCode = judged.every(({ passed }) => passed) ? exit.fine : exit.failed;
      },
    );
}

function judgedText(result: JudgedReplay): string {
  const lines = gateLines(result.gate ?? []);
  return [replayText(result), ...(lines.length === 0 ? [] : ['', ...lines])].join('\n');
}

/** Options that hold nothing, or hold the replay to two things at once. @throws ProblemError */
function refuseContradictions(options: {
  readonly against?: string;
  readonly expectLog?: string;
  readonly maxChanged?: readonly Bound[];
  readonly maxChangedVerdicts?: readonly Bound[];
  readonly invariants?: true;
  readonly junit?: string;
}): void {
  const isBound = options.maxChanged !== undefined || options.maxChangedVerdicts !== undefined;
  const refuse = (message: string, hint: string): ProblemError => problemError('usage', message, { hint });
  if (options.expectLog !== undefined && options.against !== undefined)
    throw refuse(
      '--expect-log holds one policy to what it decided before, --against compares two',
      'run them one after the other',
    );
  if (isBound && options.against === undefined)
    throw refuse('a bound on changes needs the policy they are changes of', 'add --against <policy>');
  if (options.invariants !== undefined && options.against === undefined)
    throw refuse(
      '--invariants compares what two policies claim',
      'add --against <policy>; signalbox check holds one policy to its claims',
    );
  if (
    options.junit !== undefined &&
    !isBound &&
    options.invariants === undefined &&
    options.expectLog === undefined
  )
    throw refuse(
      '--junit has nothing to tell: nothing is held to anything',
      'add --max-changed <bound>, --max-changed-verdicts <bound>, --invariants or --expect-log <file>',
    );
}

/** @throws ProblemError where neither policy claims anything: nothing would be held to anything. */
function claimsHeld(before: Policy, after: Policy): readonly JudgedClaim[] {
  const judged = judgeClaims(before, after);
  if (judged.length > 0) return judged;
  const hint = 'write a Fairness pack beside the packs (docs/fairness-pack.md), or leave --invariants out';
  throw problemError('usage', '--invariants has nothing to hold: neither policy claims anything', { hint });
}

/** Reads a bound that may be given several times. */
function bounds(points: readonly DecisionPoint[]) {
  return (text: string, before: readonly Bound[] = []): readonly Bound[] => {
    const bound = parseBound(text, points);
    if (typeof bound === 'string') throw new InvalidArgumentError(`${bound}.`);
    return [...before, bound];
  };
}
