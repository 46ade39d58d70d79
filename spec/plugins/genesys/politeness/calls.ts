import type { CallManner } from '../../../../plugins/genesys/client/client.ts';
import type { Session } from '../session.ts';

/** What each call below asks: one reads, one sets a state, one must not be made twice. */
export const skills = '/api/v2/routing/skills';
export const conversation = '/api/v2/routing/conversations/c-1';
export const transfer = '/api/v2/conversations/c-1/participants/p-1/replace/queue';

export const reading = ({ genesys }: Session, deadlineSeconds = 300): Promise<unknown> =>
  genesys.call('getRoutingSkills', {}, { lane: 'bulk', deadlineSeconds });
export const prioritising = ({ genesys }: Session): Promise<unknown> =>
  genesys.call(
    'patchRoutingConversation',
    { params: { path: { conversationId: 'c-1' } }, body: { priority: 5 } },
    { lane: 'skills' },
  );
export const transferring = ({ genesys }: Session, manner: Partial<CallManner> = {}): Promise<unknown> =>
  genesys.call(
    'postConversationParticipantReplaceQueue',
    { params: { path: { conversationId: 'c-1', participantId: 'p-1' } }, body: { queueId: 'q-1' } },
    { lane: 'handoff', ...manner },
  );
