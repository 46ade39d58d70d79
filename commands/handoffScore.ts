import type { Command } from 'commander';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import { problemError } from '../engine/problem.ts';
import { scoreHandoffs } from '../harness/handoffScore/scoreHandoffs.ts';
import { handoffScoreText } from '../harness/handoffScore/textReport.ts';
import { handoffScoreReport } from '../harness/reports/handoffScoreReport.ts';
import { command, type Common } from './command.ts';
import { filesIn } from './filesIn.ts';
import { reportOption, telling } from './report.ts';
import { progress, report } from './terminal.ts';
import { sweep } from './values.ts';

/** `signalbox handoff-score`. */
export function addHandoffScore(program: Command): void {
  command(
    program,
    'handoff-score',
    'Score the handoffs of a policy on the record: precision, recall, how early, and the curve of a threshold.',
    [
      'signalbox handoff-score day.ndjson.gz --rules rules/retail-bank',
      'signalbox handoff-score day.ndjson.gz --rules rules/retail-bank --trigger bad-mood --fact sentimentLevel --sweep 0.1..0.5/8',
      'signalbox handoff-score day.ndjson.gz --rules rules/retail-bank --report handoffs.html',
    ],
  )
    .argument('<recording>', 'a recording of conversations with a bot, .ndjson or .ndjson.gz')
    .requiredOption('--rules <policy>', 'the folder of a policy with a Handoff pack')
    .option('--trigger <name>', 'with --fact and --sweep: the trigger whose number is moved')
    .option('--fact <fact>', 'the fact it compares with a number, or forTurns')
    .option('--sweep <from..to/steps>', 'score the policy with each of these values in its place', sweep)
    .addOption(reportOption())
    .action(
      async (
        recording: string,
        options: Common & {
          rules: string;
          trigger?: string;
          fact?: string;
          sweep?: readonly number[];
          report?: string;
        },
      ) => {
        const { policy, problems } = await requirePolicy(options.rules);
        report(problems);
        const { trigger, fact, sweep: values } = options;
        const asked = [trigger, fact, values].filter((one) => one !== undefined).length;
        if (asked !== 0 && asked !== 3) {
          throw problemError('usage', 'a sweep needs --trigger, --fact and --sweep', {
            hint: 'such as --trigger bad-mood --fact sentimentLevel --sweep 0.1..0.5/8',
          });
        }
        const told = { text: handoffScoreText, report: handoffScoreReport };
        const tell = await telling(options, told, [recording, ...(await filesIn(options.rules))]);
        const result = await scoreHandoffs({
          recording,
          policy,
          ...(trigger === undefined || fact === undefined || values === undefined
            ? {}
            : { sweep: { trigger, fact, values } }),
          onProgress: progress('scoring'),
        });
        await tell(result);
      },
    );
}
