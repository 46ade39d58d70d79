import type { Occasion } from '../../../engine/ports.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import type { OneShotCommand } from '../../../engine/decisions/record.ts';
import type { Acting } from './acting.ts';
import { assignToAgent } from './assign.ts';
import { callBack } from './callBack.ts';
import { sendEmail } from './sendEmail.ts';
import { setAttributes } from './setAttributes.ts';
import { transferToQueue } from './transfer.ts';

/** The offer that can be made good without a flow. */
const callbackOffer = 'callback';

/**
 * Does what a decision wants done once. What is offered or said to a customer a flow does, which reads it in an attribute
 * if the settings name one; a flow that asked for the decision has it already. A callback is created where the settings
 * say in which queue.
 * @throws ProblemError when a name is unknown; GenesysError where it is certain that nothing was done.
 */
export async function act(acting: Acting, command: OneShotCommand, occasion: Occasion): Promise<ActOutcome> {
  switch (command.do) {
    case 'transfer':
      return transferToQueue(acting, command.conversation, command.queue, occasion);
    case 'notify': {
      const text = `${command.about}\n\nConversation ${command.conversation}`;
      const { id, supervisor: to, about: subject } = command;
      return sendEmail(acting, { id, to, subject, text }, occasion);
    }
    case 'assign':
      return assignToAgent(acting, command.conversation, command.agent);
    case 'offer': {
      const { id, conversation } = command;
      const queue = command.offer === callbackOffer ? acting.settings.callback?.queue : undefined;
      if (queue !== undefined) return callBack(acting, { id, conversation, queue }, occasion);
      return tellFlow(acting, command.conversation, acting.settings.offerAttribute, command.offer);
    }
    case 'say':
      return tellFlow(acting, command.conversation, acting.settings.sayAttribute, command.text);
    case 'crm':
    case 'webhook':
      return { status: 'notActed', why: `Genesys Cloud does no ${command.do}: list a plugin that does` };
  }
}

async function tellFlow(
  acting: Acting,
  conversation: string,
  attribute: string | undefined,
  value: string,
): Promise<ActOutcome> {
  if (attribute !== undefined) return setAttributes(acting, conversation, { [attribute]: value });
  const why =
    'no attribute is set that a flow reads it in: give acting.offerAttribute and acting.sayAttribute';
  return { status: 'notActed', why };
}
