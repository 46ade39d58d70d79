import type { ActOutcome } from '../../../../engine/exchange.ts';
import { expect } from 'chai';
import type { OneShotCommand } from '../../../../engine/decisions/record.ts';
import { act } from '../../../../plugins/genesys/acting/act.ts';
import { assignToAgent } from '../../../../plugins/genesys/acting/assign.ts';
import { createCallback } from '../../../../plugins/genesys/acting/createCallback.ts';
import { sendEmail } from '../../../../plugins/genesys/acting/sendEmail.ts';
import { setExternalTag } from '../../../../plugins/genesys/acting/externalTag.ts';
import { setAttributes } from '../../../../plugins/genesys/acting/setAttributes.ts';
import { setRouting, type RoutingCommand } from '../../../../plugins/genesys/acting/setRouting.ts';
import { transferToQueue } from '../../../../plugins/genesys/acting/transfer.ts';
import { readConversation } from '../../../../plugins/genesys/reading/conversations.ts';
import { quietShopWith } from '../../../harness/sandbox/sandboxes.ts';
import { withPlugin, type Plugged } from './plugged.ts';

/** What may become of a call without the plugin being told. */
const unanswered = ['timeoutAfterApplying', 'noAnswer', 'cutJson'] as const;

async function away(plugged: Plugged, ...agents: string[]): Promise<void> {
  for (const agent of agents) await plugged.presence(agent, 'Break');
}

function occasion({ lockStep }: Plugged, isRepeated = false) {
  return { decidedAt: lockStep.clock.now(), isRepeated };
}

async function status(plugged: Plugged, outcome: Promise<ActOutcome>): Promise<string> {
  return (await plugged.lockStep.run(outcome)).status;
}

/** How often an operation was carried out. */
async function applied({ exchanges }: Plugged, operation: string): Promise<number> {
  return (await exchanges(operation)).filter((one) => one.applied !== undefined).length;
}

const skills = (conversation: string, ...names: string[]): RoutingCommand => ({
  set: 'skills',
  conversation,
  skills: names,
});

const priority = (conversation: string, points: number): RoutingCommand => ({
  set: 'priority',
  conversation,
  points,
});

