import { expect } from 'chai';
import type { OneShotCommand } from '../../../../engine/decisions/record.ts';
import { act } from '../../../../plugins/genesys/acting/act.ts';
import { GenesysActor } from '../../../../plugins/genesys/acting/actor.ts';
import { createCallback } from '../../../../plugins/genesys/acting/createCallback.ts';
import { setExternalTag } from '../../../../plugins/genesys/acting/externalTag.ts';
import { setAttributes } from '../../../../plugins/genesys/acting/setAttributes.ts';
import { setStates } from '../../../../plugins/genesys/acting/setStates.ts';
import { Door } from '../../../../plugins/genesys/door.ts';
import { api } from '../session.ts';
import { customer, iso, told } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';
import { actingSession, again, first, over, stands, waiting } from './acting.ts';

describe('noting with a conversation', () => {
  useNetwork();
  const holding = (attributes: Record<string, string>) => told('c-1', customer(0, { attributes }));
  const noted = holding({ intent: 'refund', other: 'x' });
  const patch = (attributes: Record<string, string>) =>
    api().patch('/api/v2/conversations/c-1/participants/customer/attributes', { attributes });

  it('sets only the attributes that are not so already, with the customer', async () => {
    const { acting, run } = actingSession();
    stands(noted, holding({ intent: 'refund', other: 'x', tier: 'gold' }));
    patch({ tier: 'gold' }).reply(202);
    const outcome = await run(setAttributes(acting, 'c-1', { intent: 'refund', tier: 'gold' }));
    expect(outcome).to.deep.equal({ status: 'done' });
  });

  it('writes attributes again where somebody else got between, and only those', async () => {
    const { acting, run } = actingSession();
    stands(noted, holding({ tier: 'silver', step: '1' }), holding({ tier: 'gold', step: '1' }));
    patch({ tier: 'gold', step: '1' }).reply(202);
    patch({ tier: 'gold' }).reply(202);
    expect(await run(setAttributes(acting, 'c-1', { tier: 'gold', step: '1' }))).to.deep.equal({
      status: 'done',
    });
  });

  it('reads again and merges anew where the platform speaks of a conflict', async () => {
    const { acting, run } = actingSession();
    stands(noted, holding({ step: '1' }), holding({ tier: 'gold', step: '1' }));
    patch({ tier: 'gold', step: '1' }).reply(409, { code: 'conflict', message: 'changed', status: 409 });
    patch({ tier: 'gold' }).reply(202);
    expect((await run(setAttributes(acting, 'c-1', { tier: 'gold', step: '1' }))).status).to.equal('done');
  });

  it('gives up after three writes that somebody else undoes, and says so', async () => {
    const { acting, run } = actingSession();
    stands(noted, ...['a', 'b', 'c'].map((tier) => holding({ tier })));
    for (let writes = 0; writes < 3; writes++) patch({ tier: 'gold' }).reply(202);
    const outcome = await run(setAttributes(acting, 'c-1', { tier: 'gold' }));
    expect(outcome.status).to.equal('notDone');
    expect(outcome.why).to.contain('somebody else');
  });

  it('is only accepted while it is not seen to be set', async () => {
    const { acting, run } = actingSession();
    stands(noted, noted, noted, noted, noted);
    patch({ tier: 'gold' }).reply(202);
    expect((await run(setAttributes(acting, 'c-1', { tier: 'gold' }))).status).to.equal('accepted');
  });

  it('of several commands sets each attribute as the last wants it', async () => {
    const { acting, run } = actingSession();
    stands(noted, holding({ tier: 'gold', step: '2' }));
    patch({ tier: 'gold', step: '2' }).reply(202);
    const commands = [{ tier: 'gold', step: '1' }, { step: '2' }].map((attributes) => ({
      ...{ set: 'attributes' as const, conversation: 'c-1', attributes },
    }));
    expect(await run(setStates(acting, commands))).to.deep.equal({ status: 'done' });
  });

  it('and how it is routed may be wanted together: what is left to be done is told', async () => {
    const { acting, run } = actingSession();
    stands(noted, holding({ tier: 'gold' }), over);
    patch({ tier: 'gold' }).reply(202);
    const outcome = await run(
      setStates(acting, [
        { set: 'priority', conversation: 'c-1', points: 3 },
        { set: 'attributes', conversation: 'c-1', attributes: { tier: 'gold' } },
      ]),
    );
    expect(outcome.status).to.equal('tooLate');
  });

  it('sends no attributes that are so, and none without a customer', async () => {
    const { acting, run } = actingSession();
    stands(noted, told('c-1'));
    expect((await run(setAttributes(acting, 'c-1', { intent: 'refund' }))).status).to.equal('alreadySo');
    expect((await run(setAttributes(acting, 'c-1', { intent: 'refund' }))).status).to.equal('notActed');
  });

  it('sets the external tag, once, and neither of what is over nor where others have set one', async () => {
    const { acting, run } = actingSession();
    stands(waiting, { ...waiting, externalTag: 'case-7' }, over, { ...waiting, externalTag: 'CRM-1' });
    api().put('/api/v2/conversations/c-1/tags', { externalTag: 'case-7' }).reply(202, '""');
    const outcomes: string[] = [];
    for (let times = 0; times < 4; times++) {
      outcomes.push((await run(setExternalTag(acting, 'c-1', 'case-7'))).status);
    }
    expect(outcomes).to.deep.equal(['done', 'alreadySo', 'tooLate', 'notActed']);
  });
});

