import type { ObservedEvent } from '../../../../engine/exchange.ts';
import { expect } from 'chai';
import type { AgentUpdated, QueueObserved, RoutingEvent } from '../../../../engine/conversation/events.ts';
import { readAgents } from '../../../../plugins/genesys/reading/agents.ts';
import { readBotTurns } from '../../../../plugins/genesys/reading/botTurns.ts';
import { checkNames } from '../../../../plugins/genesys/reading/checkNames.ts';
import { readConversation } from '../../../../plugins/genesys/reading/conversations.ts';
import {
  CsatTally,
  surveyedConversations,
  surveyEvents,
  surveysIn,
} from '../../../../plugins/genesys/reading/csat.ts';
import {
  jobDetails,
  queryDetails,
  type DetailedConversation,
} from '../../../../plugins/genesys/reading/detailsJob.ts';
import { readUtterances } from '../../../../plugins/genesys/reading/messages.ts';
import { readQueueOpen } from '../../../../plugins/genesys/reading/openingHours.ts';
import { readQueues } from '../../../../plugins/genesys/reading/queues.ts';
import { readSentiment } from '../../../../plugins/genesys/reading/sentiment.ts';
import { rightPolicy } from '../../../engine/policyText.ts';
import { shop } from '../../../harness/sandbox/sandboxes.ts';
import { withPlugin, type Plugged } from './plugged.ts';

const hour = 3600;

function problemsOf(events: readonly ObservedEvent[]): unknown[] {
  return events.flatMap(({ problems }) => problems ?? []);
}

