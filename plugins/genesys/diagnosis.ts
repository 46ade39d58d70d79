import type { Network } from '../../engine/network.ts';
import { findingOf, type Finding } from '../../engine/plugins/finding.ts';
import type { Dependencies } from '../../engine/plugins/plugin.ts';
import type { Clock } from '../../engine/ports.ts';
import { ProblemError } from '../../engine/problem.ts';
import { GenesysClient, type CallInput, type CallManner } from './client/client.ts';
import type { Address } from './client/address.ts';
import type { Operation } from './contract/operation.ts';
import { operations, type OperationId } from './contract/operations.ts';
import { topics } from './contract/topics.ts';
import { GenesysError, isBarred } from './genesysError.ts';
import { interval } from './reading/analytics.ts';
import { checkNames, checkQueues } from './reading/checkNames.ts';
import { readNames, type NameCatalogue } from './reading/names.ts';
import type { OAuthClient } from './schema.ts';
import { notesAttributes } from './policyUse.ts';
import { callsBack, mails, ranksBy, unverified, usesSentiment, usesWords, type Use } from './unverified.ts';

/** What is diagnosed, and with what. */
export interface DiagnosisOptions extends Use {
  readonly address: Address;
  /** Where a part of the configuration is written. */
  readonly place: Dependencies['place'];
  readonly clock: Clock;
  /** Evenly spread over 0 to 1. */
  readonly random: () => number;
  readonly network: Pick<Network, 'fetch'>;
}

/** For one call: somebody waits and watches. */
const callSeconds = 20;

/** An id that nothing has: whoever may look is told that there is nothing. */
const nobody = '00000000-0000-4000-8000-000000000000';

/** What is read of one queue at a time. */
const ofQueues: readonly OperationId[] = [
  'getRoutingQueue',
  'getRoutingQueueMembers',
  'getRoutingQueueMediatypeEstimatedwaittime',
  'postAnalyticsQueuesObservationsQuery',
  'postAnalyticsConversationsAggregatesQuery',
];

/** Operations whose permissions are those of another that is tried, and that leave something behind. */
const sameAs: Readonly<Partial<Record<OperationId, OperationId>>> = {
  postAnalyticsConversationsDetailsJobs: 'postAnalyticsConversationsDetailsQuery',
};

/**
 * Looks whether an organisation has what is needed: access, permissions, names, topics. It reads, and nothing else; what
 * only acting would show is told as not tried.
 */
export async function diagnoseGenesys(
  options: DiagnosisOptions,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { configuration } = options;
  const { actingClient } = configuration;
  const manner = { lane: 'handoff', deadlineSeconds: callSeconds, signal } as const;
  const found: Finding[] = [];
  const reading = await loggedIn(options, configuration, 'reading', manner, found);
  const acting =
    actingClient === undefined ? reading : await loggedIn(options, actingClient, 'acting', manner, found);
  if (reading !== undefined) found.push(...(await diagnoseReading(options, reading, manner)));
  if (reading === undefined || acting === undefined) {
    const hint = 'let the client in first, then ask again';
    const who = reading === undefined ? 'the reading client' : 'the acting client';
    found.push({ what: `not tried: what ${who} may do`, status: 'unverified', hint });
  }
  if (acting !== undefined) found.push(...notTriedActs(options));
  const open = unverified.filter(({ isUsed }) => isUsed(options));
  found.push(
    ...open.map(({ what, check }): Finding => ({
      ...{ what: `nobody has verified ${what}`, status: 'unverified', hint: check },
    })),
  );
  return found;
}

/** @returns undefined when it cannot be used. */
async function loggedIn(
  { address, clock, random, network, settings }: DiagnosisOptions,
  { clientId, clientSecret }: OAuthClient,
  role: string,
  manner: CallManner,
  found: Finding[],
): Promise<GenesysClient | undefined> {
  const genesys = new GenesysClient({
    ...{ address, clientId, clientSecret, clock, random, fetch: network.fetch },
    // What fails is told at once.
    politeness: { ...settings.politeness, attempts: 1 },
  });
  const who = `the ${role} client ${clientId}`;
  try {
    const { data } = await genesys.call('getTokensMe', {}, manner);
    const where = data.organization?.name ?? 'its organisation';
    found.push({ what: `${who} is logged in to ${where} at ${address.api}`, status: 'fine' });
    return genesys;
  } catch (error) {
    manner.signal?.throwIfAborted();
    // Refused, or not found, by somebody who knows the client.
    if (isBarred(error)) {
      found.push({ what: `${who} is logged in at ${address.api}`, status: 'fine' });
      return genesys;
    }
    found.push(...findingsOf(error, `${who} cannot be used at ${address.login}: `));
    return undefined;
  }
}

