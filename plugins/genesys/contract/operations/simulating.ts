import type { OperationList } from '../operation.ts';

const receiveMessage = { any: ['conversation:message:receive'] } as const;

/** The simulator: customers who write through open messaging, agents who answer and end. */
export const simulating = {
  getConversationsMessagingIntegrationsOpen: {
    method: 'get',
    path: '/api/v2/conversations/messaging/integrations/open',
    purpose: 'list the open messaging integrations',
    permissions: { any: ['messaging:integration:view'] },
    success: 200,
    paging: 'nextUri',
  },
  postConversationsMessagingIntegrationsOpen: {
    method: 'post',
    path: '/api/v2/conversations/messaging/integrations/open',
    purpose: 'create an open messaging integration',
    permissions: { any: ['messaging:integration:add'] },
    success: 200,
  },
  postConversationsMessageInboundOpenMessage: {
    method: 'post',
    path: '/api/v2/conversations/messages/{integrationId}/inbound/open/message',
    purpose: 'send a customer’s message',
    permissions: receiveMessage,
    success: 200,
  },
  postConversationsMessageInboundOpenReceipt: {
    method: 'post',
    path: '/api/v2/conversations/messages/{integrationId}/inbound/open/receipt',
    purpose: 'send a receipt for a message',
    permissions: receiveMessage,
    success: 200,
  },
  postConversationsMessageCommunicationMessages: {
    method: 'post',
    path: '/api/v2/conversations/messages/{conversationId}/communications/{communicationId}/messages',
    purpose: 'send an agent’s message',
    permissions: { any: ['conversation:message:create', 'conversation:webmessaging:create'] },
    success: 200,
  },
  postConversationDisconnect: {
    method: 'post',
    path: '/api/v2/conversations/{conversationId}/disconnect',
    purpose: 'end a conversation',
    permissions: { any: ['conversation:communication:disconnect'] },
    success: 202,
  },
} as const satisfies OperationList;