async function all(pages: AsyncIterable<readonly DetailedConversation[]>): Promise<DetailedConversation[]> {
  const found: DetailedConversation[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

/** The shop with all its customers, two hours on. */
const inTheShop = (use: (plugged: Plugged) => Promise<void>): Promise<void> =>
  withPlugin(
    async (plugged) => {
      await plugged.lockStep.pass(2 * hour);
      await use(plugged);
    },
    { org: shop },
  );

describe('reading a sandbox', function () {
  this.timeout(30_000);

  it('agents: who they are is what the organisation says, and how they do what it shows', () =>
    withPlugin(async ({ driven, lockStep, reading, presence }) => {
      await lockStep.pass(600);
      await presence('cho', 'Break');
      await lockStep.pass(60);
      const { queues, users } = driven.ids;
      const read = await lockStep.run(readAgents(reading, Object.values(queues)));
      expect(problemsOf(read)).to.deep.equal([]);
      const events = read.map(({ event }) => event as AgentUpdated);
      const status = (id: string) =>
        events.find(({ agent, status }) => agent === id && status !== undefined)!;
      const now = lockStep.clock.now();
      expect(status(users['cho']!)).to.deep.include({ status: 'OFF_QUEUE', at: now - 60_000 });
      expect(status(users['ana']!).status).to.equal('IDLE');
      expect(now - status(users['ana']!).at, 'idle since it came, not since it is read').to.be.at.least(
        660_000,
      );
      const { skills, languages } = shop.scenario.agents.find(({ id }) => id === 'ana')!;
      expect(
        events.find(({ agent, skills: held }) => agent === users['ana'] && held !== undefined),
      ).to.deep.include({
        ...{ skills, languages, queues: ['Orders', 'Refunds'] },
      });
      const ofCho = events.find(({ agent, queues: held }) => agent === users['cho'] && held !== undefined)!;
      expect(ofCho.queues, 'off queue, and a member all the same').to.deep.equal(['Orders', 'Refunds']);
    }));

  it('names of packs: those the organisation has, and a suggestion for those it has not', () =>
    withPlugin(({ reading }) => {
      const policy = rightPolicy(`apiVersion: signalbox/v1
kind: SkillMapping
name: mapping
mappings:
  - { name: a, intents: [refund], assign: { skill: Refund, language: en-US } }
  - { name: b, intents: [order], assign: { skill: Orders } }
`);
      const [problem, ...others] = checkNames(policy, reading.names);
      expect(others).to.deep.equal([]);
      expect(problem).to.deep.include({ code: 'genesys-unknown-skill' });
      expect(problem!.hint).to.contain('Refunds');
      return Promise.resolve();
    }));

  it('queues: who works, who waits, the target and the opening hours', () =>
    withPlugin(async ({ driven, lockStep, reading, presence, come }) => {
      for (const agent of ['ana', 'cho']) await presence(agent, 'Break');
      await come('one');
      await come('two');
      await lockStep.pass(30);
      const { Orders, Refunds } = driven.ids.queues;
      const now = lockStep.clock.now();
      const read = await lockStep.run(readQueues(reading, [Orders!, Refunds!], now));
      expect(problemsOf(read)).to.deep.equal([]);
      const factsOf = (name: string) =>
        read.map(({ event }) => event as QueueObserved).find(({ queue }) => queue === name)!.facts;
      expect(factsOf('Refunds')).to.deep.include({
        ...{ slaTarget: '90/30', queueOpen: true },
        ...{ agentsOnQueue: 0, agentsIdle: 0, conversationsWaiting: 2 },
      });
      expect(factsOf('Orders')).to.deep.include({
        ...{ slaTarget: '80/20', agentsOnQueue: 1, agentsIdle: 1, conversationsWaiting: 0 },
      });
      const closing = Date.parse('2026-03-02T22:00:00.000Z');
      for (const [moment, open] of [
        [closing - 1, true],
        [closing, false],
      ] as const)
        expect(await lockStep.run(readQueueOpen(reading, 'Refunds', moment)), String(moment)).to.equal(open);
    }));

  it('service level now: of the calls that were answered or given up in the window', () =>
    inTheShop(async ({ driven, lockStep, reading }) => {
      const { Orders } = driven.ids.queues;
      const [read] = await lockStep.run(readQueues(reading, [Orders!], lockStep.clock.now()));
      const { facts } = read!.event as QueueObserved;
      expect(facts['serviceLevel']).to.be.within(0, 1);
      expect(facts['estimatedWaitSeconds']).to.be.at.least(0);
    }));

  it('CSAT: by query and by job alike, an agent with the count', () =>
    inTheShop(async ({ lockStep, reading }) => {
      const { clock } = lockStep;
      await lockStep.pass(hour);
      const query = surveyedConversations(clock.now(), 1);
      const asked = surveysIn(await lockStep.run(all(queryDetails(reading, query))));
      expect(asked).to.have.length.above(3);
      // A job is behind by some minutes.
      await lockStep.pass(600);
      const jobbed = surveysIn(await lockStep.run(all(jobDetails(reading, clock, query))));
      expect([...jobbed].sort(byId)).to.deep.include.members(
        asked.filter(({ at }) => at < clock.now() - 900_000),
      );
      const tally = new CsatTally();
      tally.add(asked);
      tally.add(asked);
      const scores = tally.events(clock.now());
      expect(problemsOf(scores)).to.deep.equal([]);
      const counted = scores.map(({ event }) => (event as AgentUpdated).csatSurveys!);
      expect(counted.reduce((sum, count) => sum + count, 0)).to.equal(asked.length);
      expect(surveyEvents(asked, clock.now())).to.have.length(asked.length);
    }));

  it('conversations: participants, attributes and what the customer wrote', () =>
    withPlugin(async ({ lockStep, reading, genesys, come }) => {
      const id = await come('one', { queue: 'Refunds', customerSegment: 'gold' });
      await lockStep.pass(5);
      await come('one');
      const { snapshot } = await lockStep.run(readConversation(genesys, id, reading.manner));
      const [customer] = snapshot.participants.filter(({ purpose }) => purpose === 'customer');
      expect(customer!.attributes).to.deep.include({ customerSegment: 'gold' });
      const utterances = await lockStep.run(
        readUtterances(
          reading,
          id,
          customer!.messages.map((message) => message.id),
        ),
      );
      expect(utterances.map(({ event }) => 'facts' in event && event.facts?.['utterance'])).to.deep.equal([
        'Hello from one',
        'Hello from one',
      ]);
    }));

  it('bots: what was said, intent and confidence; and how a conversation sounds', () =>
    inTheShop(async ({ driven, lockStep, reading }) => {
      const now = lockStep.clock.now();
      const read = await lockStep.run(
        readBotTurns(reading, driven.ids.botFlowId, { from: now - 2 * hour * 1000, to: now }),
      );
      const turns = read.map(({ told }) => told);
      expect(new Set(read.map(({ key }) => key))).to.have.length(read.length);
      expect(problemsOf(turns)).to.deep.equal([]);
      expect(turns).to.have.length.above(10);
      const events: RoutingEvent[] = turns.map(({ event }) => event);
      const intents = events.flatMap((event) => (event.type === 'bot.turn' ? [event.facts['intent']] : []));
      expect(intents).to.include.members(['order_status', 'refund']);
      const { conversation } = events.find((event) => event.type === 'bot.turn')!;
      const mood = await lockStep.run(readSentiment(reading, conversation));
      expect(mood!.problems).to.equal(undefined);
      expect((mood!.event as { facts: Record<string, unknown> }).facts['sentiment']).to.be.within(0, 1);
    }));
});