async function diagnoseReading(
  options: DiagnosisOptions,
  genesys: GenesysClient,
  manner: CallManner,
): Promise<readonly Finding[]> {
  const { configuration, settings, clock } = options;
  const found: Finding[] = [];
  const now = clock.now();
  /** Tries a read. @param isAbsent whether nothing is there for it to find, so that not finding it is as well. */
  const tried = async <Id extends OperationId>(
    id: Id,
    input: CallInput<Id>,
    isAbsent = false,
  ): Promise<void> => {
    const { purpose }: Operation = operations[id];
    try {
      await genesys.call(id, input, manner);
    } catch (error) {
      manner.signal?.throwIfAborted();
      const isThere = isAbsent && error instanceof GenesysError && error.code === 'genesys-not-found';
      if (!isThere) return void found.push(...findingsOf(error));
    }
    found.push({ what: `the reading client may ${purpose}`, status: 'fine' });
  };
  const one = { params: { query: { pageSize: 1 } } };
  await tried('getRoutingSkills', one);
  await tried('getRoutingLanguages', one);
  await tried('getRoutingQueues', one);
  // Names can be read only when all three could.
  const names = found.some(({ status }) => status !== 'fine') ? undefined : await readNames(genesys, manner);
  if (names !== undefined) found.push(...namesIn(options, names));
  const queueId = names === undefined ? undefined : firstQueue(options, names);
  if (queueId === undefined) {
    const why = names === undefined ? 'the names of queues cannot be read' : 'the client sees no queue';
    found.push(...ofQueues.map((id) => notTried(id, why)));
  } else {
    await tried('getRoutingQueue', { params: { path: { queueId } } });
    await tried('getRoutingQueueMembers', { params: { path: { queueId }, query: { pageSize: 1 } } });
    const { queueMediaType: mediaType } = settings.reading;
    await tried('getRoutingQueueMediatypeEstimatedwaittime', { params: { path: { queueId, mediaType } } });
    const predicates = [
      {
        type: 'dimension' as const,
        dimension: 'queueId' as const,
        operator: 'matches' as const,
        value: queueId,
      },
    ];
    const filter = { type: 'or' as const, predicates };
    await tried('postAnalyticsQueuesObservationsQuery', { body: { filter, metrics: ['oWaiting'] } });
    await tried('postAnalyticsConversationsAggregatesQuery', {
      body: { interval: interval(now - 1_800_000, now), filter, metrics: ['oServiceLevel'] },
    });
  }
  await tried('postAnalyticsConversationsDetailsQuery', {
    body: { interval: interval(now - 3_600_000, now), paging: { pageSize: 1, pageNumber: 1 } },
  });
  await tried('getConversation', { params: { path: { conversationId: nobody } } }, true);
  const params = { path: { conversationId: nobody } };
  if (usesWords(options) || settings.listening.followMessages === true)
    await tried('postConversationsMessageMessagesBulk', { params, body: [nobody] }, true);
  if (usesSentiment(options)) await tried('getSpeechandtextanalyticsConversation', { params }, true);
  for (const botFlowId of configuration.botFlows ?? [])
    await tried('getAnalyticsBotflowDivisionsReportingturns', {
      params: { path: { botFlowId }, query: { interval: interval(now - 3_600_000, now), pageSize: '1' } },
    });
  for (const scheduleGroupId of new Set(Object.values(settings.reading.openingHours)))
    await tried('getArchitectSchedulegroup', { params: { path: { scheduleGroupId } } });
  if (configuration.listen !== 'polling') found.push(...(await diagnoseListening(options, genesys, manner)));
  return found;
}

