import { expect } from 'chai';
import platformClient from 'purecloud-platform-client-v2';
import type { CallInput } from '../../../../plugins/genesys/client/client.ts';
import { isRepeatable } from '../../../../plugins/genesys/contract/operation.ts';
import { operations, type OperationId } from '../../../../plugins/genesys/contract/operations.ts';
import { loginSdk, shop } from '../../../harness/sandbox/sandboxes.ts';
import { withPlugin, type Plugged } from './plugged.ts';

const interval = '2026-03-02T05:00:00.000Z/2026-03-03T05:00:00.000Z';
const manner = { lane: 'bulk' } as const;

/** One call, asked of the official SDK and of our client. */
interface Asked {
  readonly bySdk: () => Promise<unknown>;
  readonly byUs: () => Promise<unknown>;
}

/** What a call answers besides the moment, and what is made anew by each call. */
type Calls = Partial<Record<OperationId, Asked>>;

function calls(
  { genesys, driven, lockStep }: Plugged,
  conversation: string,
  messages: string[],
  jobId: string,
): Calls {
  const analytics = new platformClient.AnalyticsApi();
  const architect = new platformClient.ArchitectApi();
  const conversations = new platformClient.ConversationsApi();
  const notifications = new platformClient.NotificationsApi();
  const presence = new platformClient.PresenceApi();
  const routing = new platformClient.RoutingApi();
  const speech = new platformClient.SpeechTextAnalyticsApi();
  const users = new platformClient.UsersApi();
  const { queues, users: people, scheduleGroups, botFlowId } = driven.ids;
  const [queueId, userId] = [queues['Orders']!, people['ana']!];
  const ask = <Id extends OperationId>(id: Id, input: CallInput<Id>): (() => Promise<unknown>) => {
    return async () => (await lockStep.run(genesys.call(id, input, manner))).data;
  };
  const ofQueue = { type: 'dimension', dimension: 'queueId', operator: 'matches', value: queueId };
  const filter = { type: 'or', predicates: [ofQueue] };
  const observations = { filter, metrics: ['oWaiting', 'oOnQueueUsers'] };
  const aggregates = { interval, groupBy: ['queueId'], metrics: ['oServiceLevel'], filter };
  const details = { interval, segmentFilters: [filter], paging: { pageSize: 100, pageNumber: 1 } };
  const members = { expand: ['routingStatus', 'presence', 'skills', 'languages'], pageSize: 2 };
  const ofUser = { params: { path: { userId } } };
  const group = scheduleGroups['Orders']!;
  return {
    getTokensMe: {
      bySdk: () => new platformClient.TokensApi().getTokensMe(),
      byUs: ask('getTokensMe', {}),
    },
    getRoutingQueues: {
      bySdk: () => routing.getRoutingQueues({ pageSize: 1 }),
      byUs: ask('getRoutingQueues', { params: { query: { pageSize: 1 } } }),
    },
    getRoutingQueue: {
      bySdk: () => routing.getRoutingQueue(queueId),
      byUs: ask('getRoutingQueue', { params: { path: { queueId } } }),
    },
    getRoutingQueueMembers: {
      bySdk: () => routing.getRoutingQueueMembers(queueId, members).then(withoutUris),
      byUs: () =>
        ask('getRoutingQueueMembers', { params: { path: { queueId }, query: members } })().then(withoutUris),
    },
    getRoutingQueueMediatypeEstimatedwaittime: {
      bySdk: () => routing.getRoutingQueueMediatypeEstimatedwaittime(queueId, 'call'),
      byUs: ask('getRoutingQueueMediatypeEstimatedwaittime', {
        params: { path: { queueId, mediaType: 'call' } },
      }),
    },
    getRoutingSkills: { bySdk: () => routing.getRoutingSkills(), byUs: ask('getRoutingSkills', {}) },
    getRoutingLanguages: { bySdk: () => routing.getRoutingLanguages(), byUs: ask('getRoutingLanguages', {}) },
    getUserRoutingskills: {
      bySdk: () => users.getUserRoutingskills(userId),
      byUs: ask('getUserRoutingskills', ofUser),
    },
    getUserRoutinglanguages: {
      bySdk: () => users.getUserRoutinglanguages(userId),
      byUs: ask('getUserRoutinglanguages', ofUser),
    },
    getUserRoutingstatus: {
      bySdk: () => users.getUserRoutingstatus(userId),
      byUs: ask('getUserRoutingstatus', ofUser),
    },
    getUserPresencesPurecloud: {
      bySdk: () => presence.getUserPresencesPurecloud(userId),
      byUs: ask('getUserPresencesPurecloud', ofUser),
    },
    getArchitectSchedulegroup: {
      bySdk: () => architect.getArchitectSchedulegroup(group),
      byUs: ask('getArchitectSchedulegroup', { params: { path: { scheduleGroupId: group } } }),
    },
    getArchitectSchedule: {
      bySdk: async () => architect.getArchitectSchedule(await scheduleOf(architect, group)),
      byUs: async () =>
        ask('getArchitectSchedule', {
          params: { path: { scheduleId: await scheduleOf(architect, group) } },
        })(),
    },
    postAnalyticsQueuesObservationsQuery: {
      bySdk: () => analytics.postAnalyticsQueuesObservationsQuery(observations),
      byUs: ask('postAnalyticsQueuesObservationsQuery', { body: observations }),
    },
    postAnalyticsConversationsAggregatesQuery: {
      bySdk: () => analytics.postAnalyticsConversationsAggregatesQuery(aggregates),
      byUs: ask('postAnalyticsConversationsAggregatesQuery', { body: aggregates }),
    },
    postAnalyticsConversationsDetailsQuery: {
      bySdk: () => analytics.postAnalyticsConversationsDetailsQuery(details),
      byUs: ask('postAnalyticsConversationsDetailsQuery', { body: details }),
    },
    getAnalyticsConversationsDetailsJob: {
      bySdk: () => analytics.getAnalyticsConversationsDetailsJob(jobId),
      byUs: ask('getAnalyticsConversationsDetailsJob', { params: { path: { jobId } } }),
    },
    getAnalyticsConversationsDetailsJobResults: {
      bySdk: () => analytics.getAnalyticsConversationsDetailsJobResults(jobId, { pageSize: 3 }),
      byUs: ask('getAnalyticsConversationsDetailsJobResults', {
        params: { path: { jobId }, query: { pageSize: 3 } },
      }),
    },
    getConversation: {
      bySdk: () => conversations.getConversation(conversation),
      byUs: ask('getConversation', { params: { path: { conversationId: conversation } } }),
    },
    postConversationsMessageMessagesBulk: {
      bySdk: () => conversations.postConversationsMessageMessagesBulk(conversation, { body: messages }),
      byUs: ask('postConversationsMessageMessagesBulk', {
        params: { path: { conversationId: conversation } },
        body: messages,
      }),
    },
    getAnalyticsBotflowDivisionsReportingturns: {
      bySdk: () => analytics.getAnalyticsBotflowDivisionsReportingturns(botFlowId, { pageSize: '3' }),
      byUs: ask('getAnalyticsBotflowDivisionsReportingturns', {
        params: { path: { botFlowId }, query: { pageSize: '3' } },
      }),
    },
    getSpeechandtextanalyticsConversation: {
      bySdk: () => speech.getSpeechandtextanalyticsConversation(conversation),
      byUs: ask('getSpeechandtextanalyticsConversation', {
        params: { path: { conversationId: conversation } },
      }),
    },
    getNotificationsAvailabletopics: {
      bySdk: () =>
        notifications.getNotificationsAvailabletopics({ expand: ['transports', 'topicParameters'] }),
      byUs: ask('getNotificationsAvailabletopics', {
        params: { query: { expand: ['transports', 'topicParameters'] } },
      }),
    },
    getConversationsMessagingIntegrationsOpen: {
      bySdk: () => conversations.getConversationsMessagingIntegrationsOpen(),
      byUs: ask('getConversationsMessagingIntegrationsOpen', {}),
    },
  };
}

