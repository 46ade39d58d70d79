import { percent, withCommas } from '../figures.ts';
import type { Curve, Flips, WhatIfResult } from './askWhatIf.ts';
import { inWords } from './comparison.ts';

/** What would change, as people read it. */
export function whatIfText(result: WhatIfResult): string {
  const { recording, policy, policyHash, pack, rule, moments, flips, curve } = result;
  return [
    `What if, level 1 (open loop): ${recording}, ${withCommas(moments)} moments at which ${pack} of ${policy} (${policyHash.slice(0, 12)}) decides`,
    `${rule}: ${inWords(result)}`,
    ...(flips === undefined ? [] : ['', ...flipLines(flips)]),
    ...(curve === undefined ? [] : ['', ...curveLines(result, curve)]),
  ].join('\n');
}

function flipLines({ to, compared, changed, onlyOne, notReplayableBy, examples }: Flips): string[] {
  const lacking = Object.entries(notReplayableBy).map(([fact, count]) => `${fact} ${withCommas(count)}`);
  const share = compared === 0 ? '' : ` (${percent(changed / compared).trim()})`;
  return [
    `moved to ${to}: ${withCommas(changed)} of ${withCommas(compared)} decisions flip${share}`,
    ...(onlyOne === 0 ? [] : [`${withCommas(onlyOne)} can be made with one of the two values only`]),
    ...(lacking.length === 0
      ? []
      : [`NOT REPLAYABLE for want of a fact the recording does not carry: ${lacking.join(', ')}`]),
    ...examples.map(({ conversation, at, before, after }) => `  ${conversation} ${at}: ${before} → ${after}`),
    ...(changed > examples.length ? [`  … and ${withCommas(changed - examples.length)} more`] : []),
  ];
}

function curveLines({ fact, value, moments }: WhatIfResult, { now, values }: Curve): string[] {
  const rows = [{ value, holds: now, note: '   as it is' }, ...values.map((one) => ({ ...one, note: '' }))];
  const width = Math.max(fact.length, ...rows.map((row) => String(row.value).length));
  return [
    `${fact.padStart(width)}   the condition holds, whatever rules come before`,
    ...rows.map(({ value: of, holds, note }) => {
      const share = moments === 0 ? '' : `  ${percent(holds / moments)}`;
      return `${String(of).padStart(width)}  ${withCommas(holds).padStart(11)}${share}${note}`;
    }),
  ];
}
