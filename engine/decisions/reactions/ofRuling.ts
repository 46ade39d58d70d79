import type { DeliveryRuling } from '../delivery/decide.ts';
import { secondsOf } from '../delivery/standing.ts';
import type { FactValue, FactValues } from '../../facts/definition.ts';
import type { HandoffRuling } from '../handoff/decide.ts';
import type { OrderRuling } from '../order/decide.ts';
import type { DegradedRuling } from '../ranking/degraded.ts';
import type { RankingRuling } from '../ranking/ruling.ts';
import type { SkillsRuling } from '../skills/decide.ts';
import type { ReactionRuling } from './decide.ts';
import type { Occurrence } from './occurrence.ts';

/** Every decision that comes to something that may be reacted to; and a reaction, which does not. */
export type Ruled =
  | SkillsRuling
  | OrderRuling
  | RankingRuling
  | DegradedRuling
  | HandoffRuling
  | DeliveryRuling
  | ReactionRuling;

/** What a decision comes to that may be reacted to. A reaction comes to nothing: it begins no other. */
export function occurrencesOf(ruling: Ruled): readonly Occurrence[] {
  switch (ruling.point) {
    case 'skills':
      return [ofDecision('skills.decided', ruling)];
    case 'order':
      return [ofDecision('order.decided', ruling)];
    case 'ranking':
      return [
        ofDecision('ranking.decided', ruling),
        ...(ruling.winner === undefined ? [ofDecision('ranking.nobody', ruling)] : []),
      ];
    case 'handoff':
      return ofHandoff(ruling);
    case 'delivery':
      return ofDelivery(ruling);
    case 'reaction':
      return [];
  }
}

/** The queue that a decision wants its conversation transferred to; undefined when it wants no transfer. */
export function transferOf(ruling: Ruled): string | undefined {
  if (ruling.point !== 'handoff') return undefined;
  if (ruling.verdict === 'handoff') return ruling.target;
  const { answer } = ruling;
  return answer !== undefined && 'transfer' in answer ? answer.transfer.queue : undefined;
}

function ofHandoff(ruling: HandoffRuling): readonly Occurrence[] {
  const queue = transferOf(ruling);
  const facts = queue === undefined ? {} : { transferQueue: queue };
  if (ruling.verdict === 'handoff') return [ofDecision('handoff.handedOff', ruling, facts)];
  return ruling.verdict === 'answer' ? [ofDecision('handoff.answered', ruling, facts)] : [];
}

function ofDelivery({ standing, statusBefore, broken }: DeliveryRuling): readonly Occurrence[] {
  const { message, status } = standing;
  const facts = factsOfMessage(standing);
  const occurrences: Occurrence[] = [];
  if (broken !== undefined) {
    const occasion = `message ${message.id} ${broken}`;
    const ofBreach = { ...facts, deliveryLeg: broken };
    occurrences.push({ on: 'delivery.breached', occasion, occasionNumber: 1, facts: ofBreach });
  }
  const occasion = `message ${message.id}`;
  if (status !== statusBefore && (status === 'compliant' || status === 'missingReceipt'))
    occurrences.push({ on: `delivery.${status}`, occasion, occasionNumber: 1, facts });
  return occurrences;
}

function factsOfMessage({ message, status }: DeliveryRuling['standing']): FactValues {
  const facts: Record<string, FactValue> = { messageId: message.id, deliveryStatus: status };
  const [deliverySeconds, readSeconds] = [secondsOf(message, 'delivered'), secondsOf(message, 'read')];
  if (message.attachments !== undefined) facts['messageAttachments'] = message.attachments;
  if (deliverySeconds !== undefined) facts['deliverySeconds'] = deliverySeconds;
  if (readSeconds !== undefined) facts['readSeconds'] = readSeconds;
  return facts;
}

/** The occasion of a decision is what asked for it: made again for the same, it is no other. */
function ofDecision(on: string, { context, decidedBy }: Ruled, facts: FactValues = {}): Occurrence {
  const { occasion, occasionNumber } = context;
  return { on, occasion, occasionNumber, facts: { decidedBy, ...facts } };
}
