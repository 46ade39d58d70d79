import type { Command } from 'commander';
import { explainDecision } from '../engine/decisions/explain.ts';
import type { Moments } from '../engine/moments.ts';
import { explainFrom } from '../harness/replay/explainFrom.ts';
import { defaultSeed } from '../harness/replay/replay.ts';
import { command, type Common } from './command.ts';
import { shipped } from './shipped.ts';
import { print, progress } from './terminal.ts';
import { momentsOption } from './values.ts';

/** `signalbox explain`. */
export function addExplain(program: Command): void {
  command(program, 'explain', 'Say in plain language why a decision came out as it did.', [
    'signalbox explain c-0042                     every decision about a conversation of the shipped day',
    'signalbox explain c-0042/ranking/1           one decision',
    'signalbox explain c-0042 --recording day.ndjson.gz --rules rules/new',
    'signalbox explain c-0042 --moments whileWaiting     as a live run decides about it',
    'signalbox explain c-0042 --log decisions.ndjson.gz',
  ])
    .argument('<id>', 'a conversation, or a decision: <conversation>/<skills|order|ranking|handoff>/<number>')
    .option('--recording <recording>', 'the recording it is in', shipped.recording)
    .option('--rules <policy>', 'the policy that decides', shipped.rules)
    .option('--seed <text>', 'the seed of the replay', defaultSeed)
    .addOption(momentsOption())
    .option('--log <file>', 'a decision log written by replay --log, instead of a recording and a policy')
    .action(
      async (
        id: string,
        options: Common & {
          recording: string;
          rules: string;
          seed: string;
          moments: Moments;
          log?: string;
        },
      ) => {
        const decisions = await explainFrom({ id, ...options, onProgress: progress('looking') });
        if (options.format === 'json') print(JSON.stringify(decisions, null, 2));
        else print(decisions.map((decision) => explainDecision(decision).join('\n')).join('\n\n'));
      },
    );
}
