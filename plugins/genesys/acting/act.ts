import type { Occasion } from '../../../engine/ports.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import type { OneShotCommand } from '../../../engine/decisions/record.ts';
import type { Acting } from './acting.ts';
import { sendEmail } from './sendEmail.ts';
import { setAttributes } from './setAttributes.ts';
import { transferToQueue } from './transfer.ts';

/**
 * Does what a decision wants done once. What is offered or said to a customer a flow does, which reads it in an attribute
 * if the settings name one; a flow that asked for the decision has it already.
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
    case 'offer':
      return tellFlow(acting, command.conversation, acting.settings.offerAttribute, command.offer);
    case 'say':
      return tellFlow(acting, command.conversation, acting.settings.sayAttribute, command.text);
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
