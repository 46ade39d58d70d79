import { formatUtc } from '../../recording/time.ts';
import { badRequest } from '../door/refusal.ts';
import type { Channel } from '../notifications/channels.ts';
import { topicsOf, topicTemplates } from '../notifications/topics.ts';
import type { Answer, Call, Handlers, Platform } from './handler.ts';

export const notificationHandlers: Handlers = {
  postNotificationsChannels: ({ token, uri }, { channels }) => ({
    body: channelView(channels.create(token.client.id), uri),
  }),
  headNotificationsChannel: (call, platform) => {
    found(call, platform);
    return {};
  },
  postNotificationsChannelSubscriptions: (call, platform) => subscribe(call, platform, false),
  putNotificationsChannelSubscriptions: (call, platform) => subscribe(call, platform, true),
  getNotificationsAvailabletopics: ({ query }) => {
    const expand = query.list('expand');
    return {
      body: {
        entities: topicTemplates.map((id) => ({
          id,
          ...(expand.includes('transports') ? { transports: ['All'] } : {}),
          ...(expand.includes('topicParameters') ? { topicParameters: ['id'] } : {}),
        })),
      },
    };
  },
};

function found({ path }: Call, { channels }: Platform): Channel {
  return channels.find(path['channelId']!);
}

function channelView({ id, expiresAt }: Channel, { host }: URL): object {
  return { id, connectUri: `ws://${host}/channels/${id}`, expires: formatUtc(expiresAt) };
}

function listing({ subscriptions }: Channel, rejected: readonly string[] = []): object {
  return {
    entities: [
      ...[...subscriptions].map((id) => ({ id, state: 'Permitted' })),
      ...rejected.map((id) => ({ id, state: 'Rejected', rejectionReason: 'There is no such topic' })),
    ],
  };
}

/** @throws Refusal 400 when a topic is none, unless the client wants that passed over, or there are too many. */
function subscribe(call: Call, platform: Platform, replaces: boolean): Answer {
  const channel = found(call, platform);
  const asked = ((call.body ?? []) as readonly { readonly id?: string }[]).map(({ id = '' }) => id);
  const rejected = asked.filter((id) => topicsOf(id) === undefined);
  if (rejected.length > 0 && call.query.flag('ignoreErrors') !== true)
    throw badRequest('notification.invalid.topic', `There is no topic ${rejected[0]}`);
  const topics = asked.filter((id) => !rejected.includes(id));
  if (replaces) platform.channels.replace(channel, topics);
  else platform.channels.subscribe(channel, topics);
  return { body: listing(channel, rejected) };
}
