import { expect } from 'chai';
import fc from 'fast-check';
import { newConversation } from '../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Command } from '../../engine/decisions/record.ts';
import type { Changes, KeptDecision, Store } from '../../engine/store.ts';
import { MemoryStore } from '../../plugins/memory/memoryStore.ts';
import { endedAs } from '../outcomes.ts';
import { storeState } from './contract/store.ts';

const conversations = ['c-1', 'c-2'];
const plugins = ['one', 'two'];
const sinks = ['sink', 'another'];

/** Where the numbers have come to. */
interface Model {
  readonly memory: MemoryStore;
  readonly tally: { kept: number; refused: number };
  position: number;
  decision: number;
  snapshot: number;
}

/** A store that survives its process. */
export interface Real {
  store: Store;
  /** Ends it, and makes another of what it kept. */
  readonly reopen: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Changes as they are drawn: numbers are worked out from how far the store has come. */
interface Drawn {
  readonly accepted: readonly RoutingEvent[];
  readonly journal: readonly number[];
  readonly gathered: readonly number[];
  readonly conversations: readonly (readonly [id: string, isOver: boolean, turns: number])[];
  readonly decisions: readonly (readonly Command[])[];
  readonly tried: readonly (readonly [number: number, attempts: number])[];
  readonly ended: readonly (readonly [number: number, attempts: number, status: EndStatus])[];
  readonly redone: readonly number[];
  readonly dropped: readonly number[];
  readonly cursors: readonly (readonly [string, string])[];
  readonly heard: readonly (readonly [string, number])[];
  readonly snapshot: unknown;
}

type EndStatus = Parameters<typeof endedAs>[1];

const dropped = { status: 'dropped', why: 'as a person wants it' } as const;

const conversation = fc.constantFrom(...conversations);
const small = fc.integer({ min: 0, max: 12 });
const event: fc.Arbitrary<RoutingEvent> = fc.record({
  type: fc.constant('conversation.facts' as const),
  at: small,
  conversation,
  facts: fc.dictionary(
    fc.string({ maxLength: 3 }),
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string()),
  ),
});
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ set: fc.constant('priority' as const), conversation, points: fc.integer({ min: 1, max: 2 }) }),
  fc.record({
    set: fc.constant('skills' as const),
    conversation,
    skills: fc.subarray(['Cards', 'Loans']),
  }),
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    conversation,
    do: fc.constant('transfer' as const),
    queue: fc.constant('Cards'),
  }),
);
const few = { maxLength: 3 };
const status = fc.constantFrom<EndStatus[]>(
  ...([
    'done',
    'accepted',
    'alreadySo',
    'failed',
    'nobody',
    'unknown',
    'notDone',
    'tooLate',
    'refused',
  ] as const),
);
/** Of commands there are; seldom of one that there may not be. */
const pick = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 11 }) }, fc.constant(12));
/** Mostly none: one that is not there has the commit refused. */
const seldom = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(pick, few));
const drawn: fc.Arbitrary<Drawn> = fc.record({
  accepted: fc.array(event, few),
  journal: fc.array(small, few),
  gathered: fc.array(small, few),
  // Few are over: what is wanted of a conversation ends with it.
  conversations: fc.array(
    fc.tuple(
      conversation,
      small.map((turns) => turns === 12),
      small,
    ),
    few,
  ),
  decisions: fc.array(fc.array(command, few), few),
  tried: fc.array(fc.tuple(pick, small), few),
  ended: fc.array(fc.tuple(pick, small, status), few),
  redone: seldom,
  dropped: seldom,
  cursors: fc.array(fc.tuple(fc.constantFrom(...plugins), fc.string({ unit: 'binary' })), few),
  heard: fc.array(fc.tuple(fc.constantFrom(...sinks), small), few),
  // Not with every commit.
  snapshot: fc.option(fc.jsonValue(), { nil: undefined, freq: 1 }),
});

