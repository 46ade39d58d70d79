import { expect } from 'chai';
import type { Actor } from '../../../engine/ports.ts';
import type { OneShotCommand } from '../../../engine/decisions/record.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import type { Store } from '../../../engine/store.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { morning, turn } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { decisionsIn, journalIn, running, runToEnd, telling } from './running.ts';

const handoff = `${header('Handoff')}target: { queue: Support }\nguards: { all: [] }\n`;
const audit = `${header('Reactions')}reactions:
  - { name: evaluated, on: transfer.ended, do: [{ webhook: handoff_evaluated }] }
`;

interface Transfer {
  readonly texts?: readonly string[];
  readonly store?: Store;
  readonly transfer?: (clock: VirtualClock) => Promise<ActOutcome>;
  readonly webhook?: () => Promise<ActOutcome>;
  readonly actsAtAll?: boolean;
}

/** A bot hands over; what is done, and what is heard of it. */
async function handingOver({
  texts = [handoff, audit],
  store = new MemoryStore(),
  transfer = () => Promise.resolve({ status: 'done' }),
  webhook = () => Promise.resolve({ status: 'done' }),
  actsAtAll = true,
}: Transfer) {
  const clock = new VirtualClock(morning);
  const [transfers, webhooks]: [OneShotCommand[], OneShotCommand[]] = [[], []];
  const actors: Record<string, Actor> = {
    webhook: {
      does: ['do webhook'],
      act: (commands) => {
        webhooks.push(...(commands as OneShotCommand[]));
        return webhook();
      },
    },
    ...(actsAtAll
      ? {
          genesys: {
            does: ['do transfer'],
            act: (commands) => {
              transfers.push(...(commands as OneShotCommand[]));
              return transfer(clock);
            },
          } satisfies Actor,
        }
      : {}),
  };
  const sources = { spec: telling([turn(0, { intent: 'human' })]) };
  const settings = { attempts: 2, drainSeconds: 3600 };
  const live = running({ policy: rightPolicy(...texts), store, clock, actors, sources, settings });
  await runToEnd(live);
  const contents = webhooks.map((command) => ('content' in command ? command.content : {}));
  return { ...live, transfers, contents };
}

describe('how a command ended', () => {
  it('is reacted to, with how long it took', async () => {
    const { contents, store } = await handingOver({
      transfer: async (clock) => {
        await clock.sleep(1500);
        return { status: 'done' };
      },
    });
    expect(contents).to.deep.equal([
      {
        timestamp: '2026-01-05T09:00:01.500Z',
        conversation_id: 'c-1',
        queue: 'Support',
        status: 'done',
        latency_seconds: 1.5,
      },
    ]);
    expect((await journalIn(store)).map(({ type }) => type)).to.deep.equal(['bot.turn', 'command.ended']);
  });

  it('is reacted to on failure too, after the last attempt', async () => {
    const { contents } = await handingOver({
      transfer: async (clock) => {
        await clock.sleep(700);
        throw new Error('down');
      },
    });
    expect(contents).to.have.length(1);
    expect(contents[0]).to.include({ status: 'failed', queue: 'Support' });
    expect(contents[0]!['error']).to.include('down');
    expect(contents[0]!['latency_seconds']).to.equal(0.7);
    const unsettled = await handingOver({
      transfer: () => Promise.resolve({ status: 'unknown', why: 'cut off' }),
    });
    expect(unsettled.contents[0]).to.include({ status: 'unknown', error: 'cut off' });
    const nobody = await handingOver({ actsAtAll: false });
    expect(nobody.contents[0]).to.include({ status: 'nobody', latency_seconds: 0 });
  });

  it('is no failure of the transfer when the webhook fails, and repeats nothing', async () => {
    const { transfers, store, contents } = await handingOver({
      webhook: () => Promise.reject(new Error('no such host')),
    });
    expect(transfers).to.have.length(1);
    expect(contents).to.have.length(2); // both attempts at the webhook
    const dead = await store.dead(0, 9);
    expect(dead.map(({ ended: { command } }) => 'do' in command && command.do)).to.deep.equal(['webhook']);
    const decided = await decisionsIn(store);
    expect(decided.map(({ point }) => point)).to.deep.equal(['handoff', 'reaction']);
  });

  it('is written together with that end: neither is ever there without the other', async () => {
    class Watched extends MemoryStore {
      readonly together: boolean[] = [];
      override commit(changes: Parameters<Store['commit']>[0]): Promise<void> {
        const ends = (changes.ended ?? []).length > 0;
        const told = (changes.accepted ?? []).some(({ observed }) => observed.event.type === 'command.ended');
        if (ends || told) this.together.push(ends && told);
        return super.commit(changes);
      }
    }
    const store = new Watched();
    await handingOver({ store });
    // The webhook's own end is told nobody: a reaction's outcome begins no other.
    expect(store.together).to.deep.equal([true, false]);
  });

  it('is not told where nothing reacts to it', async () => {
    const { store } = await handingOver({ texts: [handoff] });
    expect((await journalIn(store)).map(({ type }) => type)).to.deep.equal(['bot.turn']);
  });
});
