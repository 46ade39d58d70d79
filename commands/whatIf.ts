import type { Command } from 'commander';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import { askWhatIf } from '../harness/whatIf/askWhatIf.ts';
import { whatIfText } from '../harness/whatIf/textReport.ts';
import { whatIfReport } from '../harness/reports/whatIfReport.ts';
import { command, type Common } from './command.ts';
import { filesIn } from './filesIn.ts';
import { reportOption, telling } from './report.ts';
import { progress, report } from './terminal.ts';
import { finiteNumber, placeFrom1, sweep } from './values.ts';

/** `signalbox what-if`. */
export function addWhatIf(program: Command): void {
  command(
    program,
    'what-if',
    'Move one threshold of a skill mapping over a recording: which decisions flip, and how often.',
    [
      'signalbox what-if day.ndjson.gz --rules rules/new --rule unsure --fact intentConfidence --to 0.7',
      'signalbox what-if day.ndjson.gz --rules rules/new --rule unsure --fact intentConfidence --curve 0.5..0.9/8',
      'signalbox what-if day.ndjson.gz --rules rules/new --rule unsure --fact intentConfidence --curve 0.5..0.9/8 --report unsure.html',
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
    .addOption(reportOption())
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
          report?: string;
          cache: boolean;
        },
      ) => {
        const { policy, problems } = await requirePolicy(options.rules);
        report(problems);
        const { curve, ...rest } = options;
        const tell = await telling(options, { text: whatIfText, report: whatIfReport }, [
          recording,
          ...(await filesIn(options.rules)),
        ]);
        const result = await askWhatIf({
          ...rest,
          ...(curve === undefined ? {} : { sweep: curve }),
          recording,
          policy,
          onProgress: progress('reading'),
        });
        await tell(result);
      },
    );
}
