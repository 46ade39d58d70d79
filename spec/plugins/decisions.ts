import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DecisionRecord } from '../../engine/exchange.ts';
import { requirePolicy } from '../../engine/decisions/loadPolicy.ts';
import type { Moments } from '../../engine/moments.ts';
import { replay } from '../../harness/replay/replay.ts';

const here = (path: string): string =>
  relative(process.cwd(), fileURLToPath(new URL(`../../${path}`, import.meta.url)));

/** The recording and the policy that ship. */
export const shippedDay = here('fixtures/retail-bank-day.ndjson.gz');
export const shippedPolicy = (await requirePolicy(here('rules/retail-bank'))).policy;

/** Every decision about the shipped day, as a replay makes them. */
export async function shippedDecisions(moments: Moments = 'asRecorded'): Promise<readonly DecisionRecord[]> {
  const decisions: DecisionRecord[] = [];
  const envelope = { engineVersion: '1', stage: 'active', decidedAt: 0 } as const;
  await replay({
    recording: shippedDay,
    policy: shippedPolicy,
    moments,
    onRuling: (ruling) => void decisions.push({ body: ruling.record(), envelope }),
  });
  return decisions;
}
