import { factsAbout } from '../../engine/facts/catalogue.ts';
import { mediaTypes, type MediaType } from '../../engine/facts/conversation.ts';
import { lookedUpFacts } from './reading/factsTold.ts';
import {
  group,
  politenessDefaults,
  politenessSchema,
  type PolitenessSettings,
} from './politeness/settings.ts';

/** How Genesys Cloud is read. */
export interface ReadingSettings {
  /** The media type whose service-level target and estimated wait stand for a queue. */
  readonly queueMediaType: MediaType;
  /** Service level now is that of conversations of this long before. */
  readonly serviceLevelWindowSeconds: number;
  /** Since when an agent is idle: as the platform's clock has it, or since this clock saw it first. */
  readonly idleClock: 'platform' | 'own';
  /** Participant attribute → conversation fact that it tells. */
  readonly attributeFacts: Readonly<Record<string, string>>;
  /** Queue → id of the schedule group of its opening hours. Queues not named have none: `queueOpen` is missing. */
  readonly openingHours: Readonly<Record<string, string>>;
  /** The score of the best possible mood; that of the worst is the same below 0. */
  readonly sentimentMagnitude: number;
  /** Purposes of the participants that are bots. */
  readonly botPurposes: readonly string[];
  /** How far back surveys count. */
  readonly csatDays: number;
  /** Between two looks at a job. */
  readonly jobPollSeconds: number;
  /** From asking for a job to its first result. */
  readonly jobDeadlineSeconds: number;
  /** How often surveys are counted anew; the first time at the start. */
  readonly csatSeconds: number;
  /** For how long a queue's fact counts that was looked up. */
  readonly freshSeconds: number;
  /** Facts that are looked up when a rule needs them; left out, all that can be. */
  readonly lookUp?: readonly string[];
}

/** How Genesys Cloud is listened to. */
export interface ListeningSettings {
  readonly topicsPerChannel: number;
  readonly channels: number;
  /** Nothing heard for this long: a ping. */
  readonly silenceSeconds: number;
  /** No answer to a ping for this long: the socket is given up. */
  readonly pongSeconds: number;
  /** For a socket to open. */
  readonly openSeconds: number;
  /** Failures in a row after which a channel is given up for a new one. */
  readonly reconnectAttempts: number;
  /** The pause before a second attempt is drawn from 0 to this, and the range doubles with each further one. */
  readonly backoffBaseSeconds: number;
  readonly backoffCapSeconds: number;
  /** How long before its end a channel is replaced. */
  readonly renewBeforeSeconds: number;
  /** How much further back than known a reconciliation or a poll looks: what is late to be told. */
  readonly overlapSeconds: number;
  /** How far back conversations that are still open are looked for. */
  readonly openLookbackSeconds: number;
  /** Between two polls, where no socket can be had. */
  readonly pollSeconds: number;
  /** How often all that is open is read although nothing seems to be missing: a notification may be lost unnoticed. */
  readonly reconcileSeconds: number;
  /** Between two looks at what was said to bots. */
  readonly botTurnSeconds: number;
  /** Whether the mood of every conversation is subscribed to when it begins: a call each. */
  readonly followSentiment: boolean;
  /** Whether what becomes of each participant, and of each message, is told; left out, where the policy reads it. */
  readonly followParticipants?: boolean;
  readonly followMessages?: boolean;
  /** How long a conversation that is over is remembered, so that a late frame does not begin it anew. */
  readonly rememberSeconds: number;
}

/** How Genesys Cloud is acted on. */
export interface ActingSettings {
  /** Skills wanted join those a conversation has, or take their place. */
  readonly skills: 'add' | 'replace';
  /** How often it is looked whether something has come about. */
  readonly settleReads: number;
  /** Between two looks. */
  readonly settleSeconds: number;
  /** Sender of e-mails, of a domain that the organisation has set up; left out, they are another plugin's to send. */
  readonly fromAddress?: string;
  /** The customer's attribute that a flow reads to know which queue it is to hand off to, by name. */
  readonly handoffAttribute: string;
  /** The customer's attributes that a flow reads to know what to offer and to say; left out, neither is told to it. */
  readonly offerAttribute?: string;
  readonly sayAttribute?: string;
  /** The queue, by name, in which callbacks are created that are offered; left out, a flow is told of the offer. */
  readonly callback?: { readonly queue: string };
  /** Whether a conversation that was acted on has its pseudonym set as its external tag, if it has none. */
  readonly externalTag: 'pseudonym' | 'none';
}

/** What can be set, and mostly need not be. */
export interface GenesysSettings {
  readonly politeness: PolitenessSettings;
  readonly reading: ReadingSettings;
  readonly listening: ListeningSettings;
  readonly acting: ActingSettings;
}

