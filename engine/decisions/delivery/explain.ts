import type { DeliveryLeg } from '../../facts/occurrence.ts';
import type { DeliveryDecision } from './decide.ts';
import type { LegState } from './standing.ts';

/** How a message stands, and why, line by line. */
export function explainDelivery(decision: DeliveryDecision): readonly string[] {
  const { delivered, read, deliveredWithinSeconds, readWithinSeconds } = decision;
  return [
    `Message ${decision.message}: ${statusInWords(decision)}, decided at the ${decision.decidedBy}.`,
    `  delivered: ${legInWords('delivered', delivered, decision.deliverySeconds, deliveredWithinSeconds)}`,
    `  read: ${legInWords('read', read, decision.readSeconds, readWithinSeconds)}`,
    `  sent ${decision.sentAt.replace('T', ' ').replace(/(\.000)?Z$/, ' UTC')}`,
  ];
}

function statusInWords({ status, delivered }: DeliveryDecision): string {
  switch (status) {
    case 'pending':
      return 'pending, a receipt is awaited';
    case 'compliant':
      return 'compliant';
    case 'breach':
      return delivered === 'breach' ? 'breach, not delivered in time' : 'breach, not read in time';
    case 'missingReceipt':
      return 'missing receipt: the conversation is over, nothing was heard of the message, and its deadline runs';
  }
}

function legInWords(
  leg: DeliveryLeg,
  state: LegState,
  seconds: number | undefined,
  within: number | undefined,
): string {
  const took = seconds === undefined ? '' : `after ${seconds} s`;
  switch (state) {
    case 'notJudged':
      return took === '' ? 'not judged' : `${took}, not judged`;
    case 'pending':
      return `awaited, ${within} s allowed`;
    case 'compliant':
      return `${took}, in time (${within} s allowed)`;
    case 'breach':
      if (took === '') return `not ${leg} (${within} s allowed)`;
      // A receipt may come to light after its deadline was decided on.
      return seconds! <= within!
        ? `${took}, but known only after its deadline (${within} s)`
        : `${took}, too late (${within} s allowed)`;
  }
}
