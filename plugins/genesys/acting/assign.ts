import type { ActOutcome } from '../../../engine/exchange.ts';
import { mannerOf, notWaiting, over, readStanding, type Acting, type Standing } from './acting.ts';
import { actOnce, isOvertaken } from './actOnce.ts';

/**
 * Assigns a waiting conversation to an agent, whatever skills and scores say. One that the agent has, or is rung for, is
 * left alone; one that another has, too.
 * @param agent id of the user.
 * @throws GenesysError where it is certain that nothing was done.
 */
export async function assignToAgent(
  acting: Acting,
  conversation: string,
  agent: string,
): Promise<ActOutcome> {
  const isSeen = ({ agents }: Standing): boolean => agents.some(({ user }) => user === agent);
  const before = await readStanding(acting, conversation);
  if (before.isOver) return over;
  if (isSeen(before)) return { status: 'alreadySo' };
  if (isTaken(before)) return notWaiting;
  const { genesys } = acting;
  const params = { path: { conversationId: conversation } };
  const manner = mannerOf(acting, 'handoff');
  try {
    const send = () => genesys.call('postConversationAssign', { params, body: { id: agent } }, manner);
    return await actOnce(acting, conversation, send, isSeen);
  } catch (error) {
    if (!isOvertaken(error)) throw error;
    const now = await readStanding(acting, conversation);
    if (now.isOver) return over;
    if (isTaken(now)) return notWaiting;
    throw error;
  }
}

function isTaken({ waiting, agents }: Standing): boolean {
  return waiting === undefined || agents.some(({ connectedAt }) => connectedAt !== undefined);
}