/** Source of each: docs/genesys.md, docs/defaults.md. */
export const genesysDefaults: GenesysSettings = {
  politeness: politenessDefaults,
  reading: {
    queueMediaType: 'voice',
    serviceLevelWindowSeconds: 1800,
    idleClock: 'platform',
    attributeFacts: {
      customerSegment: 'customerSegment',
      intent: 'intent',
      intentConfidence: 'intentConfidence',
      language: 'language',
      priority: 'priority',
    },
    openingHours: {},
    sentimentMagnitude: 1,
    botPurposes: ['bot', 'botflow'],
    csatDays: 90,
    jobPollSeconds: 5,
    jobDeadlineSeconds: 3600,
    csatSeconds: 3600,
    freshSeconds: 30,
  },
  listening: {
    topicsPerChannel: 1000,
    channels: 10,
    silenceSeconds: 40,
    pongSeconds: 10,
    openSeconds: 15,
    reconnectAttempts: 5,
    backoffBaseSeconds: 1,
    backoffCapSeconds: 30,
    renewBeforeSeconds: 3600,
    overlapSeconds: 120,
    openLookbackSeconds: 86_400,
    pollSeconds: 30,
    reconcileSeconds: 900,
    botTurnSeconds: 5,
    followSentiment: false,
    rememberSeconds: 86_400,
  },
  acting: {
    skills: 'add',
    settleReads: 4,
    settleSeconds: 2,
    handoffAttribute: 'handoffQueue',
    externalTag: 'none',
  },
};

const count = { type: 'integer', minimum: 1 };
const positive = { type: 'number', exclusiveMinimum: 0 };
const notNegative = { type: 'number', minimum: 0 };
const text = { type: 'string', minLength: 1 };
const texts = { type: 'object', additionalProperties: text };
/** A fact that is worked out, or that a queue or an agent has, is no attribute of a participant. */
const toldByAttributes = factsAbout('conversation', 'bot')
  .filter(({ origin }) => origin === 'observed')
  .map(({ name }) => name);
const { reading, listening, acting } = genesysDefaults;

/** The JSON Schema (2020-12) of the settings; what is left out has its default. */
export const settingsSchema = group({
  politeness: politenessSchema,
  reading: withDefaults(reading, {
    queueMediaType: { enum: mediaTypes },
    serviceLevelWindowSeconds: positive,
    idleClock: { enum: ['platform', 'own'] },
    attributeFacts: { type: 'object', additionalProperties: { enum: toldByAttributes } },
    openingHours: texts,
    sentimentMagnitude: positive,
    botPurposes: { type: 'array', items: text, uniqueItems: true },
    csatDays: positive,
    jobPollSeconds: positive,
    jobDeadlineSeconds: positive,
    csatSeconds: positive,
    freshSeconds: positive,
    lookUp: { type: 'array', items: { enum: lookedUpFacts }, uniqueItems: true },
  }),
  listening: withDefaults(listening, {
    topicsPerChannel: { ...count, maximum: 1000 },
    channels: { ...count, maximum: 20 },
    silenceSeconds: positive,
    pongSeconds: positive,
    openSeconds: positive,
    reconnectAttempts: count,
    backoffBaseSeconds: positive,
    backoffCapSeconds: positive,
    renewBeforeSeconds: { ...positive, maximum: 82_800 },
    overlapSeconds: notNegative,
    openLookbackSeconds: positive,
    pollSeconds: positive,
    reconcileSeconds: positive,
    botTurnSeconds: positive,
    followSentiment: { type: 'boolean' },
    followParticipants: { type: 'boolean' },
    followMessages: { type: 'boolean' },
    rememberSeconds: positive,
  }),
  acting: withDefaults(acting, {
    skills: { enum: ['add', 'replace'] },
    settleReads: count,
    settleSeconds: positive,
    fromAddress: { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$' },
    handoffAttribute: text,
    offerAttribute: text,
    sayAttribute: text,
    callback: {
      type: 'object',
      properties: { queue: text },
      required: ['queue'],
      additionalProperties: false,
    },
    externalTag: { enum: ['pseudonym', 'none'] },
  }),
});

function withDefaults<T extends object>(
  defaults: T,
  properties: { readonly [Name in keyof Required<T>]: object },
) {
  return group(
    Object.fromEntries(
      Object.entries<object>(properties).map(([name, schema]) => {
        const value: unknown = defaults[name as keyof T];
        return [name, value === undefined ? schema : { ...schema, default: value }];
      }),
    ),
  );
}

type Nested = 'reserve' | 'deadlineSeconds' | 'breaker';

/** Settings as they are given; what is left out has its default. */
export interface GivenSettings {
  readonly politeness?: Partial<Omit<PolitenessSettings, Nested>> & {
    readonly [Name in Nested]?: Partial<PolitenessSettings[Name]>;
  };
  readonly reading?: Partial<ReadingSettings>;
  readonly listening?: Partial<ListeningSettings>;
  readonly acting?: Partial<ActingSettings>;
}

/** The settings given, and the defaults where none is. */
export function settingsOf(given: GivenSettings): GenesysSettings {
  const { politeness, reading: read, listening: listened, acting: acted } = genesysDefaults;
  const { reserve, deadlineSeconds, breaker, ...asked } = given.politeness ?? {};
  return {
    politeness: {
      ...politeness,
      ...asked,
      reserve: { ...politeness.reserve, ...reserve },
      deadlineSeconds: { ...politeness.deadlineSeconds, ...deadlineSeconds },
      breaker: { ...politeness.breaker, ...breaker },
    },
    reading: { ...read, ...given.reading },
    listening: { ...listened, ...given.listening },
    acting: { ...acted, ...given.acting },
  };
}