/** A page's own addresses repeat how lists were written: by us repeated, by the SDK joined by commas. */
function withoutUris(page: unknown): unknown {
  return Object.fromEntries(Object.entries(page as object).filter(([key]) => !key.endsWith('Uri')));
}

async function scheduleOf(architect: platformClient.ArchitectApi, group: string): Promise<string> {
  return (await architect.getArchitectSchedulegroup(group)).openSchedules![0]!.id!;
}

describe('what the official SDK reads from a sandbox', function () {
  this.timeout(30_000);

  it('is what our client reads, call by call', () =>
    withPlugin(
      async (plugged) => {
        await loginSdk(plugged.driven.sandbox);
        await plugged.lockStep.pass(2 * 3600);
        const { genesys, lockStep, driven } = plugged;
        const params = { path: { botFlowId: driven.ids.botFlowId } };
        const turns = await lockStep.run(
          genesys.call('getAnalyticsBotflowDivisionsReportingturns', { params }, manner),
        );
        const conversation = turns.data.entities![0]!.conversation!.id!;
        const read = await lockStep.run(
          genesys.call('getConversation', { params: { path: { conversationId: conversation } } }, manner),
        );
        const messages = read.data.participants
          .flatMap((participant) => participant.messages ?? [])
          .flatMap((leg) => leg.messages ?? [])
          .map(({ messageId }) => messageId!);
        const job = await lockStep.run(
          genesys.call('postAnalyticsConversationsDetailsJobs', { body: { interval } }, manner),
        );
        await lockStep.pass(10);
        const all = calls(plugged, conversation, messages, job.data.jobId!);
        for (const [id, { bySdk, byUs }] of Object.entries(all)) {
          const ours = await byUs();
          expect(JSON.stringify(ours)?.length, id).to.be.greaterThan(20);
          expect(await bySdk(), id).to.deep.equal(ours);
        }
        const reads = Object.entries(operations)
          .filter(([, operation]) => isRepeatable(operation) && operation.method !== 'head')
          .map(([id]) => id);
        expect(reads.filter((id) => !(id in all))).to.deep.equal(settingAState);
      },
      { org: shop },
    ));
});

/** What may be repeated because it sets a state, or makes what costs nothing. */
const settingAState = [
  'postOauthToken',
  'postAnalyticsConversationsDetailsJobs',
  'postNotificationsChannels',
  'postNotificationsChannelSubscriptions',
  'putNotificationsChannelSubscriptions',
  'patchRoutingConversation',
  'patchConversationParticipantAttributes',
  'putConversationTags',
];