const query = (conversations: object[]) =>
  api()
    .post('/api/v2/analytics/conversations/details/query')
    .reply(200, { conversations, totalHits: conversations.length });

describe('a callback', () => {
  useNetwork();
  const wish = {
    id: 'command-1',
    queue: 'Billing',
    number: '+4930123456',
    customerName: 'A',
    at: Date.parse(iso(600)),
  };
  const create = ({ acting, run }: ReturnType<typeof actingSession>, occasion = first) =>
    run(createCallback(acting, wish, occasion));
  const post = () =>
    api().post('/api/v2/conversations/callbacks', {
      ...{ queueId: 'q-1', callbackNumbers: ['+4930123456'], data: { signalboxCommand: 'command-1' } },
      ...{ callbackUserName: 'A', callbackScheduledTime: iso(600) },
    });
  const created = told('c-1', customer(0, { attributes: { signalboxCommand: 'command-1' } }));

  it('is created, and marked with its command', async () => {
    post().reply(200, { conversation: { id: 'c-9' }, callbackIdentifiers: [] });
    expect(await create(actingSession())).to.deep.equal({ status: 'done' });
  });

  it('whose answer is lost is looked for by its mark', async () => {
    const made = actingSession();
    post().reply(502);
    query([]);
    query([{ conversationId: 'c-1' }]);
    stands(created);
    expect(await create(made)).to.deep.equal({ status: 'done' });
    expect(made.sent.filter((step) => step === 'callbacks')).to.have.length(1);
  });

  it('whose answer is lost and which is not to be seen stays unknown', async () => {
    post().reply(502);
    for (let looks = 0; looks < 4; looks++) query([{ conversationId: 'c-1' }]);
    stands(waiting, waiting, waiting, waiting);
    expect((await create(actingSession())).status).to.equal('unknown');
  });

  it('that is asked for again is looked for and never sent again', async () => {
    query([{ conversationId: 'c-1' }]);
    stands(created);
    expect((await create(actingSession(), again)).status).to.equal('alreadySo');
    query([]);
    expect((await create(actingSession(), again)).status).to.equal('unknown');
  });
});

