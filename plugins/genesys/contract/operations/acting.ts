import type { OperationList } from '../operation.ts';

/** What changes a conversation or sends something. What sets a state may be repeated; what happens may not. */
export const acting = {
  patchRoutingConversation: {
    method: 'patch',
    path: '/api/v2/routing/conversations/{conversationId}',
    purpose: 'set skills, language, priority or scored agents of a waiting conversation',
    permissions: { any: ['routing:conversation:edit'] },
    success: 200,
    repeatable: true,
  },
  postConversationAssign: {
    method: 'post',
    path: '/api/v2/conversations/{conversationId}/assign',
    purpose: 'assign a conversation to an agent',
    permissions: {
      any: ['call', 'callback', 'email', 'message'].flatMap((media) => [
        `conversation:${media}:assign`,
        `conversation:${media}:pull`,
      ]),
    },
    success: 202,
  },
  postConversationParticipantReplaceQueue: {
    method: 'post',
    path: '/api/v2/conversations/{conversationId}/participants/{participantId}/replace/queue',
    purpose: 'transfer a conversation to a queue',
    permissions: {
      any: ['conversation:communication:blindTransferQueue', 'conversation:communication:blindTransfer'],
    },
    success: 202,
  },
  postConversationParticipantReplaceAgent: {
    method: 'post',
    path: '/api/v2/conversations/{conversationId}/participants/{participantId}/replace/agent',
    purpose: 'transfer a conversation to an agent',
    permissions: {
      any: ['conversation:communication:blindTransferAgent', 'conversation:communication:blindTransfer'],
    },
    success: 202,
  },
  patchConversationParticipantAttributes: {
    method: 'patch',
    path: '/api/v2/conversations/{conversationId}/participants/{participantId}/attributes',
    purpose: 'set attributes of a participant',
    success: 202,
    repeatable: true,
  },
  putConversationTags: {
    method: 'put',
    path: '/api/v2/conversations/{conversationId}/tags',
    purpose: 'set the external tag of a conversation',
    permissions: { any: ['conversation:externalTag:edit'] },
    success: 202,
  },
  postConversationsCallbacks: {
    method: 'post',
    path: '/api/v2/conversations/callbacks',
    purpose: 'create a callback',
  },
  postConversationsEmailsAgentless: {
    method: 'post',
    path: '/api/v2/conversations/emails/agentless',
    purpose: 'send an e-mail',
    permissions: { any: ['conversation:agentlessEmail:send', 'conversation:email:create'] },
    success: 200,
  },
} as const satisfies OperationList;
