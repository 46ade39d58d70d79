import type { OperationList } from '../operation.ts';

/** Notification channels. One made twice costs nothing: of more than 20, the longest unused goes. */
export const listening = {
  postNotificationsChannels: {
    method: 'post',
    path: '/api/v2/notifications/channels',
    purpose: 'open a notification channel',
    success: 200,
    repeatable: true,
  },
  headNotificationsChannel: {
    method: 'head',
    path: '/api/v2/notifications/channels/{channelId}',
    purpose: 'verify a notification channel',
  },
  postNotificationsChannelSubscriptions: {
    method: 'post',
    path: '/api/v2/notifications/channels/{channelId}/subscriptions',
    purpose: 'subscribe to topics',
    success: 200,
    repeatable: true,
  },
  putNotificationsChannelSubscriptions: {
    method: 'put',
    path: '/api/v2/notifications/channels/{channelId}/subscriptions',
    purpose: 'replace the subscriptions of a channel',
    success: 200,
  },
  getNotificationsAvailabletopics: {
    method: 'get',
    path: '/api/v2/notifications/availabletopics',
    purpose: 'list the topics',
    success: 200,
  },
} as const satisfies OperationList;
