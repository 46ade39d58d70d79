import { expect } from 'chai';
import platformClient from 'purecloud-platform-client-v2';
import { operations } from '../../../harness/sandbox/contract/contract.ts';
import {
  beginBySdk,
  loginSdk,
  shop,
  simulated as open,
  startDriven,
  type StoppedByHand,
} from './sandboxes.ts';

const day = '2026-03-02T05:00:00.000Z/2026-03-03T05:00:00.000Z';

describe('the official SDK, unchanged, on a sandbox', function () {
  this.timeout(30_000);
  let driven: StoppedByHand;
  const analytics = new platformClient.AnalyticsApi();
  const architect = new platformClient.ArchitectApi();
  const conversations = new platformClient.ConversationsApi();
  const notifications = new platformClient.NotificationsApi();
  const presence = new platformClient.PresenceApi();
  const routing = new platformClient.RoutingApi();
  const users = new platformClient.UsersApi();

  before(async () => {
    driven = await startDriven({ org: shop });
    await loginSdk(driven.sandbox);
  });
  after(() => driven.stop());

  const begin = (metadata: Record<string, string>, sender: string): Promise<string> =>
    beginBySdk(driven, sender, metadata);

  it('reads users', async () => {
    const ana = driven.ids.users['ana']!;
    const skills = await users.getUserRoutingskills(ana);
    expect(skills.entities!.map(({ name, proficiency }) => [name, proficiency])).to.deep.equal([
      ['Orders', 4],
      ['Refunds', 5],
    ]);
    const languages = await users.getUserRoutinglanguages(ana);
    expect(languages.entities!.map(({ name }) => name)).to.deep.equal(['en-US', 'es-US']);
    expect((await users.getUserRoutingstatus(ana)).status).to.be.oneOf(['IDLE', 'INTERACTING']);
    expect((await presence.getUserPresencesPurecloud(ana)).presenceDefinition!.systemPresence).to.equal(
      'ON_QUEUE',
    );
  });

  it('reads queues and what belongs to them', async () => {
    const queues = await routing.getRoutingQueues({ name: 'ord' });
    expect(queues.entities!.map(({ name }) => name)).to.deep.equal(['Orders']);
    const orders = driven.ids.queues['Orders']!;
    expect((await routing.getRoutingQueue(orders)).mediaSettings!.call!.serviceLevel).to.deep.equal({
      percentage: 0.8,
      durationMs: 20_000,
    });
    const members = await routing.getRoutingQueueMembers(orders, {
      expand: ['routingStatus', 'presence', 'skills', 'languages'],
      joined: true,
      pageSize: 100,
    });
    expect(members.entities!.map(({ name }) => name)).to.deep.equal(['ana', 'ben', 'cho']);
    expect(members).not.to.have.any.keys('total', 'pageCount', 'lastUri');
    const { results } = await routing.getRoutingQueueMediatypeEstimatedwaittime(orders, 'call');
    expect(results[0]!.estimatedWaitTimeSeconds).to.be.at.least(0);
    expect((await routing.getRoutingSkills()).entities!.map(({ name }) => name)).to.deep.equal([
      'Orders',
      'Refunds',
    ]);
    expect((await routing.getRoutingLanguages()).total).to.equal(2);
  });

  it('reads opening hours', async () => {
    const group = await architect.getArchitectSchedulegroup(driven.ids.scheduleGroups['Orders']!);
    expect(group.timeZone).to.equal('Etc/GMT+5');
    const schedule = await architect.getArchitectSchedule(group.openSchedules![0]!.id!);
    expect([String(schedule.start), schedule.rrule]).to.deep.equal(['2026-03-02T08:00:00.000', 'FREQ=DAILY']);
  });

  it('reads how things are now', async () => {
    await begin({ queue: 'Refunds', requiredSkills: 'Refunds' }, 'waits');
    const predicates = [
      { type: 'dimension', dimension: 'queueId', operator: 'matches', value: driven.ids.queues['Orders']! },
    ];
    const observed = await analytics.postAnalyticsQueuesObservationsQuery({
      filter: { type: 'or', predicates },
      metrics: ['oWaiting', 'oOnQueueUsers', 'oUserRoutingStatuses', 'oMemberUsers'],
      detailMetrics: ['oInteracting'],
    });
    const ofUsers = observed.results!.find(({ group }) => group!['mediaType'] === undefined)!;
    const members = ofUsers.data!.find(({ metric }) => metric === 'oMemberUsers')!;
    expect(members.stats!.count).to.equal(3);
  });

  it('reads how things were', async () => {
    await driven.advance(3 * 3600);
    const past = await analytics.postAnalyticsConversationsAggregatesQuery({
      interval: day,
      groupBy: ['queueId'],
      metrics: ['oServiceLevel', 'nOffered', 'tAnswered', 'tAbandon'],
    });
    const { ratio, numerator, denominator } = past.results![0]!.data![0]!.metrics![0]!.stats!;
    expect(ratio).to.equal(numerator! / denominator!);
  });

  it('reads conversations in full, at once and by job', async () => {
    const { conversations: found, totalHits } = await analytics.postAnalyticsConversationsDetailsQuery({
      interval: day,
      surveyFilters: [
        {
          type: 'and',
          predicates: [
            { type: 'dimension', dimension: 'surveyStatus', operator: 'matches', value: 'Finished' },
          ],
        },
      ],
      paging: { pageSize: 1, pageNumber: 1 },
    });
    const [surveyed] = found!;
    expect(totalHits).to.be.greaterThan(1);
    expect(surveyed!.surveys![0]!.oSurveyTotalScore).to.be.within(0, 100);
    const id = surveyed!.conversationId!;
    const { jobId } = await analytics.postAnalyticsConversationsDetailsJobs({ interval: day });
    expect((await analytics.getAnalyticsConversationsDetailsJob(jobId!)).state).to.equal('PENDING');
    await driven.advance(5);
    expect((await analytics.getAnalyticsConversationsDetailsJob(jobId!)).state).to.equal('FULFILLED');
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await analytics.getAnalyticsConversationsDetailsJobResults(jobId!, {
        pageSize: 20,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { conversationId, participants } of page.conversations!) {
        ids.add(conversationId!);
        expect(participants![0]!.attributes).to.be.an('object');
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(ids).to.include(id);
  });

  it('reads what was said to the bot, and how it sounded', async () => {
    const { entities } = await analytics.getAnalyticsBotflowDivisionsReportingturns(driven.ids.botFlowId, {
      pageSize: '5',
    });
    const [turn] = entities!;
    const id = turn!.conversation!.id!;
    const session = await analytics.getAnalyticsBotflowDivisionsReportingturns(driven.ids.botFlowId, {
      sessionId: turn!.sessionId!,
    });
    expect(session.entities!.every(({ conversation }) => conversation!.id === id)).to.equal(true);
    const speech = new platformClient.SpeechTextAnalyticsApi();
    expect((await speech.getSpeechandtextanalyticsConversation(id)).sentimentScore).to.be.within(-1, 1);
  });

  it('writes and reads messages', async () => {
    const id = await begin({ queue: 'Orders' }, 'writer');
    expect(await begin({}, 'writer'), 'the same sender goes on').to.equal(id);
    const [customer] = (await conversations.getConversation(id)).participants;
    const [first] = customer!.messages![0]!.messages!;
    const { entities } = await conversations.postConversationsMessageMessagesBulk(id, {
      body: [first!.messageId!],
    });
    expect(entities![0]!.normalizedMessage!.text).to.equal('Hello');

    const whole = await conversations.getConversation(id);
    const leg = whole.participants.find(
      ({ purpose, endTime }) => purpose !== 'customer' && endTime === undefined,
    )!;
    const sent = await conversations.postConversationsMessageCommunicationMessages(
      id,
      leg.messages![0]!.id!,
      {
        textBody: 'Good morning',
      },
    );
    expect(sent.status).to.equal('sent');
    await conversations.postConversationsMessageInboundOpenReceipt(driven.ids.openIntegrationId, {
      id: sent.id!,
      channel: { to: { id: 'writer' }, time: open.time },
      status: 'Delivered',
      isFinalReceipt: true,
    });
    const received = await conversations.postConversationsMessageMessagesBulk(id, { body: [sent.id!] });
    expect(received.entities![0]!.status).to.equal('delivery-success');
    const integration = await conversations.postConversationsMessagingIntegrationsOpen({
      name: 'Another',
      outboundNotificationWebhookUrl: 'https://simulator.example.com/another',
      outboundNotificationWebhookSignatureSecretToken: 'secret',
    });
    const listed = await conversations.getConversationsMessagingIntegrationsOpen();
    expect(listed.entities!.map((one) => one.id)).to.include(integration.id);
  });

  it('acts on conversations', async () => {
    const { skills, languages, users: people, queues } = driven.ids;
    await driven.control('POST', '/sandbox/presence', { agent: 'cho', presence: 'Break' });
    const id = await begin({ queue: 'Orders', language: 'fr-FR', requiredSkills: 'Refunds' }, 'acted-on');
    const patched = await routing.patchRoutingConversation(id, {
      priority: 7,
      skillIds: [skills['Orders']!],
      languageId: languages['es-US']!,
      requestScoredAgents: [{ id: people['ana']!, score: 90 }],
    });
    expect([patched.priority, patched.language!.name, patched.skills!.map(({ name }) => name)]).to.deep.equal(
      [7, 'es-US', ['Orders']],
    );
    await conversations.postConversationAssign(id, { id: people['ben']! });
    const customer = (await conversations.getConversation(id)).participants[0]!;
    await conversations.patchConversationParticipantAttributes(id, customer.id!, {
      attributes: { note: 'vip' },
    });
    await conversations.putConversationTags(id, { externalTag: 'CRM-1' });
    const tagged = await conversations.getConversation(id);
    expect([tagged.externalTag, tagged.participants[0]!.attributes!['note']]).to.deep.equal(['CRM-1', 'vip']);

    const there = async (): Promise<string> =>
      (await conversations.getConversation(id)).participants.find(
        ({ purpose, endTime }) => purpose !== 'customer' && endTime === undefined,
      )!.id!;
    await conversations.postConversationParticipantReplaceQueue(id, await there(), {
      queueId: queues['Refunds']!,
    });
    await conversations.postConversationParticipantReplaceAgent(id, await there(), {
      userId: people['ana']!,
    });
    await conversations.postConversationDisconnect(id);
    expect((await conversations.getConversation(id)).endTime).to.be.a('string');
  });

  it('offers a callback, and writes to a supervisor', async () => {
    const { conversation } = await conversations.postConversationsCallbacks({
      queueId: driven.ids.queues['Orders']!,
      callbackNumbers: ['+15550100'],
      callbackScheduledTime: '2026-03-02T20:00:00.000Z',
    });
    const [customer] = (await conversations.getConversation(conversation.id!)).participants;
    expect(customer!.callbacks![0]!.state).to.equal('scheduled');
    const email = await conversations.postConversationsEmailsAgentless({
      senderType: 'Outbound',
      fromAddress: { email: 'signalbox@example.com' },
      toAddresses: [{ email: 'lead@example.com' }],
      subject: 'A refund',
      textBody: 'Please look.',
    });
    expect(email.conversationId).to.be.a('string');
  });

  it('opens notification channels', async () => {
    const topics = (await notifications.getNotificationsAvailabletopics({ expand: ['transports'] }))
      .entities!;
    expect(topics.map(({ id }) => id)).to.include('v2.routing.queues.{id}.conversations');
    const { id } = await notifications.postNotificationsChannels();
    await notifications.headNotificationsChannel(id!);
    const [ana, ben] = [driven.ids.users['ana']!, driven.ids.users['ben']!];
    const put = await notifications.putNotificationsChannelSubscriptions(id!, [
      { id: `v2.users.${ana}.activity` },
    ]);
    expect(put.entities!.map(({ state }) => state)).to.deep.equal(['Permitted']);
    const added = await notifications.postNotificationsChannelSubscriptions(id!, [
      { id: `v2.users.${ben}?activity` },
    ]);
    expect(added.entities).to.have.length(2);
  });

  it('has driven every operation of the contract', async () => {
    expect((await new platformClient.TokensApi().getTokensMe()).organization!.name).to.equal('A corner shop');
    const answered = await driven.answered();
    const left = operations.map(({ id }) => id).filter((id) => !answered.has(id) && id !== 'postOauthToken');
    expect(left).to.deep.equal([]);
  });
});
