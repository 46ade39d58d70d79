import type { Occasion } from '../../../engine/ports.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import { idOf, mannerOf, over, readStanding, type Acting, type Standing } from './acting.ts';
import { actOnce, isOvertaken } from './actOnce.ts';
import { setAttributes } from './setAttributes.ts';

/**
 * Transfers a conversation to a queue, from the agent who has it or the queue it waits in. One that is there, or went
 * there since the decision, is left alone. What a bot or a flow has cannot be transferred from outside: an attribute of
 * its customer tells the flow where to hand off to.
 * @throws ProblemError when the queue is unknown; GenesysError where it is certain that nothing was done.
 */
export async function transferToQueue(
  acting: Acting,
  conversation: string,
  queue: string,
  { decidedAt }: Occasion,
): Promise<ActOutcome> {
  const queueId = idOf(acting, 'queue', queue);
  const before = await readStanding(acting, conversation);
  if (before.isOver) return over;
  const entered = entries(before, queueId);
  const isThere = before.waiting?.queue === queueId;
  if (isThere || entered.some(({ connectedAt = -Infinity }) => connectedAt >= decidedAt)) {
    return { status: 'alreadySo' };
  }
  const from = before.agents.findLast(({ connectedAt }) => connectedAt !== undefined) ?? before.waiting;
  if (from === undefined) return handOff(acting, before, queue);
  const known = new Set(entered.map(({ id }) => id));
  const params = { path: { conversationId: conversation, participantId: from.id } };
  const { genesys } = acting;
  const manner = mannerOf(acting, 'handoff');
  const isSeen = (now: Standing): boolean => entries(now, queueId).some(({ id }) => !known.has(id));
  try {
    return await actOnce(
      acting,
      conversation,
      () => genesys.call('postConversationParticipantReplaceQueue', { params, body: { queueId } }, manner),
      isSeen,
    );
  } catch (error) {
    if (!isOvertaken(error)) throw error;
    const now = await readStanding(acting, conversation);
    if (now.isOver) return over;
    if (isSeen(now)) return { status: 'alreadySo' };
    throw error;
  }
}

async function handOff(acting: Acting, standing: Standing, queue: string): Promise<ActOutcome> {
  const { handoffAttribute } = acting.settings;
  const { conversation } = standing.snapshot;
  const told = await setAttributes(acting, conversation, { [handoffAttribute]: queue }, standing);
  if (told.status !== 'done') return told;
  const why = `a flow has the conversation: ${handoffAttribute} tells it to hand off to ${queue}`;
  return { status: 'accepted', why };
}

function entries({ snapshot }: Standing, queueId: string) {
  return snapshot.participants.filter(({ purpose, queue }) => purpose === 'acd' && queue === queueId);
}
