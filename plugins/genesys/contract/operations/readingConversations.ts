import type { OperationList } from '../operation.ts';

const conversationDetail = {
  any: ['analytics:conversationDetail:view', 'analytics:agentConversationDetail:view'],
} as const;
const queueObservation = { any: ['analytics:queueObservation:view'] } as const;
const viewMessage = { any: ['conversation:message:view', 'conversation:webmessaging:view'] } as const;

/** How queues do now, and what conversations are and were like. */
export const readingConversations = {
  postAnalyticsQueuesObservationsQuery: {
    method: 'post',
    path: '/api/v2/analytics/queues/observations/query',
    purpose: 'observe the queues',
    permissions: queueObservation,
    success: 200,
    repeatable: true,
  },
  postAnalyticsConversationsAggregatesQuery: {
    method: 'post',
    path: '/api/v2/analytics/conversations/aggregates/query',
    purpose: 'read the service level',
    repeatable: true,
  },
  postAnalyticsConversationsDetailsQuery: {
    method: 'post',
    path: '/api/v2/analytics/conversations/details/query',
    purpose: 'query conversation details',
    permissions: conversationDetail,
    success: 200,
    repeatable: true,
    paging: 'bodyPaging',
  },
  // Asked twice, a second job runs and nobody fetches it.
  postAnalyticsConversationsDetailsJobs: {
    method: 'post',
    path: '/api/v2/analytics/conversations/details/jobs',
    purpose: 'start a job for conversation details',
    permissions: conversationDetail,
    success: 202,
    repeatable: true,
  },
  getAnalyticsConversationsDetailsJob: {
    method: 'get',
    path: '/api/v2/analytics/conversations/details/jobs/{jobId}',
    purpose: 'see how a job for conversation details stands',
    permissions: conversationDetail,
    success: 200,
  },
  getAnalyticsConversationsDetailsJobResults: {
    method: 'get',
    path: '/api/v2/analytics/conversations/details/jobs/{jobId}/results',
    purpose: 'fetch conversation details from a job',
    permissions: conversationDetail,
    success: 200,
    paging: 'cursor',
  },
  getConversation: {
    method: 'get',
    path: '/api/v2/conversations/{conversationId}',
    purpose: 'read a conversation',
    permissions: { any: ['conversation:communication:view'] },
    success: 200,
  },
  postConversationsMessageMessagesBulk: {
    method: 'post',
    path: '/api/v2/conversations/messages/{conversationId}/messages/bulk',
    purpose: 'read messages',
    permissions: viewMessage,
    success: 200,
    repeatable: true,
  },
  getAnalyticsBotflowDivisionsReportingturns: {
    method: 'get',
    path: '/api/v2/analytics/botflows/{botFlowId}/divisions/reportingturns',
    purpose: 'read the turns of a bot flow',
    permissions: { any: ['analytics:botFlowDivisionAwareReportingTurn:view'] },
    success: 200,
    paging: 'nextUri',
  },
  getSpeechandtextanalyticsConversation: {
    method: 'get',
    path: '/api/v2/speechandtextanalytics/conversations/{conversationId}',
    purpose: 'read the sentiment of a conversation',
    permissions: { all: ['recording:recording:view', 'speechAndTextAnalytics:data:view'] },
    success: 200,
  },
} as const satisfies OperationList;
