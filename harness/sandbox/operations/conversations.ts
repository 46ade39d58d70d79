import { present, type ConversationRecord, type RoutingData } from '../centre/records.ts';
import { badRequest } from '../door/refusal.ts';
import { conversationView } from '../views/conversationView.ts';
import { foundConversation } from './found.ts';
import type { Handlers, Platform } from './handler.ts';

/** What the platform says to a request it has taken in. */
export const accepted = { body: 'Accepted' };

/** Within these, a point is a minute. */
const MOST_PRIORITY = 25_000_000;

/** `RoutingConversationAttributesRequest` */
interface WantedRouting {
  readonly priority?: number;
  readonly skillIds?: readonly string[];
  readonly skillExpression?: string;
  readonly languageId?: string;
  readonly labelId?: string;
  readonly requestScoredAgents?: readonly { readonly id?: string; readonly score?: number }[];
}

export const conversationHandlers: Handlers = {
  getConversation: (call, platform) => ({
    body: conversationView(foundConversation(call, platform), platform.centre.directory),
  }),
  patchRoutingConversation: (call, platform) => {
    const record = foundConversation(call, platform);
    if (present(record, 'acd') === undefined)
      throw badRequest('bad.request', 'The conversation is not waiting in a queue.');
    platform.centre.ask(record, wantedRouting(call.body as WantedRouting, platform));
    return { body: routingAnswer(record, platform) };
  },
  postConversationAssign: (call, platform) => {
    const record = foundConversation(call, platform);
    const userId = (call.body as { readonly id: string }).id;
    if (!platform.centre.users.has(userId)) throw badRequest('invalid.value', `There is no user ${userId}`);
    if (present(record, 'acd') === undefined)
      throw badRequest('bad.request', 'The conversation is not waiting in a queue.');
    platform.centre.ask(record, { assignedTo: userId });
    return accepted;
  },
  postConversationDisconnect: (call, platform) => {
    const record = foundConversation(call, platform);
    if (record.endedAt === undefined) platform.centre.disconnect(record);
    return accepted;
  },
  putConversationTags: (call, platform) => {
    const record = foundConversation(call, platform);
    record.externalTag = (call.body as { readonly externalTag: string }).externalTag;
    platform.centre.changed(record);
    return accepted;
  },
};

/** @throws Refusal 400 for ids the org does not have and numbers out of range. */
export function wantedRouting(wanted: WantedRouting, { centre }: Platform): Partial<RoutingData> {
  const { priority, skillIds, skillExpression, languageId, labelId, requestScoredAgents: scored } = wanted;
  const { skills, languages } = centre.directory;
  const unknownSkill = skillIds?.find((id) => skills.withId(id) === undefined);
  if (unknownSkill !== undefined) throw badRequest('invalid.value', `There is no skill ${unknownSkill}`);
  if (languageId !== undefined && languageId !== '' && languages.withId(languageId) === undefined)
    throw badRequest('invalid.value', `There is no language ${languageId}`);
  if (priority !== undefined && !(Number.isInteger(priority) && Math.abs(priority) <= MOST_PRIORITY))
    throw badRequest(
      'invalid.value',
      `priority is a whole number from -${MOST_PRIORITY} to ${MOST_PRIORITY}`,
    );
  const isScored = scored?.every(
    ({ id, score }) => centre.users.has(id ?? '') && score !== undefined && score >= 0 && score <= 100,
  );
  if (isScored === false)
    throw badRequest('invalid.value', 'requestScoredAgents are users of the org, with scores from 0 to 100');
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(skillIds === undefined ? {} : { skillIds }),
    ...cleared('skillExpression', skillExpression),
    ...cleared('languageId', languageId),
    ...cleared('labelId', labelId),
    ...(scored === undefined
      ? {}
      : { scoredAgents: scored.map(({ id, score }) => ({ userId: id!, score: score! })) }),
  };
}

/** Empty text takes away what was there. */
function cleared(key: 'skillExpression' | 'languageId' | 'labelId', value: string | undefined): object {
  if (value === undefined) return {};
  return { [key]: value === '' ? undefined : value };
}

/** `RoutingConversationAttributesResponse` */
function routingAnswer(record: ConversationRecord, { centre }: Platform): object {
  const { skills, languages } = centre.directory;
  const routing = record.participants.findLast((part) => part.routing !== undefined)!.routing!;
  const language = languages.withId(routing.languageId ?? '');
  return {
    priority: routing.priority,
    skills: routing.skillIds.map((id) => ({ id, name: skills.withId(id)!.name })),
    scoredAgents: routing.scoredAgents.map(({ userId, score }) => ({ agent: { id: userId }, score })),
    ...(language === undefined ? {} : { language: { id: language.id, name: language.name } }),
    ...(routing.skillExpression === undefined ? {} : { skillExpression: routing.skillExpression }),
    ...(routing.labelId === undefined ? {} : { label: { id: routing.labelId } }),
  };
}
