import { expect } from 'chai';
import { assignToAgent } from '../../../../plugins/genesys/acting/assign.ts';
import { act } from '../../../../plugins/genesys/acting/act.ts';
import { transferToQueue } from '../../../../plugins/genesys/acting/transfer.ts';
import { api, failure } from '../session.ts';
import { agent, customer, iso, queue, told } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';
import { actingSession, first, over, stands, waiting, withAgent, withBot } from './acting.ts';

const replace = (participant: string) =>
  api().post(`/api/v2/conversations/c-1/participants/${encodeURIComponent(participant)}/replace/queue`, {
    queueId: 'q-2',
  });
const moved = told('c-1', customer(0), queue('q-1', 5, { endTime: iso(20) }), queue('q-2', 20));
const movedOn = told(
  'c-1',
  ...[
    customer(0),
    queue('q-1', 5, { endTime: iso(20) }),
    queue('q-2', 20, { endTime: iso(25) }),
    agent('u-1', 25),
  ],
);

describe('a transfer to a queue', () => {
  useNetwork();
  const transfer = ({ acting, run }: ReturnType<typeof actingSession>) =>
    run(transferToQueue(acting, 'c-1', 'Support', first));

  for (const [from, participant] of [
    [waiting, 'q-1 at 5'],
    [withAgent, 'u-1 agent'],
  ] as const) {
    it(`is made from ${participant}, and seen to have come about`, async () => {
      const made = actingSession();
      stands(from, from, moved);
      replace(participant).reply(202);
      expect(await transfer(made)).to.deep.equal({ status: 'done' });
      expect(made.sentAt).to.deep.equal([0, 0, 0, 2]);
    });
  }

  for (const [name, found] of Object.entries({ moved, movedOn })) {
    it(`is not made again when the conversation has ${name} since the decision`, async () => {
      stands(found);
      expect(await transfer(actingSession())).to.deep.equal({ status: 'alreadySo' });
    });
  }

  it('is made when the conversation was in that queue before the decision', async () => {
    const made = actingSession();
    stands(movedOn, told('c-1', ...movedOn.participants!, queue('q-2', 40)));
    replace('u-1 agent').reply(202);
    const later = { decidedAt: Date.parse(iso(30)), isRepeated: false };
    const outcome = await made.run(transferToQueue(made.acting, 'c-1', 'Support', later));
    expect(outcome).to.deep.equal({ status: 'done' });
  });

  it('is not taken for made because the conversation was in that queue before', async () => {
    const made = actingSession();
    stands(movedOn, movedOn, movedOn, movedOn, movedOn);
    replace('u-1 agent').reply(202);
    const later = { decidedAt: Date.parse(iso(30)), isRepeated: false };
    const outcome = await made.run(transferToQueue(made.acting, 'c-1', 'Support', later));
    expect(outcome.status).to.equal('accepted');
  });

  it('whose answer is lost is settled by reading: it was made', async () => {
    const made = actingSession();
    stands(waiting, moved);
    replace('q-1 at 5').replyWithError(Object.assign(new Error('hang up'), { code: 'ECONNRESET' }));
    expect(await transfer(made)).to.deep.equal({ status: 'done' });
    expect(made.sent.filter((step) => step === 'queue')).to.have.length(1);
  });

  it('whose answer is lost and which is not seen is not sent again', async () => {
    const made = actingSession();
    stands(waiting, waiting, waiting, waiting, waiting);
    replace('q-1 at 5').reply(504);
    expect((await transfer(made)).status).to.equal('notDone');
    expect(made.sent.filter((step) => step === 'queue')).to.have.length(1);
    expect(made.sentAt.at(-1)).to.equal(6);
  });

  it('that is accepted and not seen yet is told as such', async () => {
    stands(waiting, waiting, waiting, waiting, waiting);
    replace('q-1 at 5').reply(202);
    expect((await transfer(actingSession())).status).to.equal('accepted');
  });

  it('is too late when the conversation is over, before or meanwhile', async () => {
    stands(over);
    expect((await transfer(actingSession())).status).to.equal('tooLate');
    stands(waiting, over);
    replace('q-1 at 5').reply(404);
    expect((await transfer(actingSession())).status).to.equal('tooLate');
  });

  it('that is refused fails, unless it has come about', async () => {
    const made = actingSession();
    stands(waiting, waiting);
    replace('q-1 at 5').reply(400, { code: 'conversations.error.transfer.not.connected' });
    expect((await failure(transfer(made))).message).to.contain('transfer.not.connected');
    stands(waiting, moved);
    replace('q-1 at 5').reply(400);
    expect(await transfer(actingSession())).to.deep.equal({ status: 'alreadySo' });
  });

  it('of a conversation in a flow is told to the flow, once', async () => {
    stands(withBot);
    const patched = api()
      .patch('/api/v2/conversations/c-1/participants/customer/attributes', {
        attributes: { handoffQueue: 'Support' },
      })
      .reply(200, {});
    const made = actingSession();
    const [customer, bot] = withBot.participants!;
    const handedOff = told('c-1', { ...customer!, attributes: { handoffQueue: 'Support' } }, bot!);
    stands(handedOff);
    expect((await transfer(made)).status).to.equal('accepted');
    expect(patched.isDone()).to.equal(true);
    stands(handedOff);
    expect((await transfer(made)).status).to.equal('alreadySo');
  });

  it('to a queue that is none fails, with what was meant', async () => {
    const { acting, run } = actingSession({}, 0);
    const command = { id: 'x', conversation: 'c-1', do: 'transfer', queue: 'Suport' } as const;
    const error = await failure(run(act(acting, command, first)));
    expect(error.message).to.contain('did you mean "Support"?');
  });
});

describe('an assignment to an agent', () => {
  useNetwork();
  const assign = ({ acting, run }: ReturnType<typeof actingSession>) =>
    run(assignToAgent(acting, 'c-1', 'u-1'));
  const ringing = told('c-1', customer(0), queue('q-1', 5), agent('u-1'));
  const taken = told('c-1', customer(0), queue('q-1', 5), agent('u-2', 9));
  const post = () => api().post('/api/v2/conversations/c-1/assign', { id: 'u-1' });

  it('is made, and done once the agent is rung', async () => {
    stands(waiting, ringing);
    post().reply(202, '""');
    expect(await assign(actingSession())).to.deep.equal({ status: 'done' });
  });

  it('whose answer is lost is settled by reading, not by asking again', async () => {
    const made = actingSession();
    stands(waiting, waiting, ringing);
    post().reply(500);
    expect(await assign(made)).to.deep.equal({ status: 'done' });
    expect(made.sent.filter((step) => step === 'assign')).to.have.length(1);
  });

  for (const [name, found, status] of [
    ['rings with the agent', ringing, 'alreadySo'],
    ['is with the agent', withAgent, 'alreadySo'],
    ['is with another agent', taken, 'tooLate'],
    ['is over', over, 'tooLate'],
  ] as const) {
    it(`is not made when the conversation ${name}`, async () => {
      stands(found);
      expect((await assign(actingSession())).status).to.equal(status);
    });
  }

  it('is too late when another agent takes the conversation meanwhile', async () => {
    stands(waiting, taken);
    post().reply(400);
    expect((await assign(actingSession())).status).to.equal('tooLate');
  });
});