describe('acting on a sandbox', function () {
  this.timeout(30_000);

  it('skills: who may take it; named ones that are there are not sent again', () =>
    withPlugin(async (plugged) => {
      await away(plugged, 'ana', 'cho');
      const id = await plugged.come('a', { queue: 'Orders', requiredSkills: 'Refunds' });
      expect((await plugged.state(id)).place, 'ben has not that skill').to.equal('waiting');
      const { acting } = plugged;
      expect(await status(plugged, setRouting(acting, id, [skills(id, 'Refunds')]))).to.equal('alreadySo');
      const replacing = { ...acting, settings: { ...acting.settings, skills: 'replace' as const } };
      expect(await status(plugged, setRouting(replacing, id, [skills(id, 'Orders')]))).to.equal('done');
      expect(await plugged.state(id)).to.include({ place: 'withAgent', agent: 'ben' });
      expect(await applied(plugged, 'patchRoutingConversation')).to.equal(1);
      expect(await status(plugged, setRouting(acting, id, [skills(id, 'Orders')]))).to.equal('tooLate');
    }));

  it('language: who speaks it', () =>
    withPlugin(async (plugged) => {
      await away(plugged, 'ana');
      const id = await plugged.come('a', { queue: 'Refunds', language: 'es-US' });
      expect((await plugged.state(id)).place).to.equal('waiting');
      const command = { ...skills(id), language: 'en-US' } as const;
      expect(await status(plugged, setRouting(plugged.acting, id, [command]))).to.equal('done');
      expect(await plugged.state(id)).to.include({ place: 'withAgent', agent: 'cho' });
    }));

  it('priority: who is next', () =>
    withPlugin(async (plugged) => {
      await away(plugged, 'ana', 'cho');
      const first = await plugged.come('first');
      await plugged.lockStep.pass(90);
      const second = await plugged.come('second');
      const command = priority(second, 2);
      expect(await status(plugged, setRouting(plugged.acting, second, [command]))).to.equal('done');
      expect(await status(plugged, setRouting(plugged.acting, second, [command]))).to.equal('alreadySo');
      await plugged.presence('ana', 'On Queue');
      expect((await plugged.state(second)).place).to.equal('withAgent');
      expect((await plugged.state(first)).place).to.equal('waiting');
    }));

  it('scored agents: the best of them who is free', () =>
    withPlugin(
      async (plugged) => {
        await away(plugged, 'ana', 'cho');
        const id = await plugged.come('a');
        const { ana, cho } = plugged.driven.ids.users;
        const agents = [
          { agent: ana!, score: 70 },
          { agent: cho!, score: 90 },
        ];
        const command = { set: 'scoredAgents', conversation: id, agents } as const;
        expect(await status(plugged, setRouting(plugged.acting, id, [command]))).to.equal('done');
        expect(await status(plugged, setRouting(plugged.acting, id, [command]))).to.equal('alreadySo');
        await plugged.presence('ana', 'On Queue');
        expect(await plugged.state(id)).to.include({ place: 'withAgent', agent: 'ana' });
      },
      { org: quietShopWith({}, { queueSettings: {} }) },
    ));

  it('assignment: that agent, whatever the skills', () =>
    withPlugin(async (plugged) => {
      await away(plugged, 'ana', 'cho');
      const id = await plugged.come('a', { queue: 'Refunds', requiredSkills: 'Refunds' });
      const ben = plugged.driven.ids.users['ben']!;
      expect(await status(plugged, assignToAgent(plugged.acting, id, ben))).to.equal('done');
      expect(await status(plugged, assignToAgent(plugged.acting, id, ben))).to.equal('alreadySo');
      expect(await applied(plugged, 'postConversationAssign')).to.equal(1);
    }));

  it('transfer: from a queue and from an agent, once; not what a flow has', () =>
    withPlugin(async (plugged) => {
      await away(plugged, 'ana', 'cho');
      const { acting } = plugged;
      const waiting = await plugged.come('waiting');
      expect(await status(plugged, transferToQueue(acting, waiting, 'Orders', occasion(plugged)))).to.equal(
        'done',
      );
      expect(await plugged.state(waiting)).to.include({ queue: 'Orders', agent: 'ben' });
      await away(plugged, 'ben');
      await plugged.lockStep.pass(10);
      expect(await status(plugged, transferToQueue(acting, waiting, 'Refunds', occasion(plugged)))).to.equal(
        'done',
      );
      expect(await plugged.state(waiting)).to.include({ place: 'waiting', queue: 'Refunds' });
      const again = transferToQueue(acting, waiting, 'Refunds', occasion(plugged));
      expect(await status(plugged, again)).to.equal('alreadySo');
    }));

  for (const kind of unanswered) {
    it(`transfer, of which nobody hears (${kind}): settled by a look, not sent again`, () =>
      withPlugin(async (plugged) => {
        await away(plugged, 'ana', 'ben', 'cho');
        const id = await plugged.come('a');
        const operation = 'postConversationParticipantReplaceQueue';
        await plugged.befall({ kind, operation });
        const outcome = transferToQueue(plugged.acting, id, 'Orders', occasion(plugged));
        expect(await status(plugged, outcome)).to.equal('done');
        expect(await plugged.state(id)).to.include({ place: 'waiting', queue: 'Orders' });
        expect(await applied(plugged, operation)).to.equal(1);
      }));

    it(`callback and e-mail, of which nobody hears (${kind}): found by the command’s id, not made again`, () =>
      withPlugin(async (plugged) => {
        await away(plugged, 'ana', 'ben', 'cho');
        const { acting, lockStep } = plugged;
        const operations = ['postConversationsCallbacks', 'postConversationsEmailsAgentless'];
        await plugged.befall(...operations.map((operation) => ({ kind, operation })));
        const decided = occasion(plugged);
        const wish = {
          id: 'command-1',
          queue: 'Orders',
          number: '+15550100',
          at: lockStep.clock.now() + 7_200_000,
        };
        expect(await status(plugged, createCallback(acting, wish, decided))).to.equal('done');
        const email = { id: 'command-2', to: 'lead@example.com', subject: 'Look', text: 'Please.' };
        expect(await status(plugged, sendEmail(acting, email, decided))).to.equal('done');
        const repeated = { ...decided, isRepeated: true };
        expect(await status(plugged, createCallback(acting, wish, repeated))).to.equal('alreadySo');
        expect(await status(plugged, sendEmail(acting, email, repeated))).to.equal('alreadySo');
        for (const operation of operations) expect(await applied(plugged, operation), operation).to.equal(1);
      }));

    it(`what sets a state, of which nobody hears (${kind}): sent again, and so once`, () =>
      withPlugin(async (plugged) => {
        await away(plugged, 'ana', 'ben', 'cho');
        const { acting, genesys, reading, lockStep } = plugged;
        const id = await plugged.come('a');
        const operations = [
          'patchConversationParticipantAttributes',
          'putConversationTags',
          'patchRoutingConversation',
        ];
        await plugged.befall(...operations.map((operation) => ({ kind, operation })));
        expect(await status(plugged, setAttributes(acting, id, { handoffReason: 'angry' }))).to.equal('done');
        expect(await status(plugged, setAttributes(acting, id, { handoffReason: 'angry' }))).to.equal(
          'alreadySo',
        );
        expect(await status(plugged, setExternalTag(acting, id, 'CRM-1'))).to.equal('done');
        expect(await status(plugged, setExternalTag(acting, id, 'CRM-1'))).to.equal('alreadySo');
        const command = priority(id, 3);
        expect(await status(plugged, setRouting(acting, id, [command]))).to.equal('done');
        const { snapshot } = await lockStep.run(readConversation(genesys, id, reading.manner));
        expect(snapshot.externalTag).to.equal('CRM-1');
        expect(snapshot.participants.find(({ purpose }) => purpose === 'customer')!.attributes).to.include({
          handoffReason: 'angry',
        });
        expect(
          snapshot.participants.findLast(({ purpose }) => purpose === 'acd')!.routing!.priority,
        ).to.equal(3);
        // An answer without a body has no half.
        const isEmpty = (operation: string): boolean =>
          operation === 'patchConversationParticipantAttributes';
        for (const operation of operations) {
          const times = kind === 'cutJson' && isEmpty(operation) ? 1 : 2;
          expect(await applied(plugged, operation), operation).to.equal(times);
        }
      }));
  }

  it('attributes: merged with what is there; another writer and a conflict are got over', () =>
    withPlugin(async (plugged) => {
      await away(plugged, 'ana', 'ben', 'cho');
      const { acting, genesys, reading, lockStep } = plugged;
      const id = await plugged.come('a', { queue: 'Refunds', customerSegment: 'gold' });
      const attributesNow = async () => {
        const { snapshot } = await lockStep.run(readConversation(genesys, id, reading.manner));
        return snapshot.participants.find(({ purpose }) => purpose === 'customer')!;
      };
      const operation = 'patchConversationParticipantAttributes';
      await plugged.befall({ kind: 'conflict', operation });
      expect(await status(plugged, setAttributes(acting, id, { slaStatus: 'breach' }))).to.equal('done');
      expect((await attributesNow()).attributes).to.include({ slaStatus: 'breach', customerSegment: 'gold' });
      expect(await applied(plugged, operation)).to.equal(1);
      const participantId = (await attributesNow()).id;
      const params = { path: { conversationId: id, participantId } };
      const body = { attributes: { slaStatus: 'mine' } };
      const other = genesys.call(operation, { params, body }, reading.manner);
      const outcome = setAttributes(acting, id, { slaStatus: 'compliant', step: '2' });
      await lockStep.run(other);
      expect(await status(plugged, outcome)).to.equal('done');
      expect(await applied(plugged, operation)).to.be.at.least(3);
      expect((await attributesNow()).attributes).to.include({ slaStatus: 'compliant', step: '2' });
    }));

  it('a callback waits until its time, and is offered to its queue then', () =>
    withPlugin(async (plugged) => {
      await away(plugged, 'ana', 'ben', 'cho');
      const { acting, lockStep } = plugged;
      const wish = { id: 'c', queue: 'Orders', number: '+15550100', at: lockStep.clock.now() + 3_600_000 };
      expect(await status(plugged, createCallback(acting, wish, occasion(plugged)))).to.equal('done');
      const callback = async () =>
        (await plugged.states()).find(({ mediaType }) => mediaType === 'callback')!;
      expect((await callback()).place).to.equal('before');
      await lockStep.pass(3600);
      expect(await callback()).to.include({ place: 'waiting', queue: 'Orders' });
    }));

  it('a command of a decision is done; what is said to the customer, the flow says', () =>
    withPlugin(async (plugged) => {
      await away(plugged, 'ana', 'ben', 'cho');
      const conversation = await plugged.come('a');
      const of = { conversation, id: 'command-3' };
      const lead = 'lead@example.com';
      const commands: readonly (readonly [OneShotCommand, string])[] = [
        [{ ...of, do: 'transfer', queue: 'Orders' }, 'done'],
        [{ ...of, do: 'notify', supervisor: lead, about: 'a refund' }, 'done'],
        [{ ...of, do: 'say', text: 'Hello' }, 'notActed'],
      ];
      for (const [command, wanted] of commands) {
        expect(await status(plugged, act(plugged.acting, command, occasion(plugged))), command.do).to.equal(
          wanted,
        );
      }
      expect(await plugged.state(conversation)).to.include({ place: 'waiting', queue: 'Orders' });
    }));
});
