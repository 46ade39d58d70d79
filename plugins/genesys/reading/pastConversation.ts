import { canonicalJson, type Json } from '../../../engine/canonical.ts';
import { maskText } from '../../../engine/door/mask.ts';
import { longestText } from '../../../engine/facts/values.ts';
import type { Door } from '../door.ts';
import { platformTime } from '../observation.ts';

/** What is told is cut off at a moment, and leaves by the door. */
export interface Telling {
  readonly door: Door;
  /** Milliseconds since 1970. */
  readonly asOf: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** What of a value is told; undefined: nothing. */
type Rule = (value: unknown, telling: Telling) => Json | undefined;

/** How the fields of an object are told. What is not named here is not told: whatever the platform adds stays with it. */
interface Told {
  readonly fields: Readonly<Record<string, Rule>>;
  /** The moment without which, or before which, there is nothing to tell of it. */
  readonly since?: (of: Fields) => unknown;
  /** Fields that may still change until this moment has passed. */
  readonly until?: (of: Fields, telling: Telling) => unknown;
  readonly settled?: Readonly<Record<string, Rule>>;
  /** The list without which there is nothing to tell of it. */
  readonly needs?: string;
}

const plain: Rule = (value) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;

/** A moment that was yet to come is not told. In one spelling, whatever the platform's. */
const moment: Rule = (value, { asOf }) => {
  const at = typeof value === 'string' ? platformTime(value) : undefined;
  return at === undefined || at >= asOf ? undefined : new Date(at).toISOString();
};

/** People's words, as the door lets them out. */
const words: Rule = (value) =>
  typeof value === 'string' ? maskText(value).slice(0, longestText) : undefined;

const pseudonym =
  (kind: Parameters<Door['unkept']>[0]): Rule =>
  (value, { door }) =>
    typeof value === 'string' ? door.unkept(kind, value) : undefined;

/** Its order means nothing: by a field, then by all of it. */
const list =
  (rule: Rule, by?: string): Rule =>
  (value, telling) => {
    if (!Array.isArray(value)) return undefined;
    const told = value.flatMap((one) => rule(one, telling) ?? []);
    const keyed = told.map((one) => {
      const key = by === undefined ? null : (one as { readonly [field: string]: Json })[by];
      return { one, key: `${canonicalJson(key ?? null)}\0${canonicalJson(one)}` };
    });
    keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    // None is none, whether or not the platform says so.
    return keyed.length === 0 ? undefined : keyed.map(({ one }) => one);
  };

const object =
  ({ fields, since, until, settled = {}, needs }: Told): Rule =>
  (value, telling) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const of = value as Fields;
    const isPast = (text: unknown): boolean => moment(text, telling) !== undefined;
    if (since !== undefined && !isPast(since(of))) return undefined;
    const isSettled = until !== undefined && isPast(until(of, telling));
    const rules = isSettled ? { ...fields, ...settled } : fields;
    const told: Record<string, Json> = {};
    for (const [name, rule] of Object.entries(rules)) {
      const found = rule(of[name], telling);
      if (found !== undefined) told[name] = found;
    }
    const isNothing = needs === undefined ? Object.keys(told).length === 0 : told[needs] === undefined;
    return isNothing ? undefined : told;
  };

const agent = pseudonym('agent');

const segment = object({
  since: ({ segmentStart }) => segmentStart,
  fields: { segmentStart: moment, segmentEnd: moment, segmentType: plain, queueId: plain, conference: plain },
  until: ({ segmentEnd }) => segmentEnd,
  // What a conversation asks for may be set anew while it waits; the rest is said at the end.
  settled: {
    disconnectType: plain,
    errorCode: plain,
    requestedLanguageId: plain,
    requestedRoutingSkillIds: list(plain),
    requestedRoutingUserIds: list(agent),
    scoredAgents: list(object({ fields: { scoredAgentId: agent, agentScore: plain } })),
    subject: words,
    wrapUpCode: plain,
    wrapUpNote: words,
    wrapUpTags: list(words),
  },
});

/** When the last of the segments ended that had begun by then; undefined while one of them goes on. */
function lastEnd(segments: unknown, asOf: number): unknown {
  const begun = (Array.isArray(segments) ? (segments as readonly Fields[]) : []).filter(
    ({ segmentStart }) => (platformTime(String(segmentStart)) ?? Infinity) < asOf,
  );
  const ends = begun.map(({ segmentEnd }) => platformTime(String(segmentEnd)) ?? Infinity);
  const last = Math.max(...ends);
  return Number.isFinite(last) ? new Date(last).toISOString() : undefined;
}

const session = object({
  fields: {
    mediaType: plain,
    messageType: plain,
    direction: plain,
    flow: object({ fields: { flowId: plain, flowType: plain } }),
    metrics: list(
      object({
        since: ({ emitDate }) => emitDate,
        fields: { name: plain, value: plain, emitDate: moment },
      }),
      'emitDate',
    ),
    segments: list(segment, 'segmentStart'),
  },
  // How it was routed is said in the end.
  until: ({ segments }, { asOf }) => lastEnd(segments, asOf),
  settled: { selectedAgentId: agent, usedRouting: plain, requestedRoutings: list(plain) },
  needs: 'segments',
});

const participant = object({
  fields: {
    participantId: pseudonym('participant'),
    purpose: plain,
    userId: agent,
    externalContactId: pseudonym('person'),
    sessions: list(session),
  },
  needs: 'sessions',
});

const survey = object({
  since: ({ surveyCompletedDate, eventTime }) => surveyCompletedDate ?? eventTime,
  fields: {
    surveyStatus: plain,
    surveyFormId: plain,
    surveyCompletedDate: moment,
    surveyPartialResponse: plain,
    queueId: plain,
    userId: agent,
    oSurveyTotalScore: plain,
    surveyPromoterScore: plain,
  },
});

const conversation = object({
  since: ({ conversationStart }) => conversationStart,
  fields: {
    conversationId: pseudonym('conversation'),
    conversationStart: moment,
    conversationEnd: moment,
    originatingDirection: plain,
    participants: list(participant),
    surveys: list(survey, 'surveyCompletedDate'),
  },
  until: ({ conversationEnd }) => conversationEnd,
  settled: { divisionIds: list(plain) },
});

/**
 * A conversation of analytics as it stood at a moment and as it may leave, the same however it was asked for: ids of people
 * and conversations as pseudonyms, people's words masked, and no name, number, address or attribute of anybody. What says
 * something else later (evaluations are scored anew) is not told.
 * @returns undefined where nothing of it had happened.
 */
export function pastConversation(details: object, telling: Telling): Json | undefined {
  return conversation(details, telling);
}
