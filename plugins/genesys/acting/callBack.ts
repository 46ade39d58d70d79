import type { Occasion } from '../../../engine/ports.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import { readStanding, type Acting } from './acting.ts';
import { createCallback } from './createCallback.ts';

/** A telephone's address as the platform writes it: `tel:+4930123456`, `sip:+4930123456@…`. */
const telephone = /^(?:(?:tel|sips?):)?(\+[1-9]\d{6,14})(?:[@;].*)?$/;

/**
 * Creates a callback to whoever a conversation is with, at the number they reached us from; also when they have hung up.
 * @param id the command's. @param queue by name.
 * @throws as `createCallback`.
 */
export async function callBack(
  acting: Acting,
  { id, conversation, queue }: { readonly id: string; readonly conversation: string; readonly queue: string },
  occasion: Occasion,
): Promise<ActOutcome> {
  const { snapshot } = await readStanding(acting, conversation);
  const customers = snapshot.participants.filter(
    ({ purpose }) => purpose === 'customer' || purpose === 'external',
  );
  const number = customers.map(({ address }) => telephone.exec(address ?? '')?.[1]).find(Boolean);
  if (number === undefined)
    return { status: 'notActed', why: 'the customer has no telephone number to be called back at' };
  return createCallback(acting, { id, queue, number }, occasion);
}
