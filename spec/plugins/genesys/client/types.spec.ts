import { expect } from 'chai';
import { baseUrlAddress } from '../../../../plugins/genesys/client/address.ts';
import { GenesysClient } from '../../../../plugins/genesys/client/client.ts';
import { VirtualClock } from '../../../../harness/lockStep/virtualClock.ts';

const bulk = { lane: 'bulk' } as const;

/** Answers all with this, without a network. */
const answering = (body: object): GenesysClient =>
  new GenesysClient({
    address: baseUrlAddress('http://127.0.0.1:1'),
    clientId: 'id',
    clientSecret: 'secret',
    clock: new VirtualClock(5000),
    random: () => 0,
    fetch: () => Promise.resolve(Response.json({ access_token: 'token', expires_in: 100, ...body })),
  });

describe('the types of a call', () => {
  it('are those of the contract, for what is sent and what is read', async () => {
    const genesys = answering({ memberCount: 3 });
    const params = { path: { queueId: 'q-1' } };
    const { data, observedAt } = await genesys.call('getRoutingQueue', { params }, bulk);
    const count: number | undefined = data.memberCount;
    expect([count, observedAt]).to.deep.equal([3, 5000]);

    const conversation = { path: { conversationId: 'c-1' } };
    const [number, word] = [{ priority: 5 }, { priority: 'high' }];
    const set = await genesys.call('patchRoutingConversation', { params: conversation, body: number }, bulk);
    expect(set.data).to.deep.include({ memberCount: 3 });

    // Never run: the compiler has refused it.
    const refused = [
      // @ts-expect-error: the source documents read a capacity of a queue, which does not exist
      (): unknown => data.capacity,
      // @ts-expect-error: nor does the call they list agents by
      () => genesys.call('getRoutingUsers', {}, bulk),
      // @ts-expect-error: a priority is a number
      () => genesys.call('patchRoutingConversation', { params: conversation, body: word }, bulk),
      // @ts-expect-error: which conversation, is not said
      () => genesys.call('patchRoutingConversation', { body: number }, bulk),
      // @ts-expect-error: a call that has a body needs one
      () => genesys.call('postConversationAssign', { params: conversation }, bulk),
      // @ts-expect-error: there is no such lane
      () => genesys.call('getRoutingQueue', { params }, { lane: 'urgent' }),
    ];
    expect(refused).to.have.length(6);
  });

  it('know where an answer has no body', async () => {
    const genesys = answering({});
    const params = { path: { conversationId: 'c-1', participantId: 'p-1' } };
    const body = { attributes: { intent: 'refund' } };
    const { data } = await genesys.call('patchConversationParticipantAttributes', { params, body }, bulk);
    const nothing: undefined = data;
    expect(nothing).to.not.equal(null);
  });
});
