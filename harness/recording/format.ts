import type { RoutingEventType } from '../../engine/conversation/events.ts';
import { routingStatuses } from '../../engine/facts/agent.ts';
import { messageDirections, messageReceipts } from '../../engine/conversation/messages.ts';
import { participantStates } from '../../engine/conversation/participants.ts';
import { participantPurposes } from '../../engine/facts/occurrence.ts';
import { mediaTypes } from '../../engine/facts/conversation.ts';

/**
 * The version this code writes and the only one it reads. What older recordings may not hold makes no new one; what changes
 * their meaning does.
 */
export const recordingVersion = 1;

/** The first line of a recording. */
export interface RecordingHeader {
  readonly signalbox: 'recording';
  readonly version: typeof recordingVersion;
  /** What the recording is of, for people. */
  readonly name: string;
  /**
   * The observed facts this recording carries. A decision that reads any other observed fact is not replayable: the
   * recording cannot tell a value that was missing from one that nobody wrote down.
   */
  readonly facts: readonly string[];
  /** Where it came from, with whatever acknowledgement its licence asks for. */
  readonly source: string;
}

/** The last line: proof that nothing is cut off, and what was left out on the way in. */
export interface RecordingEnd {
  readonly type: 'recording.end';
  /** How many events lie between header and end. */
  readonly events: number;
  /** Rows of the source that are not in the recording, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

/**
 * Events that a recording holds: what happened. Deadlines and the ends of commands are not among them, for they follow from
 * the policy, and whoever replays tells them.
 */
export type RecordedEventType = Exclude<RoutingEventType, 'message.due' | 'command.ended'>;

/** The most attachments that a message may have. */
export const mostAttachments = 1_000_000;

/** The most that an agent's satisfaction score, and the number of surveys behind it, may be. */
export const highestCsat = 1_000_000;
export const mostCsatSurveys = 1_000_000_000;

const text = { type: 'string', minLength: 1 };
const facts = { type: 'object' };
const proficiencies = { type: 'object', additionalProperties: { type: 'number', minimum: 0 } };

function line(
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
): object {
  const properties = { at: { type: 'string' }, type: { type: 'string' }, ...required, ...optional };
  return {
    type: 'object',
    properties,
    required: ['at', ...Object.keys(required)],
    additionalProperties: false,
  };
}

/** JSON Schema of each kind of line, header and end included. */
export const lineSchemas: Readonly<Record<RecordedEventType | 'header' | 'recording.end', object>> = {
  header: {
    type: 'object',
    properties: {
      signalbox: { const: 'recording' },
      version: { type: 'integer' },
      name: { type: 'string' },
      facts: { type: 'array', items: text, uniqueItems: true },
      source: { type: 'string' },
    },
    required: ['signalbox', 'version', 'name', 'facts', 'source'],
    additionalProperties: false,
  },
  'recording.end': {
    type: 'object',
    properties: {
      type: { const: 'recording.end' },
      events: { type: 'integer', minimum: 0 },
      excluded: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
    },
    required: ['type', 'events', 'excluded'],
    additionalProperties: false,
  },
  'conversation.started': line({ conversation: text, mediaType: { enum: [...mediaTypes] } }, { facts }),
  'conversation.facts': line({ conversation: text, facts }),
  'bot.turn': line({ conversation: text, facts }),
  'conversation.transferred': line({ conversation: text, by: { enum: ['bot', 'agent'] }, queue: text }),
  'conversation.queued': line({ conversation: text, queue: text }, { facts }),
  'conversation.answered': line({ conversation: text, agent: { type: ['string', 'null'], minLength: 1 } }),
  'conversation.abandoned': line({ conversation: text }),
  'conversation.ended': line({ conversation: text }),
  'conversation.surveyed': line({ conversation: text, score: { type: 'number', minimum: 0 } }),
  'participant.changed': line({
    conversation: text,
    participant: text,
    purpose: { enum: [...participantPurposes] },
    state: { enum: [...participantStates] },
  }),
  'message.sent': line({
    conversation: text,
    message: text,
    direction: { enum: [...messageDirections] },
    attachments: { type: 'integer', minimum: 0, maximum: mostAttachments },
  }),
  'message.receipt': line({ conversation: text, message: text, receipt: { enum: [...messageReceipts] } }),
  'agent.updated': line(
    { agent: text },
    {
      status: { enum: [...routingStatuses] },
      queues: { type: 'array', items: text },
      skills: proficiencies,
      languages: proficiencies,
      csat: { type: 'number', minimum: 0, maximum: highestCsat },
      csatSurveys: { type: 'integer', minimum: 0, maximum: mostCsatSurveys },
    },
  ),
  'queue.observed': line({ queue: text, facts }),
  'platform.unseen': line({}),
  'platform.seen': line({}),
};
