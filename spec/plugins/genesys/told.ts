import fc from 'fast-check';
import type { TopicBodies } from '../../../plugins/genesys/contract/topics.ts';
import { NameCatalogue } from '../../../plugins/genesys/reading/names.ts';

type Told = TopicBodies['queueConversations'];
type Part = NonNullable<Told['participants']>[number];

/** An organisation with two of everything. */
export const names = new NameCatalogue({
  skill: [
    { id: 's-1', name: 'Refunds' },
    { id: 's-2', name: 'Cards' },
  ],
  language: [
    { id: 'l-1', name: 'en-US' },
    { id: 'l-2', name: 'de-DE' },
  ],
  queue: [
    { id: 'q-1', name: 'Billing' },
    { id: 'q-2', name: 'Support' },
  ],
});

/** The start of everything told. */
export const start = Date.UTC(2026, 2, 2, 9);
export const iso = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

/** A customer's part, on a call since a second. */
export function customer(at = 0, more: Partial<Part> = {}): Part {
  return {
    ...{ id: 'customer', purpose: 'customer', connectedTime: iso(at), attributes: {} },
    calls: [{ id: 'call', state: 'connected' }],
    ...more,
  };
}

/** A queue's part, since a second. */
export function queue(id: string, at: number, more: Partial<Part> = {}): Part {
  return { id: `${id} at ${at}`, purpose: 'acd', queueId: id, connectedTime: iso(at), ...more };
}

/** An agent's part: rung, or connected since a second. */
export function agent(userId: string, at?: number, more: Partial<Part> = {}): Part {
  return {
    ...{
      id: `${userId} agent`,
      purpose: 'agent',
      userId,
      calls: [{ id: `${userId} call`, state: 'alerting' }],
    },
    ...(at === undefined
      ? {}
      : { connectedTime: iso(at), calls: [{ id: `${userId} call`, state: 'connected' }] }),
    ...more,
  };
}

export const told = (id: string, ...participants: Part[]): Told => ({ id, participants });

const steps = ['note', 'enter', 'ring', 'answer', 'end'] as const;

/** What is told of one conversation from its beginning, each time whole: a snapshot after every step. */
export const histories = (
  allowed: readonly (typeof steps)[number][] = steps,
): fc.Arbitrary<readonly Told[]> =>
  fc.array(fc.constantFrom(...allowed), { maxLength: 12 }).map((wanted) => {
    let now = told('c-1', customer());
    const history = [now];
    wanted.forEach((step, index) => {
      const next = after(now, step, index + 1);
      if (next !== undefined) history.push((now = next));
    });
    return history;
  });

/** The snapshot after a step at a second, or undefined when there is no such step now. */
function after(now: Told, step: (typeof steps)[number], at: number): Told | undefined {
  const next = structuredClone(now);
  const parts = next.participants!;
  const active = (purpose: string) =>
    parts.findLast((part) => part.purpose === purpose && part.endTime === undefined);
  const [caller, waiting, agentNow] = [active('customer'), active('acd'), active('agent')];
  if (caller === undefined) return undefined;
  switch (step) {
    case 'note':
      caller.attributes = { ...caller.attributes, intent: ['refund', 'card', 'other'][at % 3]! };
      return next;
    case 'enter':
      for (const part of [waiting, agentNow]) if (part !== undefined) part.endTime = iso(at);
      parts.push(queue(at % 2 === 0 ? 'q-1' : 'q-2', at));
      return next;
    case 'ring':
      if (waiting === undefined || agentNow !== undefined) return undefined;
      parts.push(agent(`u-${at}`));
      return next;
    case 'answer':
      if (waiting === undefined || agentNow?.connectedTime !== undefined) return undefined;
      if (agentNow === undefined) parts.push(agent(`u-${at}`, at));
      else {
        agentNow.connectedTime = iso(at);
        agentNow.calls![0]!.state = 'connected';
      }
      waiting.endTime = iso(at);
      return next;
    case 'end':
      for (const part of parts) part.endTime ??= iso(at);
      return next;
  }
}

/** Every one of so many, in any order, some of them again and again. */
export const deliveries = (count: number): fc.Arbitrary<readonly number[]> => {
  const all = Array.from({ length: count }, (_, index) => index);
  return fc
    .tuple(
      fc.shuffledSubarray(all, { minLength: count }),
      fc.array(fc.tuple(fc.nat(count - 1), fc.nat(3 * count)), { maxLength: 2 * count }),
    )
    .map(([order, again]) => {
      const delivered = [...order];
      for (const [index, place] of again) delivered.splice(place, 0, index);
      return delivered;
    });
};
