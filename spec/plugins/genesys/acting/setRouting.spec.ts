import { expect } from 'chai';
import { setRouting, type RoutingCommand } from '../../../../plugins/genesys/acting/setRouting.ts';
import { api, failure } from '../session.ts';
import { customer, queue, told } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';
import { actingSession, over, stands, waiting, withAgent } from './acting.ts';

const conversation = 'c-1';
const skills = (names: string[], language?: string): RoutingCommand => ({
  ...{ set: 'skills', conversation, skills: names },
  ...(language === undefined ? {} : { language }),
});
const priority = (points: number): RoutingCommand => ({ set: 'priority', conversation, points });
const scored = (...agents: [string, number][]): RoutingCommand => ({
  ...{ set: 'scoredAgents', conversation },
  agents: agents.map(([agent, score]) => ({ agent, score })),
});

const routed = told(
  'c-1',
  customer(0),
  queue('q-1', 5, {
    conversationRoutingData: {
      ...{ skills: [{ id: 's-2' }], language: { id: 'l-1' }, priority: 3 },
      scoredAgents: [
        { agent: { id: 'u-2' }, score: 60 },
        { agent: { id: 'u-1' }, score: 90 },
      ],
    },
  }),
);

/** What is sent for these commands. */
const patched = (body: object) => api().patch('/api/v2/routing/conversations/c-1', body as never);

describe('setting a conversation’s routing', () => {
  useNetwork();

  it('takes one call for all of it, by ids', async () => {
    const { acting, run } = actingSession();
    stands(waiting);
    patched({
      ...{ skillIds: ['s-1', 's-2'], languageId: 'l-2', priority: 2 },
      requestScoredAgents: [{ id: 'u-1', score: 90 }],
    }).reply(200, {});
    const commands = [skills(['Cards', 'Refunds'], 'de-DE'), priority(2), scored(['u-1', 90])];
    expect(await run(setRouting(acting, conversation, commands))).to.deep.equal({ status: 'done' });
  });

  it('sends only what is not so already, and leaves what nobody spoke of', async () => {
    const { acting, run } = actingSession();
    stands(routed);
    patched({ priority: 5 }).reply(200, {});
    const commands = [skills(['Cards'], 'en-US'), priority(5), scored(['u-1', 90], ['u-2', 60])];
    expect((await run(setRouting(acting, conversation, commands))).status).to.equal('done');
  });

  it('sends nothing when all is so already', async () => {
    const { acting, run } = actingSession();
    stands(routed);
    const commands = [skills(['Cards'], 'en-US'), priority(3), scored(['u-1', 90], ['u-2', 60])];
    expect(await run(setRouting(acting, conversation, commands))).to.deep.equal({ status: 'alreadySo' });
  });

  for (const [how, skillIds] of [
    ['add', ['s-1', 's-2']],
    ['replace', ['s-1']],
  ] as const) {
    it(`merges skills by ${how}`, async () => {
      const { acting, run } = actingSession({ skills: how });
      stands(routed);
      patched({ skillIds }).reply(200, {});
      await run(setRouting(acting, conversation, [skills(['Refunds'])]));
    });
  }

  it('heeds the later of two commands for one thing', async () => {
    const { acting, run } = actingSession();
    stands(routed);
    expect((await run(setRouting(acting, conversation, [priority(9), priority(3)]))).status).to.equal(
      'alreadySo',
    );
  });

  for (const [name, found] of Object.entries({ over, withAgent })) {
    it(`is too late when the conversation is ${name}`, async () => {
      const { acting, run } = actingSession();
      stands(found);
      expect((await run(setRouting(acting, conversation, [priority(1)]))).status).to.equal('tooLate');
    });
  }

  it('is too late when the conversation leaves the queue meanwhile', async () => {
    const { acting, run } = actingSession();
    stands(waiting, withAgent);
    patched({ priority: 1 }).reply(404, {});
    expect((await run(setRouting(acting, conversation, [priority(1)]))).status).to.equal('tooLate');
  });

  it('fails when it is refused for another reason', async () => {
    const { acting, run } = actingSession();
    stands(waiting, waiting);
    patched({ priority: 1 }).reply(400, { code: 'bad.request' });
    const error = await failure(run(setRouting(acting, conversation, [priority(1)])));
    expect(error.message).to.contain('bad.request');
  });

  it('fails on an unknown skill, with what was meant', async () => {
    const { acting, run } = actingSession();
    stands(waiting);
    const error = await failure(run(setRouting(acting, conversation, [skills(['Refund'])])));
    expect(error.message).to.contain('did you mean "Refunds"?').and.to.contain('[genesys-unknown-skill]');
  });
});
