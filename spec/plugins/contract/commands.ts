import type { Command } from '../../../engine/decisions/record.ts';
import type { KeptDecision, OutboxEntry, Store } from '../../../engine/store.ts';

/** A decision of these commands, which are all that matters of it. */
export function decision(number: number, ...commands: readonly Command[]): KeptDecision {
  const body = {
    id: `c-1/skills/${number}`,
    at: '2026-03-02T09:00:00.000Z',
    policy: { name: 'p', hash: 'h' },
    commands,
  } as never;
  return { number, record: { body, envelope: { engineVersion: '1', stage: 'active', decidedAt: 1 } } };
}

export function transfer(id: string): Command {
  return { id, conversation: 'c-1', do: 'transfer', queue: 'Cards' };
}

export function priority(points: number, conversation = 'c-1'): Command {
  return { set: 'priority', conversation, points };
}

/** Everything in the outbox of a store that holds little. */
export function outboxOf(store: Store): Promise<readonly OutboxEntry[]> {
  return store.outbox(0, 100);
}

export async function commandsOf(store: Store): Promise<readonly Command[]> {
  return (await outboxOf(store)).map(({ command }) => command);
}
