import { expect } from 'chai';
import { handoffAttribute } from '../../../harness/sandbox/centre/contactCentre.ts';
import type { Org } from '../../../harness/sandbox/org/org.ts';
import { quietShop, quietShopWith, shop, withSandbox, type Driven } from './sandboxes.ts';

/** The shop with a bot that settles nothing and loses nobody. */
const talkative: Org = {
  ...shop,
  scenario: {
    ...shop.scenario,
    customers: {
      ...shop.scenario.customers,
      intents: shop.scenario.customers.intents.map((intent) => ({ ...intent, botSettles: 0 })),
    },
    bot: {
      ...shop.scenario.bot!,
      temperaments: shop.scenario.bot!.temperaments.map((one) => ({ ...one, leaves: 0 })),
    },
  },
};

interface State {
  readonly id: string;
  readonly place: string;
  readonly queue?: string;
  readonly agent?: string;
}

interface Participant {
  readonly id: string;
  readonly purpose: string;
  readonly userId?: string;
  readonly endTime?: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly conversationRoutingData?: { readonly priority: number };
}

const time = '2026-03-02T16:00:00.000Z';

/** A customer comes to the queue Refunds, and asks for this. @returns the conversation's id. */
async function come(driven: Driven, from: string, metadata: Record<string, string> = {}): Promise<string> {
  const path = `/api/v2/conversations/messages/${driven.ids.openIntegrationId}/inbound/open/message?prefetchConversationId=true`;
  const answer = await driven.call('POST', path, {
    channel: { from: { id: from, idType: 'Opaque' }, time },
    text: 'Hello',
    metadata: { queue: 'Refunds', ...metadata },
  });
  return ((await answer.json()) as { conversationId: string }).conversationId;
}

async function stateOf(driven: Driven, id: string): Promise<State> {
  const { conversations } = await driven.control<{ conversations: State[] }>('GET', '/sandbox/conversations');
  return conversations.find((one) => one.id === id)!;
}

async function participants(driven: Driven, id: string): Promise<readonly Participant[]> {
  const answer = await driven.call('GET', `/api/v2/conversations/${id}`);
  return ((await answer.json()) as { participants: Participant[] }).participants;
}

/** The acd or agent participant who is there. */
async function there(driven: Driven, id: string): Promise<Participant> {
  return (await participants(driven, id)).find(
    ({ purpose, endTime }) => purpose !== 'customer' && endTime === undefined,
  )!;
}

async function patch(driven: Driven, id: string, body: object): Promise<number> {
  return (await driven.call('PATCH', `/api/v2/routing/conversations/${id}`, body)).status;
}

/** Takes these agents off queue, so that conversations wait. */
async function away(driven: Driven, ...names: readonly string[]): Promise<void> {
  for (const name of names) await presence(driven, name, 'Break');
}

async function presence(driven: Driven, agent: string, to: string): Promise<void> {
  await driven.control('POST', '/sandbox/presence', { agent, presence: to });
}

