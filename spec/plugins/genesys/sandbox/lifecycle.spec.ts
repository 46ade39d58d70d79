import { expect } from 'chai';
import { withNotifications, polling, type Followed } from './followed.ts';
import { withPlugin, type Plugged } from './plugged.ts';

const followed = { followParticipants: true, followMessages: true };

/** What was told of a conversation's participants and messages, in short. */
function trail({ conversations }: Followed, id: string) {
  const { participants = {}, messages = { known: {} } } = conversations.get(id)!;
  const states = Object.values(participants).map(({ purpose, state }) => `${purpose} ${state}`);
  return { states: states.sort(), messages: messages.known };
}

/** The agent who has a conversation writes; the customer's end says what becomes of it. @returns the message's id. */
async function answered(plugged: Plugged, id: string): Promise<string> {
  const { lockStep, genesys, reading, driven, befall } = plugged;
  const { manner } = reading;
  const { data } = await lockStep.run(
    genesys.call('getConversation', { params: { path: { conversationId: id } } }, manner),
  );
  const communicationId = data.participants.find(({ purpose }) => purpose === 'agent')!.messages![0]!.id!;
  const params = { path: { conversationId: id, communicationId } };
  const body = { textBody: 'Here it is', mediaIds: ['file-1'] };
  const sent = await lockStep.run(
    genesys.call('postConversationsMessageCommunicationMessages', { params, body }, manner),
  );
  await lockStep.pass(3);
  await befall({ kind: 'reorder' }, { kind: 'repeat' }, { kind: 'repeat' });
  for (const status of ['Delivered', 'Sent', 'Delivered']) {
    const time = new Date(lockStep.clock.now()).toISOString();
    const receipt = { id: sent.data.id!, status, channel: { to: { id: 'one' }, time } };
    const path = { integrationId: driven.ids.openIntegrationId };
    await lockStep.run(
      genesys.call('postConversationsMessageInboundOpenReceipt', { params: { path }, body: receipt }, manner),
    );
    await lockStep.pass(1);
  }
  return sent.data.id!;
}

/** A customer writes, with a picture. */
async function write({ lockStep, genesys, reading, driven }: Plugged, from: string): Promise<void> {
  const params = { path: { integrationId: driven.ids.openIntegrationId } };
  const channel = {
    from: { id: from, idType: 'Opaque' },
    time: new Date(lockStep.clock.now()).toISOString(),
  };
  const attachment = { mediaType: 'Image', mime: 'image/png', url: 'https://files.example.com/1.png' };
  const body = { channel, text: 'Look', content: [{ attachment }] } as never;
  await lockStep.run(
    genesys.call('postConversationsMessageInboundOpenMessage', { params, body }, reading.manner),
  );
}

describe('participants and messages of a sandbox', function () {
  this.timeout(60_000);

  it('by notifications, repeated and out of order: each in its last state, each message with its receipt', () =>
    withPlugin((plugged) =>
      withNotifications(
        plugged,
        async (heard) => {
          const { lockStep } = plugged;
          await plugged.befall({ kind: 'repeat' }, { kind: 'reorder' });
          const id = await plugged.come('one');
          await write(plugged, 'one');
          await lockStep.pass(5);
          const message = await answered(plugged, id);
          await lockStep.quiet();
          const now = trail(heard, id);
          expect(now.states).to.include.members(['customer active', 'agent active', 'queue left']);
          const { [message]: answer, ...others } = now.messages;
          expect(answer).to.include({ direction: 'outbound', attachments: 1 });
          expect(answer!.deliveredAt! - answer!.sentAt!).to.be.within(3000, 5000);
          const attachments = Object.values(others).map((one) => [one.direction, one.attachments]);
          expect(attachments.sort()).to.deep.equal([
            ['inbound', 0],
            ['inbound', 1],
          ]);
          const params = { path: { conversationId: id } };
          await lockStep.run(
            plugged.genesys.call('postConversationDisconnect', { params }, plugged.reading.manner),
          );
          await lockStep.pass(60);
          const over = trail(heard, id);
          expect(over.states.filter((state) => / (active|joined|pending)$/.test(state))).to.deep.equal([]);
          expect(plugged.problems).to.deep.equal([]);
          const told = heard.events.map(({ event }) => JSON.stringify(event));
          expect(new Set(told).size, 'each once').to.equal(told.length);
          // The budget of requests is for what nobody tells.
          expect(await plugged.exchanges('postConversationsMessageMessagesBulk')).to.deep.equal([]);
        },
        followed,
      ),
    ));

  it('by a poll: receipts with the platform’s times, asked for once', () =>
    withPlugin(async (plugged) => {
      const { lockStep } = plugged;
      const { followed: polled, source } = polling(plugged, followed);
      const id = await plugged.come('one');
      await lockStep.pass(5);
      const message = await answered(plugged, id);
      await lockStep.pass(600);
      await lockStep.run(source.poll());
      await lockStep.pass(60);
      await lockStep.run(source.poll());
      const { [message]: answer } = trail(polled, id).messages;
      expect(answer!.deliveredAt! - answer!.sentAt!).to.equal(3000);
      expect(await plugged.exchanges('postConversationsMessageMessagesBulk')).to.have.length(1);
      expect(plugged.problems).to.deep.equal([]);
    }));

  it('by a poll, where times of receipts cannot be had: from when it was read, and told', () =>
    withPlugin(async (plugged) => {
      const { lockStep } = plugged;
      const { followed: polled, source } = polling(plugged, followed);
      const id = await plugged.come('one');
      await lockStep.pass(5);
      const message = await answered(plugged, id);
      await lockStep.pass(600);
      await plugged.befall({ kind: 'forbidden', operation: 'postConversationsMessageMessagesBulk' });
      await lockStep.run(source.poll());
      const { [message]: answer } = trail(polled, id).messages;
      expect(answer!.deliveredAt! - answer!.sentAt!).to.be.at.least(600_000);
      expect(plugged.problems.map(({ code }) => code)).to.deep.equal(['genesys-source-failed']);
    }));
});
