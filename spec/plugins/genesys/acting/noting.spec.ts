import { expect } from 'chai';
import type { OneShotCommand } from '../../../../engine/decisions/record.ts';
import { act } from '../../../../plugins/genesys/acting/act.ts';
import { createCallback } from '../../../../plugins/genesys/acting/createCallback.ts';
import { setAttributes, setExternalTag } from '../../../../plugins/genesys/acting/setAttributes.ts';
import { api } from '../session.ts';
import { customer, iso, told } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';
import { actingSession, again, first, over, stands, waiting } from './acting.ts';

describe('noting with a conversation', () => {
  useNetwork();
  const noted = told('c-1', customer(0, { attributes: { intent: 'refund', other: 'x' } }));

  it('sets only the attributes that are not so already, with the customer', async () => {
    const { acting, run } = actingSession();
    stands(noted);
    const path = '/api/v2/conversations/c-1/participants/customer/attributes';
    api()
      .patch(path, { attributes: { tier: 'gold' } })
      .reply(202);
    const outcome = await run(setAttributes(acting, 'c-1', { intent: 'refund', tier: 'gold' }));
    expect(outcome).to.deep.equal({ status: 'done' });
  });

  it('sends no attributes that are so, and none without a customer', async () => {
    const { acting, run } = actingSession();
    stands(noted, told('c-1'));
    expect((await run(setAttributes(acting, 'c-1', { intent: 'refund' }))).status).to.equal('alreadySo');
    expect((await run(setAttributes(acting, 'c-1', { intent: 'refund' }))).status).to.equal('notActed');
  });

  it('sets the external tag, once, and not of what is over', async () => {
    const { acting, run } = actingSession();
    stands(waiting, { ...waiting, externalTag: 'case-7' }, over);
    api().put('/api/v2/conversations/c-1/tags', { externalTag: 'case-7' }).reply(202, '""');
    const outcomes: string[] = [];
    for (let times = 0; times < 3; times++) {
      outcomes.push((await run(setExternalTag(acting, 'c-1', 'case-7'))).status);
    }
    expect(outcomes).to.deep.equal(['done', 'alreadySo', 'tooLate']);
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
