import { expect } from 'chai';
import fc from 'fast-check';
import { newConversation } from '../../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { Command } from '../../../engine/decisions/record.ts';
import type { Changes, KeptDecision, Store } from '../../../engine/store.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import type { SqliteStore } from '../../../plugins/sqlite/sqliteStore.ts';
import { storeState } from '../contract/store.ts';
import { openStore, withFile } from './opening.ts';

const conversations = ['c-1', 'c-2'];
const plugins = ['one', 'two'];
const sinks = ['sink', 'another'];

/** Where the numbers have come to. */
interface Model {
  readonly memory: MemoryStore;
  readonly tally: { kept: number; refused: number };
  position: number;
  decision: number;
}

interface Real {
  store: SqliteStore;
  readonly reopen: () => void;
}

/** Changes as they are drawn: numbers are worked out from how far the store has come. */
interface Drawn {
  readonly accepted: readonly RoutingEvent[];
  readonly journal: readonly number[];
  readonly gathered: readonly number[];
  readonly conversations: readonly (readonly [id: string, isOver: boolean, turns: number])[];
  readonly decisions: readonly (readonly Command[])[];
  readonly dispatched: readonly (readonly [number: number, attempts: number, status: string | undefined])[];
  readonly cursors: readonly (readonly [string, string])[];
  readonly heard: readonly (readonly [string, number])[];
}

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
const status = fc.constantFrom(
  ...[undefined, 'done', 'accepted', 'alreadySo', 'failed', 'nobody', 'unknown', 'notDone', 'tooLate'],
);
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
  dispatched: fc.array(fc.tuple(small, small, status), few),
  cursors: fc.array(fc.tuple(fc.constantFrom(...plugins), fc.string({ unit: 'binary' })), few),
  heard: fc.array(fc.tuple(fc.constantFrom(...sinks), small), few),
});

async function changesFor(given: Drawn, model: Model): Promise<Changes> {
  const before = model.position;
  const open = await model.memory.outbox(0, 100);
  // One in thirteen may not be there at all.
  const numberFor = (pick: number): number => (pick === 12 ? pick : (open[pick]?.number ?? 1));
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
      const body = { id: `d/${number}`, at: '2026-03-02T09:00:00.000Z', commands } as never;
      return { number, record: { body, envelope: { engineVersion: '1', stage: 'active' } } };
    }),
    dispatched: given.dispatched.map(([number, attempts, status]) => ({
      number: numberFor(number),
      attempts,
      ...(status === undefined ? {} : { outcome: { status, why: 'it is so' } as never }),
    })),
    cursors: new Map(given.cursors),
    heard: new Map(given.heard),
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
    expect(await real.store.decisions(after, most)).to.deep.equal(await model.memory.decisions(after, most));
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
    const [position, decision] = [model.position, model.decision];
    const changes = await changesFor(this.drawn, model);
    const kept = (store: Store): Promise<boolean> =>
      store.commit(changes).then(
        () => true,
        () => false,
      );
    const isKept = await kept(model.memory);
    expect(await kept(real.store)).to.equal(isKept);
    model.tally[isKept ? 'kept' : 'refused']++;
    if (!isKept) Object.assign(model, { position, decision });
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
    real.reopen();
    await expectAlike(model, real);
  }

  toString(): string {
    return 'reopen';
  }
}

describe('the store on SQLite, and the one in memory', () => {
  it('answer alike after any commits, kept and refused, and whenever the file is opened again', async function () {
    this.timeout(120_000);
    const commands = fc.commands([drawn.map((one) => new Commit(one)), fc.constant(new Reopen())], {
      maxCommands: 12,
    });
    const tally = { kept: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(commands, (script) =>
        withFile(async (file) => {
          const real: Real = {
            store: openStore(file),
            reopen: () => {
              real.store.close();
              real.store = openStore(file);
            },
          };
          const model = { memory: new MemoryStore(), tally, position: 0, decision: 0 };
          await fc.asyncModelRun(() => ({ model, real }), script).finally(() => real.store.close());
        }),
      ),
      { numRuns: 150 },
    );
    // Both happen often enough to show something.
    expect(tally.kept).to.be.above(100);
    expect(tally.refused).to.be.above(100);
  });
});
