import type { Occasion } from '../../../engine/ports.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import type { CallInput } from '../client/client.ts';
import { interval, isQueue } from '../reading/analytics.ts';
import { readConversation } from '../reading/conversations.ts';
import { queryDetails } from '../reading/detailsJob.ts';
import { idOf, mannerOf, type Acting } from './acting.ts';
import { comesAbout, isReceived } from './actOnce.ts';

/** A callback to create. */
export interface CallbackWish {
  /** The command's id: what it is known by afterwards. */
  readonly id: string;
  /** By name. */
  readonly queue: string;
  /** The customer's number, E.164. */
  readonly number: string;
  readonly customerName?: string;
  /** When to call, in milliseconds since 1970; left out, as soon as an agent is free. */
  readonly at?: number;
}

/** The attribute a callback carries the id of its command in. */
const commandAttribute = 'signalboxCommand';

/**
 * Creates a callback. The platform would create a second one if asked again, so what may have been received is looked
 * for by the command's id, and never sent again.
 * @throws ProblemError when the queue is unknown; GenesysError where it is certain that nothing was done.
 */
export async function createCallback(
  acting: Acting,
  wish: CallbackWish,
  occasion: Occasion,
): Promise<ActOutcome> {
  const queueId = idOf(acting, 'queue', wish.queue);
  const look = (): Promise<boolean> => isCreated(acting, wish.id, queueId, occasion.decidedAt);
  if (occasion.isRepeated) return (await look()) ? { status: 'alreadySo' } : unseen;
  const body: CallInput<'postConversationsCallbacks'>['body'] = {
    queueId,
    callbackNumbers: [wish.number],
    data: { [commandAttribute]: wish.id },
    ...(wish.customerName === undefined ? {} : { callbackUserName: wish.customerName }),
    ...(wish.at === undefined ? {} : { callbackScheduledTime: new Date(wish.at).toISOString() }),
  };
  const { genesys } = acting;
  const manner = mannerOf(acting, 'skills');
  if (await isReceived(() => genesys.call('postConversationsCallbacks', { body }, manner))) {
    return { status: 'done' };
  }
  return (await comesAbout(acting, look)) ? { status: 'done' } : unseen;
}

const unseen: ActOutcome = {
  status: 'unknown',
  why: 'Genesys Cloud may have created the callback, and none with this command’s id is to be seen',
};

async function isCreated(
  { reading, clock }: Acting,
  id: string,
  queueId: string,
  decidedAt: number,
): Promise<boolean> {
  const isCallback = { type: 'dimension', dimension: 'mediaType', operator: 'matches', value: 'callback' };
  const query = {
    interval: interval(Math.min(decidedAt, clock.now() - 1), clock.now()),
    segmentFilters: [{ type: 'and', predicates: [isQueue(queueId), isCallback] }],
  };
  for await (const conversations of queryDetails(reading, query)) {
    for (const { conversationId } of conversations) {
      if (conversationId === undefined) continue;
      const { snapshot } = await readConversation(reading.genesys, conversationId, reading.manner);
      if (snapshot.participants.some(({ attributes }) => attributes[commandAttribute] === id)) return true;
    }
  }
  return false;
}