async function changesFor(given: Drawn, model: Model): Promise<Changes> {
  const before = model.position;
  const open = await model.memory.outbox(0, 100);
  const dead = await model.memory.dead(0, 100);
  /** Of those there are; 12 may be no such command. */
  const numbers = (all: readonly { readonly number: number }[], picks: readonly number[]): number[] => {
    const there = picks.flatMap((pick) =>
      pick === 12 ? [pick] : (all[pick % (all.length + 1)]?.number ?? []),
    );
    return [...new Set(there)];
  };
  const command = { id: 'a', conversation: 'c-1', do: 'transfer', queue: 'Cards' } as const;
  const leaving = numbers(dead, given.redone);
  return {
    accepted: given.accepted.map((event) => ({
      position: ++model.position,
      from: 'source',
      observed: { event, observedAt: event.at, source: 'spec' },
      receivedAt: event.at + 0.5,
    })),
    journal: given.journal.map((back) => ({
      position: Math.max(1, model.position - back),
      events: given.accepted.slice(0, back),
      ...(back % 2 === 0 ? {} : { undecided: [{ point: 'skills' as const, why: `fault ${back}` }] }),
    })),
    gathered: given.gathered.map((at, index) => ({
      position: Math.min(at, before + 1),
      fact: 'intent',
      value: `refund ${index}`,
      observedAt: index,
      from: 'provider',
      ...(index === 1 ? { queue: 'Cards' } : {}),
    })),
    conversations: given.conversations.map(([id, isOver, botTurns]) => ({
      ...newConversation(id),
      botTurns,
      ...(isOver ? { phase: 'over' as const } : {}),
    })),
    decisions: given.decisions.map((commands): KeptDecision => {
      const number = ++model.decision;
      const body = {
        id: `d/${number}`,
        at: '2026-03-02T09:00:00.000Z',
        policy: { name: 'p', hash: 'h' },
        commands,
      } as never;
      return { number, record: { body, envelope: { engineVersion: '1', stage: 'active' } } };
    }),
    tried: given.tried.flatMap(([pick, attempts]) =>
      numbers(open, [pick]).map((number) => ({ number, attempts })),
    ),
    ended: numbers(
      open,
      given.ended.map(([pick]) => pick),
    ).map((number, index) => {
      const [, attempts, status] = given.ended[index]!;
      const entry = open.find((one) => one.number === number);
      return endedAs(number, status, {
        ...{ attempts, command: entry?.command ?? command, decision: entry?.decision ?? 'd/1' },
        ...{ decidedAt: entry?.decidedAt ?? 1, endedAt: 10 * number + attempts },
      });
    }),
    redone: leaving,
    dropped: numbers(dead, given.dropped)
      .filter((number) => number === 12 || !leaving.includes(number))
      .map((number) => {
        const ended = dead.find((one) => one.number === number)?.ended;
        return endedAs(number, 'dropped', ended === undefined ? {} : { ...ended, outcome: dropped });
      }),
    cursors: new Map(given.cursors),
    heard: new Map(given.heard),
    ...(given.snapshot === undefined
      ? {}
      : { snapshot: { after: ++model.snapshot, format: 1, engineVersion: '1', state: given.snapshot } }),
  };
}

async function expectAlike(model: Model, real: Real): Promise<void> {
  const asked = { conversations, plugins, sinks };
  expect(await storeState(real.store, asked)).to.deep.equal(await storeState(model.memory, asked));
  for (const [after, most] of [
    [0, 1],
    [2, 2],
    [5, 100],
  ] as const) {
    expect(await real.store.outbox(after, most)).to.deep.equal(await model.memory.outbox(after, most));
    expect(await real.store.told(after, most)).to.deep.equal(await model.memory.told(after, most));
    expect(await real.store.dead(after, most)).to.deep.equal(await model.memory.dead(after, most));
    for (const kinds of [['do transfer'], ['do transfer', 'set skills']] as const)
      expect(await real.store.outbox(after, most, kinds)).to.deep.equal(
        await model.memory.outbox(after, most, kinds),
      );
  }
}

class Commit implements fc.AsyncCommand<Model, Real> {
  readonly drawn: Drawn;

  constructor(drawn: Drawn) {
    this.drawn = drawn;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    const { position, decision, snapshot } = model;
    const changes = await changesFor(this.drawn, model);
    const kept = (store: Store): Promise<boolean> =>
      store.commit(changes).then(
        () => true,
        () => false,
      );
    const isKept = await kept(model.memory);
    expect(await kept(real.store)).to.equal(isKept);
    model.tally[isKept ? 'kept' : 'refused']++;
    if (!isKept) Object.assign(model, { position, decision, snapshot });
    await expectAlike(model, real);
  }

  toString(): string {
    return `commit ${fc.stringify(this.drawn)}`;
  }
}

class Reopen implements fc.AsyncCommand<Model, Real> {
  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    await real.reopen();
    await expectAlike(model, real);
  }

  toString(): string {
    return 'reopen';
  }
}

/**
 * That a store answers as the one in memory does, after any commits, kept and refused, and whenever it is opened again.
 * @param make an empty one.
 */
export async function expectAsMemory(make: () => Promise<Real>, numRuns: number): Promise<void> {
  const commands = fc.commands([drawn.map((one) => new Commit(one)), fc.constant(new Reopen())], {
    maxCommands: 12,
  });
  const tally = { kept: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(commands, async (script) => {
      const real = await make();
      const model = { memory: new MemoryStore(), tally, position: 0, decision: 0, snapshot: 0 };
      await fc.asyncModelRun(() => ({ model, real }), script).finally(() => real.close());
    }),
    { numRuns },
  );
  // Both happen often enough to show something.
  expect(tally.kept).to.be.above(numRuns / 3);
  expect(tally.refused).to.be.above(numRuns / 3);
}