describe('an offer of a callback', () => {
  useNetwork();
  const offer: OneShotCommand = { id: 'command-1', conversation: 'c-1', do: 'offer', offer: 'callback' };
  const callback = { queue: 'Billing' };
  const from = (address?: string) =>
    told('c-1', customer(0, { endTime: iso(60), ...(address === undefined ? {} : { address }) }));

  for (const address of ['tel:+4930123456', '+4930123456', 'sip:+4930123456@edge.example.com'])
    it(`to ${address} is made good where it is said in which queue, also when they have hung up`, async () => {
      const { acting, run } = actingSession({ callback });
      stands(from(address));
      const body = { callbackNumbers: ['+4930123456'], data: { signalboxCommand: 'command-1' } };
      api()
        .post('/api/v2/conversations/callbacks', { queueId: 'q-1', ...body })
        .reply(200, { conversation: { id: 'c-9' }, callbackIdentifiers: [] });
      expect(await run(act(acting, offer, first))).to.deep.equal({ status: 'done' });
    });

  for (const address of [undefined, 'tel:anonymous', 'ana@example.com', '+1 555', 'sip:agent@example.com'])
    it(`to ${address} is made to nobody, and says so`, async () => {
      const { acting, run } = actingSession({ callback });
      stands(from(address));
      const { status, why } = await run(act(acting, offer, first));
      expect([status, why]).to.deep.equal([
        ...['notActed', 'the customer has no telephone number to be called back at'],
      ]);
    });

  it('is told to a flow where nobody says in which queue; and so is every other offer', async () => {
    for (const [settings, offered] of [
      [{}, 'callback'],
      [{ callback }, 'voicemail'],
    ] as const) {
      const { acting, run } = actingSession({ offerAttribute: 'offer', ...settings });
      stands(from(), told('c-1', customer(0, { attributes: { offer: offered } })));
      api()
        .patch('/api/v2/conversations/c-1/participants/customer/attributes', {
          attributes: { offer: offered },
        })
        .reply(202);
      expect(await run(act(acting, { ...offer, offer: offered }, first))).to.deep.equal({
        status: 'done',
      });
    }
  });
});

describe('an e-mail to a supervisor', () => {
  useNetwork();
  const command: OneShotCommand = {
    id: '0123456789abcdef',
    conversation: 'c-1',
    do: 'notify',
    supervisor: 'lead@example.com',
    about: 'refunds',
  };
  const fromAddress = 'signalbox@example.com';
  const post = () =>
    api().post('/api/v2/conversations/emails/agentless', {
      ...{
        senderType: 'Outbound',
        fromAddress: { email: fromAddress },
        toAddresses: [{ email: 'lead@example.com' }],
      },
      ...{ subject: 'refunds [0123456789ab]', textBody: 'refunds\n\nConversation c-1' },
    });
  const sent = {
    participants: [{ sessions: [{ segments: [{ subject: 'refunds [0123456789ab]' }] }] }],
  };

  it('is sent from the configured address, marked with its command', async () => {
    const { acting, run } = actingSession({ fromAddress });
    post().reply(200, { conversationId: 'c-9' });
    expect(await run(act(acting, command, first))).to.deep.equal({ status: 'done' });
  });

  it('whose answer is lost is looked for by its mark', async () => {
    const { acting, run } = actingSession({ fromAddress });
    post().reply(500);
    query([{ participants: [{}] }]);
    query([sent]);
    expect(await run(act(acting, command, first))).to.deep.equal({ status: 'done' });
  });

  it('that is asked for again is looked for and never sent again', async () => {
    const { acting, run } = actingSession({ fromAddress });
    query([sent]);
    expect((await run(act(acting, command, again))).status).to.equal('alreadySo');
    query([]);
    expect((await run(act(acting, command, again))).status).to.equal('unknown');
  });

  it('without a sender is not sent, and says what to set', async () => {
    const { acting, run } = actingSession({}, 0);
    const outcome = await run(act(acting, command, first));
    expect(outcome.status).to.equal('notActed');
    expect(outcome.why).to.contain('acting.fromAddress');
  });

  it('is another plugin’s to do where there is no sender; records and webhooks are always', () => {
    const { acting } = actingSession({}, 0);
    const does = (mails: boolean) =>
      new GenesysActor(() => acting, new Door('a key of sixteen characters', 1), mails).does;
    expect(does(true)).to.include('do notify').and.not.include('do crm').and.not.include('do webhook');
    expect(does(false)).to.have.members(does(true).filter((kind) => kind !== 'do notify'));
  });

  for (const spoken of [
    { do: 'offer', offer: 'callback' },
    { do: 'say', text: 'Please hold' },
  ] as const) {
    it(`is not what a flow ${spoken.do}s`, async () => {
      const { acting, run } = actingSession({}, 0);
      const outcome = await run(act(acting, { id: 'x', conversation: 'c-1', ...spoken }, first));
      expect(outcome.status).to.equal('notActed');
    });
  }
});
