import { analyticsDetailsHandlers } from './analyticsDetails.ts';
import { analyticsNowHandlers } from './analyticsNow.ts';
import { analyticsPastHandlers } from './analyticsPast.ts';
import { callbackHandlers } from './callbacks.ts';
import { conversationHandlers } from './conversations.ts';
import type { Handlers } from './handler.ts';
import { messageHandlers } from './messages.ts';
import { notificationHandlers } from './notifications.ts';
import { openMessagingHandlers } from './openMessaging.ts';
import { participantHandlers } from './participants.ts';
import { routingHandlers } from './routing.ts';
import { scheduleHandlers } from './schedules.ts';
import { speechHandlers } from './speech.ts';
import { tokenHandlers } from './tokens.ts';
import { userHandlers } from './users.ts';

/** Every operation the sandbox answers. */
export const handlers: Handlers = {
  ...analyticsDetailsHandlers,
  ...analyticsNowHandlers,
  ...analyticsPastHandlers,
  ...callbackHandlers,
  ...conversationHandlers,
  ...messageHandlers,
  ...notificationHandlers,
  ...openMessagingHandlers,
  ...participantHandlers,
  ...routingHandlers,
  ...scheduleHandlers,
  ...speechHandlers,
  ...tokenHandlers,
  ...userHandlers,
};
