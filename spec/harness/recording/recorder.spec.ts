import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { ProblemError } from '../../../engine/problem.ts';
import { type Problem } from '../../../engine/problem.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { Recorder, type RecordedSummary } from '../../../harness/recording/recorder.ts';
import { leastMemory } from '../../../harness/recording/sort/externalSorter.ts';
import { withFolder } from '../../folder.ts';
import { shippedDay } from '../../plugins/decisions.ts';

interface Recorded {
  readonly summary: RecordedSummary;
  readonly events: readonly RoutingEvent[];
  readonly facts: readonly string[];
  readonly problems: readonly Problem[];
  readonly peakBytes: number;
}

function record(
  events: readonly RoutingEvent[],
  { memoryBytes = 1e6, carries = [] as readonly string[] } = {},
): Promise<Recorded> {
  return withFolder(async (folder) => {
    const problems: Problem[] = [];
    const recorder = new Recorder({
      ...{ memoryBytes, temporaryFolder: folder },
      problem: (problem) => void problems.push(problem),
    });
    try {
      events.forEach((event, place) => recorder.take(place, [event]));
      const file = join(folder, 'out.ndjson.gz');
      const from = { name: 'spec', source: 'this spec', carries };
      const summary = await recorder.write(file, from, () => undefined);
      const reader = new RecordingReader(file);
      const { facts } = await reader.header();
      const read = await Array.fromAsync(reader.events());
      return { summary, events: read, facts, problems, peakBytes: recorder.peakBytes };
    } finally {
      recorder.dispose();
      expect((await readdir(folder)).filter((name) => name !== 'out.ndjson.gz')).to.deep.equal([]);
    }
  });
}

const dayEvents = await Array.fromAsync(new RecordingReader(shippedDay).events());
const started = (at: number, more: object = {}): RoutingEvent => ({
  at,
  type: 'conversation.started',
  conversation: 'c-1',
  mediaType: 'voice',
  ...more,
});

describe('a recorder', () => {
  it('puts events in order of time however late they come, within its memory; of one moment as they came', async () => {
    const late = fc.array(fc.nat(400), { minLength: 300, maxLength: 900 });
    await fc.assert(
      fc.asyncProperty(
        late,
        fc.integer({ min: leastMemory, max: 2 * leastMemory }),
        async (delays, memoryBytes) => {
          const told = dayEvents.slice(0, delays.length);
          const arrived = told
            .map((event, place) => ({ event, place: place + delays[place]! }))
            .sort((a, b) => a.place - b.place)
            .map(({ event }) => event);
          const { events, peakBytes } = await record(arrived, { memoryBytes });
          expect(events).to.deep.equal(arrived.toSorted((a, b) => a.at - b.at));
          expect(peakBytes).to.be.at.most(memoryBytes);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('leaves out values that no fact can have, tells each once, and never what they were', async () => {
    const wrong = {
      intentConfidence: 7,
      sentiment: 0.5,
      shoeSize: 44,
      waitSeconds: 3,
      intent: 'x'.repeat(20_000),
    };
    const { events, summary, problems, facts } = await record([
      started(1, { facts: wrong }),
      started(2, { facts: { ...wrong, priority: 'Ana Perez' } }),
      { at: 3, type: 'agent.updated', agent: 'a', status: 'ASLEEP', csat: 3 } as never,
    ]);
    expect(events.map((event) => ('facts' in event ? event.facts : event))).to.deep.equal([
      { sentiment: 0.5 },
      { sentiment: 0.5 },
      { at: 3, type: 'agent.updated', agent: 'a', csat: 3 },
    ]);
    expect(facts).to.deep.equal(['mediaType', 'sentiment', 'csat']);
    expect(summary.valuesLeftOut).to.deep.equal({
      ...{ intentConfidence: 2, shoeSize: 2, waitSeconds: 2, intent: 2, priority: 1, status: 1 },
    });
    expect(problems).to.have.length(6);
    expect(JSON.stringify(problems)).to.not.match(/Ana|ASLEEP|44|xx/);
  });

  it('leaves out events that no recording can hold, and counts them', async () => {
    const wrong = [
      ...[NaN, -1, 1.5, 8.64e15, '2026' as never].map((at) => started(at)),
      started(1, { mediaType: 'fax' }),
      started(1, { conversation: '' }),
      started(1, { facts: null }),
      started(1, { nickname: 'Ana' }),
      { at: 1, type: 'conversation.paused', conversation: 'c-1' } as never,
      { at: 1, type: 'message.due', conversation: 'c-1', message: 'm-1', receipt: 'read' } as never,
      {
        ...{ at: 1, type: 'command.ended', conversation: 'c-1', command: 'do notify', decision: 'd' },
        ...{ status: 'done', latencySeconds: 1 },
      } as never,
      { at: 1, type: 'recording.end', events: 0, excluded: {} } as never,
      { at: 1, type: 'toString' } as never,
    ];
    const { events, summary } = await record([started(1), ...wrong, started(2)]);
    expect(events).to.deep.equal([started(1), started(2)]);
    expect(summary).to.deep.include({
      events: 2,
      firstAt: 1,
      lastAt: 2,
      excluded: { 'bad-event': wrong.length },
    });
  });

  it('promises the facts that were looked for, and those that were seen; derived ones never', async () => {
    const carries = ['sentiment', 'waitSeconds', 'shoeSize', 'queue'];
    const { facts } = await record([started(1, { facts: { intent: 'a' } })], { carries });
    expect(facts).to.deep.equal(['queue', 'mediaType', 'intent', 'sentiment']);
    const queueAlone = [{ at: 1, type: 'queue.observed', queue: 'Cards', facts: { agentsIdle: 1 } } as const];
    expect((await record(queueAlone)).facts).to.deep.equal(['agentsIdle']);
  });

  it('writes nothing of nothing', async () => {
    const error = await record([]).catch((thrown: unknown) => thrown);
    expect((error as ProblemError).problems[0]!.code).to.equal('nothing-recorded');
  });

  it('says on its last line how many there are', () =>
    withFolder(async (folder) => {
      const recorder = new Recorder({ memoryBytes: 1e6, problem: () => undefined });
      recorder.take(0, [started(1), started(1)]);
      const file = join(folder, 'out.ndjson');
      await recorder.write(file, { name: 'a', source: 'b', carries: [] }, () => undefined);
      recorder.dispose();
      expect((await readFile(file, 'utf8')).trimEnd().split('\n').at(-1)).to.equal(
        '{"type":"recording.end","events":2,"excluded":{}}',
      );
    }));
});