describe('what a client does changes what happens next', () => {
  it('skills: who may take it', () =>
    withSandbox(async (driven) => {
      await away(driven, 'ana');
      const id = await come(driven, 'a', { language: 'es-US' });
      expect((await stateOf(driven, id)).place, 'only ana speaks it').to.equal('waiting');
      expect(await patch(driven, id, { languageId: '' })).to.equal(200);
      expect(await stateOf(driven, id)).to.include({ place: 'withAgent', agent: 'cho' });
    }));

  it('priority: who is next', () =>
    withSandbox(async (driven) => {
      await away(driven, 'ana', 'cho');
      const first = await come(driven, 'first');
      await driven.advance(90);
      const second = await come(driven, 'second');
      await patch(driven, second, { priority: 2 });
      await presence(driven, 'ana', 'On Queue');
      expect([(await stateOf(driven, first)).place, (await stateOf(driven, second)).place]).to.deep.equal([
        'waiting',
        'withAgent',
      ]);
    }));

  it('priority is kept with the conversation, and 0 takes it back', () =>
    withSandbox(async (driven) => {
      await away(driven, 'ana', 'cho');
      const id = await come(driven, 'a', { priority: 'high' });
      const priority = async (): Promise<number> =>
        (await there(driven, id)).conversationRoutingData!.priority;
      expect(await priority(), 'two minutes, by the org’s flow').to.equal(2);
      await patch(driven, id, { priority: 0 });
      expect(await priority()).to.equal(0);
      for (const wrong of [
        { priority: 0.5 },
        { skillIds: ['none'] },
        { requestScoredAgents: [{ id: 'x', score: 1 }] },
      ])
        expect(await patch(driven, id, wrong), JSON.stringify(wrong)).to.equal(400);
    }));

  it('scored agents: the best scored of those who are idle', () =>
    withSandbox(
      async (driven) => {
        await away(driven, 'ana', 'cho');
        const id = await come(driven, 'a');
        const { ana, cho } = driven.ids.users;
        await patch(driven, id, {
          requestScoredAgents: [
            { id: ana, score: 40 },
            { id: cho, score: 80 },
          ],
        });
        await presence(driven, 'ana', 'On Queue');
        expect((await stateOf(driven, id)).agent, 'without rules, whoever is there').to.equal('ana');
      },
      { org: quietShopWith({}, { queueSettings: {} }) },
    ));

  it('scored agents: below the threshold only when the rule’s time is over', () =>
    withSandbox(async (driven) => {
      await away(driven, 'ana', 'cho');
      const id = await come(driven, 'a');
      await patch(driven, id, { requestScoredAgents: [{ id: driven.ids.users['ana'], score: 40 }] });
      await presence(driven, 'ana', 'On Queue');
      await driven.advance(29);
      expect((await stateOf(driven, id)).place).to.equal('waiting');
      await driven.advance(1);
      expect(await stateOf(driven, id)).to.include({ place: 'withAgent', agent: 'ana' });
    }));

  it('assignment: that agent alone, whatever the skills, as soon as they are free', () =>
    withSandbox(async (driven) => {
      await away(driven, 'ana', 'cho');
      const id = await come(driven, 'a', { requiredSkills: 'Refunds' });
      const assign = (userId: string | undefined): Promise<Response> =>
        driven.call('POST', `/api/v2/conversations/${id}/assign`, { id: userId });
      expect((await assign('nobody')).status).to.equal(400);
      expect((await assign(driven.ids.users['ben'])).status).to.equal(202);
      expect(await stateOf(driven, id)).to.include({ place: 'withAgent', agent: 'ben' });
      expect((await assign(driven.ids.users['ana'])).status, 'it does not wait any more').to.equal(400);
    }));

  it('transfer to a queue: from a queue and from an agent, who does the work after it', () =>
    withSandbox(async (driven) => {
      const id = await come(driven, 'a');
      const agent = await there(driven, id);
      expect(agent.purpose).to.equal('agent');
      await away(driven, 'ana', 'ben', 'cho');
      const replace = (participant: string, queueId: string): Promise<Response> =>
        driven.call('POST', `/api/v2/conversations/${id}/participants/${participant}/replace/queue`, {
          queueId,
        });
      const { Orders, Refunds } = driven.ids.queues;
      expect((await replace(agent.id, Orders!)).status).to.equal(202);
      expect(await stateOf(driven, id)).to.include({ place: 'waiting', queue: 'Orders' });
      const left = (await participants(driven, id)).find((one) => one.id === agent.id)! as Participant & {
        startAcwTime?: string;
      };
      expect(left.startAcwTime).to.equal(time);
      expect((await replace(agent.id, Refunds!)).status, 'who has left cannot transfer').to.equal(400);
      const waiting = await there(driven, id);
      expect((await replace(waiting.id, Orders!)).status, 'it is there already').to.equal(400);
      expect((await replace(waiting.id, 'none')).status).to.equal(400);
      expect((await replace(waiting.id, Refunds!)).status).to.equal(202);
      expect(await stateOf(driven, id)).to.include({ place: 'waiting', queue: 'Refunds' });
    }));

  it('transfer to an agent: that one alone', () =>
    withSandbox(async (driven) => {
      const id = await come(driven, 'a');
      const agent = await there(driven, id);
      const path = `/api/v2/conversations/${id}/participants/${agent.id}/replace/agent`;
      await driven.call('POST', path, { userId: driven.ids.users['ben'] });
      expect(await stateOf(driven, id)).to.include({ place: 'withAgent', agent: 'ben' });
    }));

  it('disconnecting: wherever it is', () =>
    withSandbox(async (driven) => {
      const talking = await come(driven, 'a');
      await away(driven, 'ana', 'ben', 'cho');
      const waiting = await come(driven, 'b');
      for (const id of [talking, waiting, waiting]) {
        expect((await driven.call('POST', `/api/v2/conversations/${id}/disconnect`)).status).to.equal(202);
        expect((await stateOf(driven, id)).place).to.equal('ended');
      }
      await driven.advance(7200);
    }));

  it('a callback: waits until its time, then for an agent, and does not hang up', () =>
    withSandbox(async (driven) => {
      await away(driven, 'ana', 'ben', 'cho');
      const offer = async (callbackScheduledTime?: string): Promise<string> => {
        const answer = await driven.call('POST', '/api/v2/conversations/callbacks', {
          routingData: {
            queueId: driven.ids.queues['Orders'],
            skillIds: [driven.ids.skills['Orders']],
            priority: 3,
          },
          callbackNumbers: ['+15550100'],
          ...(callbackScheduledTime === undefined ? {} : { callbackScheduledTime }),
        });
        return ((await answer.json()) as { conversation: { id: string } }).conversation.id;
      };
      const [now, later, never] = [
        await offer(),
        await offer('2026-03-02T17:00:00.000Z'),
        await offer('2026-03-02T17:00:00.000Z'),
      ];
      expect((await there(driven, now)).conversationRoutingData!.priority).to.equal(3);
      await driven.call('POST', `/api/v2/conversations/${never}/disconnect`);
      await driven.advance(3599);
      expect((await stateOf(driven, later)).place).to.equal('before');
      await driven.advance(1);
      expect((await stateOf(driven, later)).place).to.equal('waiting');
      await driven.advance(1500);
      expect((await stateOf(driven, now)).place, 'a callback has all the patience there is').to.equal(
        'waiting',
      );
      expect((await stateOf(driven, never)).place).to.equal('ended');
    }));

  it('an attribute: the bot’s flow hands off to the queue it names', () =>
    withSandbox(
      async (driven) => {
        let bot: State | undefined;
        while (bot === undefined) {
          await driven.advance(5);
          const { conversations } = await driven.control<{
            conversations: (State & { mediaType: string })[];
          }>('GET', '/sandbox/conversations');
          bot = conversations.find(({ mediaType, place }) => mediaType === 'message' && place === 'before');
        }
        const [customer] = await participants(driven, bot.id);
        const path = `/api/v2/conversations/${bot.id}/participants/${customer!.id}/attributes`;
        await driven.call('PATCH', path, { attributes: { [handoffAttribute]: 'Refunds' } });
        await driven.advance(120);
        expect((await stateOf(driven, bot.id)).queue).to.equal('Refunds');
      },
      { org: talkative },
    ));

  it('none of it changes who comes, and when', async () => {
    const arrivals = async (meddles: boolean): Promise<unknown> => {
      let seen: unknown;
      await withSandbox(
        async (driven) => {
          if (meddles) {
            await away(driven, 'ana');
            await come(driven, 'a');
          }
          await driven.advance(3600);
          const { conversations } = await driven.control<{
            conversations: (State & { startedAt: string })[];
          }>('GET', '/sandbox/conversations');
          const own = conversations.filter(({ id }) => id !== undefined);
          seen = own.map(({ startedAt }) => startedAt).filter((startedAt) => startedAt !== time);
        },
        { org: shop },
      );
      return seen;
    };
    expect(await arrivals(true)).to.deep.equal(await arrivals(false));
  });

  it('the quiet shop is quiet', () =>
    withSandbox(
      async (driven) => {
        await driven.advance(3600);
        expect(await driven.control('GET', '/sandbox/conversations')).to.deep.equal({ conversations: [] });
      },
      { org: quietShop },
    ));
});
