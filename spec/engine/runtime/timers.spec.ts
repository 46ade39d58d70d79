import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { Clock, EventBatch, EventSource } from '../../../engine/ports.ts';
import type { Store } from '../../../engine/store.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { decisionLine } from '../../../engine/decisions/decisionLog.ts';
import { decideEvents } from '../../../harness/replay/replay.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { openStore, withFile } from '../../plugins/sqlite/opening.ts';
import { at, morning } from '../decisions/decideEvents.ts';
import { courses, policyTexts } from '../decisions/delivery/arbitraries.ts';
import { ended, receipt, sent, started } from '../decisions/delivery/messages.ts';
import { header, rightPolicy } from '../policyText.ts';
import { batchOf, decisionsIn, journalIn, listening, running, runToEnd, telling } from './running.ts';

const policy = rightPolicy(...policyTexts);

/** A source that tells each event at its time, by a clock. */
class Timely implements EventSource {
  readonly #events: readonly RoutingEvent[];
  readonly #clock: Clock;
  /** Whether it waits for the time of the next. */
  isAsleep = false;

  constructor(events: readonly RoutingEvent[], clock: Clock) {
    this.#events = events;
    this.#clock = clock;
  }

  async listen(
    take: (batch: EventBatch) => Promise<void>,
    _signal: AbortSignal,
    cursor: string | undefined,
  ): Promise<void> {
    for (let next = Number(cursor ?? 0); next < this.#events.length; next++) {
      const event = this.#events[next]!;
      this.isAsleep = true;
      await this.#clock.sleep(event.at - this.#clock.now());
      this.isAsleep = false;
      await take(batchOf([event], String(next + 1)));
    }
  }
}

/** Decides events at their time, stopped after so many of them and started again. */
async function decidedLive(
  events: readonly RoutingEvent[],
  ends: readonly number[],
  store: () => Store,
): Promise<readonly string[]> {
  const clock = new VirtualClock(morning);
  let last = store();
  for (const [index, end] of [...ends, events.length].entries()) {
    if (index > 0) last = store();
    const source = new Timely(events.slice(0, end), clock);
    const { runtime } = running({ policy, store: last, clock, sources: { spec: source } });
    await runtime.resume();
    let isOver = false;
    const listening = runtime.listen(new AbortController().signal).finally(() => (isOver = true));
    // Time stands still while anything is being written.
    while (!isOver) {
      await settled();
      if (source.isAsleep) clock.next();
    }
    await listening;
    await runtime.drain();
  }
  return (await decisionsIn(last)).map(decisionLine);
}

const replayed = (events: readonly RoutingEvent[]) =>
  decideEvents(events, policy, 'whileWaiting').map(decisionLine);

describe('the runtime’s timers', () => {
  it('decide by the clock as replay does by the recording, byte for byte, however often it is started again', async () => {
    const stops = fc.array(fc.nat(), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(courses, stops, async (events, cuts) => {
        const ends = cuts.map((cut) => cut % events.length).sort((a, b) => a - b);
        const store = new MemoryStore();
        expect(await decidedLive(events, ends, () => store)).to.deep.equal(replayed(events));
      }),
      { numRuns: 150 },
    );
  });

  it('do so on a store on SQLite', async () => {
    const events = [
      ...[started(), sent(0), receipt(300, 'delivered'), sent(400, 'm-2'), ended(500)],
      ...[receipt(800, 'read', 'm-2'), sent(2000, 'm-3'), receipt(4000, 'read', 'm-3')],
    ];
    await withFile(async (file) => {
      const open: ReturnType<typeof openStore>[] = [];
      const store = () => {
        open.at(-1)?.close();
        open.push(openStore(file));
        return open.at(-1)!;
      };
      const decided = await decidedLive(events, [2, 4, 5], store);
      expect(decided).to.deep.equal(replayed(events));
      expect(decided.filter((line) => line.includes('"broken"'))).to.have.length.above(1);
      open.at(-1)!.close();
    });
  });

  it('take in at once, after a restart, what passed meanwhile, each deadline once', async () => {
    await withFile(async (file) => {
      const clock = new VirtualClock(morning);
      const first = openStore(file);
      await runToEnd(running({ policy, clock, store: first, sources: { a: telling([started(), sent(0)]) } }));
      expect(await decisionsIn(first)).to.deep.equal([]);
      first.close();
      clock.jump(at(4000));
      for (const round of [1, 2]) {
        const store = openStore(file);
        const { runtime } = await listening({ policy, clock, store });
        await settled();
        await runtime.drain();
        const breaches = (await decisionsIn(store)).filter(({ point }) => point === 'delivery');
        expect(
          breaches.map(({ decidedBy, at }) => [decidedBy, at]),
          `round ${round}`,
        ).to.deep.equal([
          ['delivered deadline', '2026-01-05T09:05:00.000Z'],
          ['read deadline', '2026-01-05T09:30:00.000Z'],
        ]);
        expect((await journalIn(store)).map(({ type }) => type)).to.deep.equal([
          'conversation.started',
          'message.sent',
          'message.due',
          'message.due',
        ]);
        store.close();
      }
    });
  });

  it('wait for a deadline that another message brings forward, and for one that is a month away', async () => {
    const long = rightPolicy(`${header('DeliverySla')}deliveredWithin: 30d\nreadWithin: none\n`);
    const clock = new VirtualClock(morning);
    const { mouth, store } = await listening({ policy: long, clock });
    await mouth.say(started(), sent(60), started(0, 'c-2'), sent(0, 'm-2', 'c-2'));
    const month = 30 * 86_400_000;
    await clock.pass(month);
    expect(await decisionsIn(store)).to.have.length(0);
    await clock.pass(1);
    await settled();
    expect((await decisionsIn(store)).map(({ conversation }) => conversation)).to.deep.equal(['c-2']);
    await clock.pass(60_000);
    await settled();
    expect(await decisionsIn(store)).to.have.length(2);
  });

  it('believe no event that says it is of the future', async () => {
    const { mouth, store } = await listening({ policy, clock: new VirtualClock(morning) });
    await mouth.say(started(), sent(0), sent(9_999, 'm-2'));
    expect(await decisionsIn(store)).to.deep.equal([]);
  });

  it('leave deadlines to the events of a source that tells of the past', async () => {
    const clock = new VirtualClock(at(1e6));
    const past = (events: readonly RoutingEvent[]) => ({ ...telling(events), isOfThePast: true as const });
    const events = [
      started(),
      sent(0),
      receipt(2, 'delivered'),
      receipt(3, 'read'),
      sent(10, 'm-2'),
      ended(2000),
    ];
    const live = running({ policy, clock, sources: { spec: past(events) } });
    await runToEnd(live);
    expect((await decisionsIn(live.store)).map(decisionLine)).to.deep.equal(replayed(events));
  });

  it('are not to be told of by a source', async () => {
    const { mouth } = await listening({ policy });
    const due: RoutingEvent = {
      type: 'message.due',
      at: at(0),
      conversation: 'c-1',
      message: 'm-1',
      receipt: 'read',
    };
    const refusal = await mouth.say(due).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(Error);
  });
});