/** Whether the topics there are can be subscribed to. No channel is opened: of more than 20, one that listens is silenced. */
async function diagnoseListening(
  { settings }: DiagnosisOptions,
  genesys: GenesysClient,
  manner: CallManner,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  try {
    const input = { params: { query: { expand: ['transports'] } } } as const;
    const { data } = await genesys.call('getNotificationsAvailabletopics', input as never, manner);
    const there = new Set((data.entities ?? []).map(({ id }) => id));
    const wanted = [
      ...[topics.queueConversations, topics.userActivity],
      ...(settings.listening.followSentiment ? [topics.conversationSentiment] : []),
    ];
    for (const topic of wanted)
      found.push(
        there.has(topic)
          ? { what: `there is the topic ${topic}`, status: 'fine' }
          : {
              ...{ what: `there is no topic ${topic}`, status: 'missing' },
              hint: 'set listen: polling, or see whether the organisation has the feature it is about',
            },
      );
  } catch (error) {
    manner.signal?.throwIfAborted();
    found.push(...findingsOf(error));
  }
  const hint = 'no permission is documented for it; if it fails when the run starts, set listen: polling';
  return [...found, { what: 'not tried: to open a notification channel', status: 'unverified', hint }];
}

function namesIn(
  { policy, configuration, place }: DiagnosisOptions,
  names: NameCatalogue,
): readonly Finding[] {
  const wrong = [...checkQueues(configuration, names, place), ...checkNames(policy, names)];
  if (wrong.length > 0) return wrong.map(findingOf);
  return [{ what: 'the organisation has every queue, skill and language that is named', status: 'fine' }];
}

function firstQueue({ configuration }: DiagnosisOptions, names: NameCatalogue): string | undefined {
  const wanted = [...(configuration.queues ?? []), ...names.all('queue')];
  return wanted.map((name) => names.id('queue', name)).find((id) => id !== undefined);
}

/** What the policy may have done, with what has to be granted for it. */
function notTriedActs(use: DiagnosisOptions): readonly Finding[] {
  const has = (...kinds: readonly string[]): boolean =>
    use.policy.packs.some(({ kind }) => kinds.includes(kind));
  const ids: readonly OperationId[] = [
    ...(has('SkillMapping', 'QueueOrder') || ranksBy('scoredAgents')(use)
      ? (['patchRoutingConversation'] as const)
      : []),
    ...(ranksBy('assign')(use) ? (['postConversationAssign'] as const) : []),
    ...(has('Handoff') ? (['postConversationParticipantReplaceQueue'] as const) : []),
    ...(has('Handoff') || notesAttributes(use.policy)
      ? (['patchConversationParticipantAttributes'] as const)
      : []),
    ...(callsBack(use) ? (['postConversationsCallbacks'] as const) : []),
    ...(use.settings.acting.externalTag === 'pseudonym' ? (['putConversationTags'] as const) : []),
    ...(mails(use) ? (['postConversationsEmailsAgentless'] as const) : []),
    ...(has('Scoring') ? (['postAnalyticsConversationsDetailsJobs'] as const) : []),
  ];
  return ids.map((id) => notTried(id));
}

/** Something that is needed, with what has to be granted for it. @param why it was not tried, where that is no matter of course. */
function notTried(id: OperationId, why?: string): Finding {
  const { purpose, permissions }: Operation = operations[id];
  const same = sameAs[id];
  const granted =
    permissions === undefined
      ? 'no permission is documented for it'
      : `it needs ${('all' in permissions ? permissions.all : permissions.any).join('all' in permissions ? ' and ' : ' or ')}`;
  const hint = same === undefined ? granted : `${granted}, as to ${operations[same].purpose}, which is tried`;
  const because = why === undefined ? '' : `, for ${why}`;
  return { what: `not tried: to ${purpose}${because}`, status: 'unverified', hint };
}

/** @throws what is no problem in words. */
function findingsOf(error: unknown, before = ''): readonly Finding[] {
  if (!(error instanceof ProblemError)) throw error;
  return error.problems.map(findingOf).map((one) => ({ ...one, what: `${before}${one.what}` }));
}
