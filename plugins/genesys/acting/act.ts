import type { OneShotCommand } from '../../../engine/decisions/record.ts';
import type { ActOutcome, Acting, Occasion } from './acting.ts';
import { sendEmail } from './sendEmail.ts';
import { transferToQueue } from './transfer.ts';

/**
 * Does what a decision wants done once. What is offered or said to a customer is not done here: the flow that asked for
 * the decision does it.
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
    case 'say':
      return { status: 'notActed', why: 'the flow that asked for the decision says and offers it' };
  }
}
