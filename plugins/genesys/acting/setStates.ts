import type { StateCommand } from '../../../engine/decisions/record.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import { actStatuses } from '../../../engine/facts/occurrence.ts';
import type { Acting } from './acting.ts';
import { setAttributes } from './setAttributes.ts';
import { setRouting, type RoutingCommand } from './setRouting.ts';

/**
 * Brings a conversation to states that are wanted together: its attributes, then how it is routed.
 * @param commands of one conversation, at least one; of two attributes of one name the later counts.
 * @returns what became of them all: of two outcomes the one that leaves more to be done.
 * @throws as `setAttributes` and `setRouting` do.
 */
export async function setStates(acting: Acting, commands: readonly StateCommand[]): Promise<ActOutcome> {
  const { conversation } = commands[0]!;
  const noting = commands.filter((command) => command.set === 'attributes');
  const routing = commands.filter((command): command is RoutingCommand => command.set !== 'attributes');
  const outcomes: ActOutcome[] = [];
  if (noting.length > 0) {
    const attributes = Object.assign({}, ...noting.map((command) => command.attributes)) as Readonly<
      Record<string, string>
    >;
    outcomes.push(await setAttributes(acting, conversation, attributes));
  }
  if (routing.length > 0) outcomes.push(await setRouting(acting, conversation, routing));
  return outcomes.reduce((worse, one) => (rank(one) > rank(worse) ? one : worse));
}

/** Something was done, where one outcome is that it was and the other that there was nothing to do. */
function rank({ status }: ActOutcome): number {
  return status === 'done' ? 1 : status === 'alreadySo' ? 0 : actStatuses.indexOf(status);
}
