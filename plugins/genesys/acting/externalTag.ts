import type { ActOutcome } from '../../../engine/exchange.ts';
import { mannerOf, over, readStanding, type Acting } from './acting.ts';

/**
 * Sets the one external tag of a conversation. One that others have set stays.
 * @throws GenesysError as `call` does.
 */
export async function setExternalTag(acting: Acting, conversation: string, tag: string): Promise<ActOutcome> {
  const { snapshot, isOver } = await readStanding(acting, conversation);
  if (snapshot.externalTag === tag) return { status: 'alreadySo' };
  if (isOver) return over;
  if (snapshot.externalTag !== undefined) return { status: 'notActed', why: 'it has a tag of others' };
  const params = { path: { conversationId: conversation } };
  await acting.genesys.call(
    'putConversationTags',
    { params, body: { externalTag: tag } },
    mannerOf(acting, 'bulk'),
  );
  return { status: 'done' };
}
