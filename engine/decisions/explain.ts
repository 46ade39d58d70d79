import type { LoggedDecision } from './decisionLog.ts';
import { explainDelivery } from './delivery/explain.ts';
import { explainHandoff } from './handoff/explain.ts';
import { explainOrder } from './order/explain.ts';
import type { Decision } from './policyRun.ts';
import { explainRanking } from './ranking/explain.ts';
import { explainReaction } from './reactions/explain.ts';
import { explainSkills } from './skills/explain.ts';
import { staleInWords } from './stale.ts';

/** A decision in plain language, line by line, worked out from its record alone. */
export function explainDecision(decision: LoggedDecision): readonly string[] {
  const { id, at, policy, stage } = decision;
  const withheld = stage === undefined ? '' : `, ${stage}: not done`;
  const title = `${id} · ${at.replace('T', ' ').replace(/(\.000)?Z$/, ' UTC')} · policy ${policy.name} (${policy.hash.slice(0, 12)})${withheld}`;
  const stale = staleInWords(decision.stale);
  return [title, ...(stale === undefined ? [] : [stale]), ...body(decision)];
}

/** What came out, in one line; and, where it rests on data that is too old, on which. */
export function outcomeInWords(decision: Decision): string {
  const [outcome = decision.decidedBy] = body(decision);
  const stale = staleInWords(decision.stale);
  return stale === undefined ? outcome : `${outcome} (${stale})`;
}

function body(decision: Decision): readonly string[] {
  switch (decision.point) {
    case 'skills':
      return explainSkills(decision);
    case 'order':
      return explainOrder(decision);
    case 'ranking':
      return explainRanking(decision);
    case 'handoff':
      return explainHandoff(decision);
    case 'delivery':
      return explainDelivery(decision);
    case 'reaction':
      return explainReaction(decision);
  }
}
