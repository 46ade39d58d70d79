import type { ActOutcome } from '../../../engine/exchange.ts';
import { mannerOf, over, readStanding, type Acting, type Standing } from './acting.ts';

/**
 * Sets attributes of a conversation's customer; others stay. The platform keeps no version of them: the last to write
 * wins.
 * @param standing as it was read; left out, it is read first.
 * @throws GenesysError as `call` does.
 */
export async function setAttributes(
  acting: Acting,
  conversation: string,
  attributes: Readonly<Record<string, string>>,
  standing?: Standing,
): Promise<ActOutcome> {
  const { snapshot } = standing ?? (await readStanding(acting, conversation));
  const customer = snapshot.participants.find(
    ({ purpose }) => purpose === 'customer' || purpose === 'external',
  );
  if (customer === undefined)
    return { status: 'notActed', why: 'the conversation has no customer to note it with' };
  const missing = Object.entries(attributes).filter(([name, value]) => customer.attributes[name] !== value);
  if (missing.length === 0) return { status: 'alreadySo' };
  const params = { path: { conversationId: conversation, participantId: customer.id } };
  const body = { attributes: Object.fromEntries(missing) };
  await acting.genesys.call(
    'patchConversationParticipantAttributes',
    { params, body },
    mannerOf(acting, 'skills'),
  );
  return { status: 'done' };
}

/**
 * Sets the one external tag of a conversation.
 * @throws GenesysError as `call` does.
 */
export async function setExternalTag(acting: Acting, conversation: string, tag: string): Promise<ActOutcome> {
  const { snapshot, isOver } = await readStanding(acting, conversation);
  if (snapshot.externalTag === tag) return { status: 'alreadySo' };
  if (isOver) return over;
  const params = { path: { conversationId: conversation } };
  await acting.genesys.call(
    'putConversationTags',
    { params, body: { externalTag: tag } },
    mannerOf(acting, 'skills'),
  );
  return { status: 'done' };
}
