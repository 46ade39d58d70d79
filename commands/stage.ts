import { Argument, type Command } from 'commander';
import type { Instructed, PolicyStanding } from '../composition/operate.ts';
import { problemError } from '../engine/problem.ts';
import { noActivePolicy, shareProblem } from '../engine/stages/staging.ts';
import { stages, stageText, type Stage } from '../engine/stages/stage.ts';
import { didYouMean } from '../engine/suggest.ts';
import { withCommas } from '../harness/figures.ts';
import { command, type Common } from './command.ts';
import { exit, print, report } from './terminal.ts';
import { positiveNumber } from './values.ts';

interface StageOptions extends Common {
  readonly config: string;
  readonly share?: number;
}

/** `signalbox stage`. */
export function addStage(program: Command): void {
  command(
    program,
    'stage',
    'Show the stages of the policies, or put one at another, also while an engine runs.',
    [
      'signalbox stage                              which policies there are, at which stage',
      'signalbox stage strict shadow                it decides and records; nothing of it is done',
      'signalbox stage strict canary --share 10     it decides about a tenth of the conversations',
      'signalbox stage strict active                about all; who was active becomes a shadow',
      'signalbox stage strict draft                 it decides nothing',
    ],
  )
    .argument('[policy]', 'the name of its folder')
    .addArgument(new Argument('[stage]', 'what it becomes').choices(stages))
    .option('--share <percent>', 'of a canary: its share of the conversations', positiveNumber)
    .option('--config <file>', 'what runs, and so where its store lies', 'signalbox.yaml')
    .action(async (policy: string | undefined, stage: Stage | undefined, options: StageOptions) => {
      const { operate } = await import('../composition/operate.ts');
      const operating = await operate({ file: options.config, environment: process.env });
      if (policy !== undefined) requireListed(policy, operating.policies);
      if (stage !== undefined) {
        const { share } = options;
        requireShare(stage, share);
        const wanted = { policy: policy!, stage, ...(share === undefined ? {} : { sharePercent: share }) };
        const said = await operating.instruct({ stage: wanted });
        tellInstructed(said, `${policy} is ${stageText(wanted)}`, options);
        if (said.outcome !== 'accepted') return;
        const { policies } = await operating.standings();
        if (policies.every((one) => one.stage !== 'active')) report([noActivePolicy]);
        return;
      }
      const { isRunning, policies } = await operating.standings();
      const shown = policies.filter(({ name }) => policy === undefined || name === policy);
      const standing = { isRunning, policies: shown };
      print(options.format === 'json' ? JSON.stringify(standing, null, 2) : standingText(standing));
    });
}

/** Says what came of an instruction, and leaves the exit code for it. @param done what is so once it is accepted. */
export function tellInstructed(said: Instructed, done: string, { format }: Common): void {
  const { number, outcome, why, isRunning } = said;
  const isMissed = outcome === 'waiting' && isRunning;
  process.exitCode = outcome === 'refused' || isMissed ? exit.failed : exit.fine;
  if (format === 'json') print(JSON.stringify(said, null, 2));
  else if (outcome === 'accepted') print(`${done} from now on.`);
  else if (outcome === 'waiting' && !isRunning)
    print(`No engine runs on this store: kept as instruction ${number}, and taken in at its next start.`);
  if (outcome === 'refused')
    report(problemError('instruction-refused', why ?? 'the engine refuses').problems);
  if (isMissed) {
    const hint =
      'see whether the engine hangs, or was killed just now: then it is taken in at its next start; signalbox stage shows what came of it';
    const message = `no answer within some seconds: kept as instruction ${number}, and taken in as soon as can be`;
    report(problemError('not-answered', message, { hint }).problems);
  }
}

function requireListed(policy: string, listed: readonly string[]): void {
  if (listed.includes(policy)) return;
  const hint = didYouMean(policy, listed) ?? 'list its folder under "policies" in the configuration';
  throw problemError('no-such-policy', `no policy "${policy}" is listed`, { hint });
}

function requireShare(stage: Stage, share: number | undefined): void {
  const wrong = shareProblem(stage, share);
  if (wrong !== undefined) throw problemError('bad-share', wrong, { hint: 'such as: canary --share 10' });
}

function standingText({
  isRunning,
  policies,
}: {
  readonly isRunning: boolean;
  readonly policies: readonly PolicyStanding[];
}): string {
  const rows = policies.map((one) => [
    one.name,
    stageText(one),
    one.hash?.slice(0, 12) ?? '–',
    withCommas(one.decisions),
  ]);
  const lines = [['policy', 'stage', 'version', 'decisions'], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const aligned = lines.map((line) =>
    line
      .map((cell, column) => (column === 3 ? cell.padStart(widths[3]!) : cell.padEnd(widths[column]!)))
      .join('  '),
  );
  return [...aligned, '', isRunning ? 'An engine runs on this store.' : 'No engine runs on this store.'].join(
    '\n',
  );
}
