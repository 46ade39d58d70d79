import { spawn, type ChildProcess } from 'node:child_process';
import { writeSync } from 'node:fs';
import { expect } from 'chai';
import { systemClock } from '../../composition/systemClock.ts';
import { newConversation } from '../../engine/conversation/conversation.ts';
import type { Changes, Store } from '../../engine/store.ts';
import { storeState } from './contract/store.ts';

/** Something in every table, all of one number. */
export function numbered(number: number): Changes {
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

/** Commits so many changes, one after the other, and prints each number once its commit has resolved. */
export async function commitNumbered(store: Store, most: number, pauseMs: number): Promise<void> {
  for (let left = most; left > 0; left--) {
    const number = (await store.counters()).position + 1;
    await store.commit(numbered(number));
    // Written through at once: a number that is still in a buffer when the process is killed was not told.
    writeSync(1, `${number}\n`);
    if (pauseMs > 0) await systemClock.sleep(pauseMs);
  }
}

/** A process that commits numbered changes to a store, and prints each number once it is acknowledged. */
export interface Committing {
  readonly child: ChildProcess;
  /** The last number it printed. */
  readonly acknowledged: () => number;
  readonly stderr: () => string;
  readonly closed: Promise<number | null>;
}

/** @param script a TypeScript file. */
export function committing(script: string, ...args: readonly (string | number)[]): Committing {
  const child = spawn(process.execPath, [script, ...args.map(String)]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
  return {
    child,
    acknowledged: () => Number(stdout.slice(0, stdout.lastIndexOf('\n')).split('\n').at(-1)),
    stderr: () => stderr,
    closed: new Promise((done) => child.on('close', done)),
  };
}

/** Everything of each number up to the last, and nothing of the next. @returns the last. */
export async function expectWhole(store: Store): Promise<number> {
  const { position: last, decision } = await store.counters();
  const upTo = (end: number): number[] => Array.from({ length: end }, (_, index) => index + 1);
  const state = (await storeState(store, {
    conversations: [last, last + 1].map((number) => `c-${number}`),
    plugins: ['spec'],
    sinks: ['sink'],
  })) as Record<string, unknown[]>;
  expect(decision).to.equal(last);
  const numbers = (of: string, by: string): unknown[] =>
    state[of]!.map((one) => (one as Record<string, unknown>)[by]);
  expect(numbers('journal', 'position')).to.deep.equal(upTo(Math.max(0, last - 1)));
  expect(numbers('inbox', 'position')).to.deep.equal(last === 0 ? [] : [last]);
  expect(numbers('told', 'number')).to.deep.equal(upTo(last));
  expect(numbers('outbox', 'number')).to.deep.equal(upTo(2 * last));
  const taken = last - (last % 4);
  expect(state['snapshots']).to.deep.equal(
    [taken, taken - 4]
      .filter((number) => number > 0)
      .map((number) => ({ after: number - 1, format: 1, engineVersion: '1', state: { number } })),
  );
  expect(state['gathered']!.slice(1).flat()).to.have.length(last);
  expect(state['cursors']).to.deep.equal([last === 0 ? undefined : String(last)]);
  expect(state['heard']).to.deep.equal([last]);
  expect(state['conversations']!.map((one) => one !== undefined)).to.deep.equal([last > 0, false]);
  return last;
}
