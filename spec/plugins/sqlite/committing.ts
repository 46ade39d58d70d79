import { writeSync } from 'node:fs';
import { newConversation } from '../../../engine/conversation/conversation.ts';
import { systemClock } from '../../../composition/systemClock.ts';
import type { Changes } from '../../../engine/store.ts';
import { openStore } from './opening.ts';

/**
 * A process of its own that commits numbered changes to a store, and prints each number once its commit has resolved:
 * `node committing.ts <file> <how many> [<seconds of its lease> <milliseconds between two>]`.
 */
const [, , file, most, leaseSeconds = '15', pause = '0'] = process.argv;

/** Something in every table, all of one number. */
function numbered(number: number): Changes {
  const conversation = `c-${number}`;
  const event = { type: 'conversation.ended', at: number, conversation } as const;
  const commands = [
    { id: `t-${number}`, conversation, do: 'transfer', queue: 'Cards' },
    { set: 'priority', conversation, points: number },
  ];
  const body = {
    id: `${conversation}/skills/1`,
    at: '2026-03-02T09:00:00.000Z',
    policy: { name: 'p', hash: 'h' },
    commands,
  } as never;
  return {
    accepted: [
      { position: number, from: 'spec', observed: { event, observedAt: 1, source: 'spec' }, receivedAt: 1 },
    ],
    // Each event is decided on in the commit after its own.
    ...(number === 1 ? {} : { journal: [{ position: number - 1, events: [event] }] }),
    gathered: [{ position: number, fact: 'intent', value: 'refund', observedAt: 3, from: 'provider' }],
    conversations: [newConversation(conversation)],
    decisions: [{ number, record: { body, envelope: { engineVersion: '1', stage: 'active' } } }],
    cursors: new Map([['spec', String(number)]]),
    heard: new Map([['sink', number]]),
    ...(number % 4 === 0
      ? { snapshot: { after: number - 1, format: 1, engineVersion: '1', state: { number } } }
      : {}),
  };
}

const store = openStore(file!, { clock: systemClock, leaseSeconds: Number(leaseSeconds) });
try {
  for (let left = Number(most); left > 0; left--) {
    const number = (await store.counters()).position + 1;
    await store.commit(numbered(number));
    // Written through at once: a number that is still in a buffer when the process is killed was not told.
    writeSync(1, `${number}\n`);
    if (Number(pause) > 0) await systemClock.sleep(Number(pause));
  }
  store.close();
} catch (error) {
  writeSync(2, String(error));
  process.exitCode = 3;
}
