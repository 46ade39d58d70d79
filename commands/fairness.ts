import { Option, type Command } from 'commander';
import { fairnessDefaults, yardsticks, type Yardstick } from '../engine/decisions/fairness/fairness.ts';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import type { Moments } from '../engine/moments.ts';
import { auditFile } from '../harness/fairness/auditFile.ts';
import { claimOf } from '../harness/fairness/claim.ts';
import { stratifications, type Stratification } from '../harness/fairness/strata.ts';
import { fairnessText } from '../harness/fairness/text/textReport.ts';
import { fairnessReport } from '../harness/reports/fairness/fairnessReport.ts';
import { defaultSeed } from '../harness/replay/replay.ts';
import { command, type Common } from './command.ts';
import { filesIn } from './filesIn.ts';
import { reportOption, telling } from './report.ts';
import { exit, progress, report } from './terminal.ts';
import { durationSeconds, fraction, momentsOption, positiveNumber } from './values.ts';

interface FairnessOptions extends Common {
  readonly rules: string;
  readonly claim?: string;
  readonly yardstick?: Yardstick;
  readonly effectSize?: number;
  readonly impactRatio?: number;
  readonly by: Stratification;
  readonly group?: string;
  readonly segment: string;
  readonly within: number;
  readonly report?: string;
  readonly seed: string;
  readonly moments: Moments;
  readonly allowNotEnoughData?: true;
}

/** `signalbox fairness`. */
export function addFairness(program: Command): void {
  const { limits } = fairnessDefaults;
  command(
    program,
    'fairness',
    'Audit whom a policy chooses, among those it could have chosen: FAIR, UNFAIR or NOT ENOUGH DATA.',
    [
      'signalbox fairness fixtures/retail-bank-day.ndjson.gz --rules rules/retail-bank',
      'signalbox fairness live.ndjson.gz --rules rules/retail-bank',
      'signalbox fairness day.ndjson.gz --rules rules/new --yardstick uniformAmongEligible --by language',
      'signalbox fairness day.ndjson.gz --rules rules/new --group sites.csv',
      'signalbox fairness day.ndjson.gz --rules rules/new --report fairness.html',
    ],
  )
    .argument('<file>', 'a recording, or a decision log (replay --log, a live run’s), .ndjson or .ndjson.gz')
    .requiredOption('--rules <policy>', 'the folder of the policy that is audited')
    .option('--claim <name>', 'the Fairness pack to hold it to, where it has several')
    .addOption(
      new Option('--yardstick <name>', 'measure against this, whatever the Fairness pack says').choices([
        ...yardsticks,
      ]),
    )
    .option(
      '--effect-size <w>',
      `the largest unevenness (Cohen’s w) still called fair, unless a pack says: ${limits.effectSize}`,
      positiveNumber,
    )
    .option(
      '--impact-ratio <ratio>',
      `the least a group’s rate may be of another’s, unless a pack says: ${limits.impactRatio}`,
      fraction,
    )
    .addOption(
      new Option('--by <what>', 'look at the parts apart as well')
        .choices([...stratifications])
        .default('queue'),
    )
    .option(
      '--group <fact or file>',
      'groups of agents: agentQueues, agentSkills, agentLanguages, or a CSV file: agent,group',
    )
    .option('--segment <fact>', 'show the record’s waits by this fact of the conversation', 'queue')
    .option('--within <time>', 'count the record’s answers within this time', durationSeconds, 20)
    .addOption(reportOption())
    .option('--seed <text>', 'settles ties and all other chance, the same way every time', defaultSeed)
    .addOption(momentsOption())
    .option('--allow-not-enough-data', 'do not fail for want of data')
    .action(async (file: string, options: FairnessOptions) => {
      const { policy, problems } = await requirePolicy(options.rules);
      report(problems);
      const { seed, moments, group } = options;
      const inputs = [file, ...(await filesIn(options.rules)), ...(group === undefined ? [] : [group])];
      const tell = await telling(options, { text: fairnessText, report: fairnessReport }, inputs);
      const audit = await auditFile({
        file,
        policy,
        claim: claimOf(policy, options),
        stratifyBy: options.by,
        segmentBy: options.segment,
        withinSeconds: options.within,
        seed,
        moments,
        ...(group === undefined ? {} : { group }),
        onProgress: progress('replaying'),
      });
      await tell(audit);
      const isFine =
        audit.verdict === 'FAIR' ||
        (audit.verdict === 'NOT ENOUGH DATA' && options.allowNotEnoughData === true);
      process.exitCode = isFine ? exit.fine : exit.failed;
    });
}
