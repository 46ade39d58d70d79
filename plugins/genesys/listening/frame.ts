import {
  channelMetadataTopic,
  parseTopicName,
  type TopicBodies,
  type TopicKind,
} from '../contract/topics.ts';

type Told = {
  readonly [Kind in TopicKind]: {
    readonly topic: Kind;
    readonly id: string;
    readonly body: TopicBodies[Kind];
  };
};

/**
 * What a socket said: that it lives, or one notification. `unknown`: nothing that concerns us. `oversized`: it is not
 * read, and may have concerned us.
 */
export type NotificationFrame =
  | { readonly topic: 'heartbeat' | 'pong' | 'unknown' | 'oversized' }
  | { readonly [Kind in TopicKind]: Told[Kind] }[TopicKind];

const pongMessage = 'pong';

/** The longest frame that is read, in characters: conversations of a thousand parts are shorter. Ours. */
export const longestFrame = 4 * 1024 * 1024;

/** Reads a frame of the streaming protocol. What is no JSON object, or of a topic not asked for, is `unknown`. */
export function parseFrame(text: unknown): NotificationFrame {
  if (typeof text === 'string' && text.length > longestFrame) return { topic: 'oversized' };
  const frame = parsed(text);
  const { topicName, eventBody } = frame as { readonly topicName?: unknown; readonly eventBody?: unknown };
  if (typeof topicName !== 'string') return { topic: 'unknown' };
  const body = (typeof eventBody === 'object' && eventBody !== null ? eventBody : {}) as {
    message?: unknown;
  };
  if (topicName === channelMetadataTopic)
    return { topic: body.message === pongMessage ? 'pong' : 'heartbeat' };
  const name = parseTopicName(topicName);
  return name === undefined
    ? { topic: 'unknown' }
    : ({ topic: name.kind, id: name.id, body } as NotificationFrame);
}

function parsed(text: unknown): object {
  if (typeof text !== 'string') return {};
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === 'object' && frame !== null ? frame : {};
  } catch {
    return {};
  }
}
