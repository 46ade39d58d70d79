import type { components } from './notifications.d.ts';

type Schemas = components['schemas'];

/**
 * Every notification topic Signalbox subscribes to or is told of unasked: the one list the excerpt notifications.json is
 * pruned to. `{id}` is the id of a queue, a user, a conversation or a channel.
 */
export const topics = {
  queueConversations: 'v2.routing.queues.{id}.conversations',
  userActivity: 'v2.users.{id}.activity',
  conversationSentiment: 'v2.speechandtextanalytics.conversation.{id}.sentiment',
  socketClosing: 'v2.system.socket_closing',
  noLongerSubscribed: 'v2.system.no_longer_subscribed.{id}',
  tokenRevoked: 'v2.system.token_revoked.{id}',
} as const;

export type TopicKind = keyof typeof topics;

/** Topics a channel is asked for; those of the system come unasked, and asking for them is refused. */
export type SubscribedTopicKind = 'queueConversations' | 'userActivity' | 'conversationSentiment';

/** What a notification of each kind carries. Fields the platform leaves out are absent. */
export interface TopicBodies {
  readonly queueConversations: Schemas['QueueConversationEventTopicConversation'];
  readonly userActivity: Schemas['AgentActivityChangedTopicAgentActivity'];
  readonly conversationSentiment: Schemas['V2StaSentimentOverallTopicOverallSentimentMessage'];
  readonly socketClosing: Schemas['SystemMessageSystemMessage'];
  readonly noLongerSubscribed: Schemas['SystemMessageSystemMessage'];
  readonly tokenRevoked: Schemas['SystemMessageSystemMessage'];
}

/** The name of the topic that a heartbeat and the answer to a ping come under. It has no schema. */
export const channelMetadataTopic = 'channel.metadata';

const patterns = (Object.entries(topics) as [TopicKind, string][]).map(([kind, name]) => {
  const [before, after] = name.split('{id}') as [string, string?];
  return { kind, before, after };
});

/** @returns the name of a topic, to subscribe to. */
export function topicName(kind: SubscribedTopicKind, id: string): string {
  return topics[kind].replace('{id}', id);
}

/** @returns what a topic's name says; undefined when it is none of ours. */
export function parseTopicName(name: string): { readonly kind: TopicKind; readonly id: string } | undefined {
  for (const { kind, before, after } of patterns) {
    if (after === undefined) {
      if (name === before) return { kind, id: '' };
      continue;
    }
    if (!name.startsWith(before) || !name.endsWith(after)) continue;
    const id = name.slice(before.length, name.length - after.length);
    if (id !== '' && !id.includes('.')) return { kind, id };
  }
  return undefined;
}
