import { expect } from 'chai';
import { tokens, type EventBatch, type EventSource } from '../../engine/ports.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { recordedEvents } from '../../harness/recording/recordedEvents.ts';
import recording from '../../plugins/recording/plugin.ts';
import { RecordingSource } from '../../plugins/recording/recordingSource.ts';
import { settled, VirtualClock } from '../../harness/lockStep/virtualClock.ts';
import { eventSourceContract, pluginContract } from './contract.ts';

const file = 'fixtures/retail-bank-day.ndjson.gz';

async function sourceFor(clock: VirtualClock, timesFaster?: number): Promise<EventSource> {
  const source = new RecordingSource(recordedEvents(file), clock, timesFaster);
  await source.open();
  return source;
}

/** Events in hand, as a recording. */
function source(
  clock: VirtualClock,
  batches: readonly (readonly RoutingEvent[])[],
  timesFaster?: number,
): RecordingSource {
  const events = async function* (): AsyncGenerator<readonly RoutingEvent[]> {
    yield* await Promise.resolve(batches);
  };
  return new RecordingSource({ facts: () => Promise.resolve([]), batches: events }, clock, timesFaster);
}

const at = (...times: readonly number[]): RoutingEvent[] =>
  times.map((time) => ({ type: 'conversation.ended', at: time, conversation: 'c' }));

describe('plugin recording', () => {
  pluginContract({
    plugin: recording,
    right: [{ file }, { file, timesFaster: 60 }],
    wrong: [{}, { file: 3 }, { file, timesFaster: 0 }, { file, speed: 3 }],
    needs: new Map<symbol, unknown>([
      [tokens.recording, recordedEvents],
      [tokens.clock, new VirtualClock()],
    ]),
  });

  describe('as fast as can be', () => {
    eventSourceContract({ make: () => sourceFor(new VirtualClock()) });
  });

  describe('in its own time', () => {
    const clocks: VirtualClock[] = [];
    eventSourceContract({
      make: () => {
        clocks.push(new VirtualClock());
        return sourceFor(clocks.at(-1)!, 1000);
      },
      step: () => clocks.at(-1)!.next(),
    });
  });

  it('tells each event when it is due, those of one moment together', async () => {
    const clock = new VirtualClock(0);
    const told: [number, number][] = [];
    const take = (batch: EventBatch): Promise<void> =>
      Promise.resolve(void told.push([clock.now(), batch.events.length]));
    const listening = source(clock, [at(1000, 1000, 3000), at(3000, 9000)], 2).listen(
      take,
      new AbortController().signal,
      undefined,
    );
    await clock.pass(10_000);
    await listening;
    expect(told).to.deep.equal([
      [0, 2],
      [1000, 1],
      [1000, 1],
      [4000, 1],
    ]);
  });

  it('goes on from the middle of a batch', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const take = (batch: EventBatch): Promise<void> =>
      Promise.resolve(void seen.push(...batch.events.map(({ event }) => event.at)));
    await source(clock, [at(1, 2, 3), at(4, 5)]).listen(take, new AbortController().signal, '2');
    expect(seen).to.deep.equal([3, 4, 5]);
    await settled();
  });
});
