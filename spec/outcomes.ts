import type { CommandOutcome } from '../engine/exchange.ts';
import type { EndedCommand } from '../engine/store.ts';

/** How a command ended, as a plugin of the spec said it. */
export function endedAs(
  number: number,
  status: CommandOutcome['outcome']['status'],
  more: Partial<CommandOutcome> = {},
): EndedCommand {
  const outcome = status === 'done' ? { status } : { status, why: 'it is so' };
  const command = { id: `t-${number}`, conversation: 'c-1', do: 'transfer', queue: 'Cards' } as const;
  const asked = { decision: 'c-1/skills/1', decidedAt: 4, plugin: 'spec', attempts: 1, latencySeconds: 0.5 };
  return { number, ended: { command, ...asked, endedAt: 9, outcome, ...more } };
}
