import { explainDecision } from '../engine/decisions/explain.ts';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import type { Ruling } from '../engine/decisions/policyRun.ts';
import { decisionId } from '../engine/decisions/record.ts';
import type { OnProgress } from './recording/read.ts';
import { replay } from './replay/replay.ts';
import type { ReplayResult } from './replay/result.ts';
import { replayText } from './replay/textReport.ts';

/** The main job, on what ships: a day re-decided, a policy compared with its predecessor, one changed decision explained. */
export async function runDemo(shipped: {
  readonly recording: string;
  readonly rules: string;
  readonly previousRules: string;
  readonly onProgress: OnProgress;
}): Promise<{ readonly result: ReplayResult; readonly text: string }> {
  const [{ policy }, { policy: against }] = await Promise.all([
    requirePolicy(shipped.rules),
    requirePolicy(shipped.previousRules),
  ]);
  const rankings = new Map<string, Ruling>();
  const onRuling = (ruling: Ruling): void => {
    if (ruling.point === 'ranking') rankings.set(decisionId('ranking', ruling.context), ruling);
  };
  const { recording, onProgress } = shipped;
  const result = await replay({ recording, policy, against, onRuling, onProgress });
  const changed = result
    .changes!.groups.filter(({ point }) => point === 'ranking')
    .flatMap(({ examples }) => examples);
  const example = changed.map(({ id }) => rankings.get(id)!.record()).at(0);
  const explained =
    example === undefined
      ? []
      : ['', 'One of them, explained:', ...explainDecision(example).map((line) => `  ${line}`)];
  const next = [
    '',
    'Now change a number in rules/retail-bank and run it again:',
    '  npx signalbox validate rules/retail-bank',
    '  npx signalbox replay fixtures/retail-bank-day.ndjson.gz --rules rules/retail-bank --against rules/retail-bank-previous',
    `  npx signalbox explain ${example?.id ?? 'c-0042'}`,
  ];
  return { result, text: [replayText(result), ...explained, ...next].join('\n') };
}
