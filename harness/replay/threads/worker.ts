import { parentPort, workerData } from 'node:worker_threads';
import { factsLacking } from '../../../engine/facts/lacking.ts';
import { ProblemError } from '../../../engine/problem.ts';
import { cachedEvents, type RecordedEvents } from '../../columns/eventCache.ts';
import { LineBuffer } from '../../recording/lineBuffer.ts';
import { CauseFinder } from '../causes/causeFinder.ts';
import { lineWriter } from '../replayLogs.ts';
import { Replaying } from '../replaying.ts';
import {
  batchEvents,
  type Answer,
  type ReplayTask,
  type SharedBatch,
  type SharedEnd,
  type SharedLines,
} from './protocol.ts';

/** A worker: it follows all events and decides about its share of the conversations, a batch for each message. */
const port = parentPort!;

/** Lines of one file, gathered until the batch is done. */
class LineGatherer {
  readonly buffer = new LineBuffer();
  #places: number[] = [];
  #ends: number[] = [];

  /** @param place of the line's decision among all that were due. */
  ended(place: number): void {
    this.#places.push(place);
    this.#ends.push(this.buffer.length);
  }

  take(): SharedLines {
    const lines = { bytes: this.buffer.take(), places: this.#places, ends: this.#ends };
    this.#places = [];
    this.#ends = [];
    return lines;
  }
}

async function* work(task: ReplayTask): AsyncGenerator<SharedBatch, SharedEnd> {
  const { recording, folder, policy, against, difference, seed, moments, share, kinds } = task;
  const open = (): Promise<RecordedEvents> => cachedEvents(recording, folder === undefined ? {} : { folder });
  const recorded = await open();
  const lacking = factsLacking((await recorded.header()).facts);
  const files = kinds.map((kind) => ({ write: lineWriter(kind), lines: new LineGatherer() }));
  const causes =
    against && difference && new CauseFinder({ policy, against, difference, seed, lacking, moments });
  let event = -1;
  const replaying = new Replaying({
    policy,
    ...(against === undefined ? {} : { against }),
    seed,
    lacking,
    share,
    moments,
    onChange: (change) => causes?.changed(change),
    onRuling(ruling) {
      for (const { write, lines } of files) {
        write(ruling, lines.buffer);
        lines.ended(replaying.due);
      }
    },
  });
  let progress = 0;
  for await (const events of recorded.batches((fraction) => (progress = fraction))) {
    for (const one of events) {
      event++;
      replaying.take(one);
      if ((event + 1) % batchEvents === 0) yield { lines: files.map(({ lines }) => lines.take()), progress };
    }
  }
  yield { lines: files.map(({ lines }) => lines.take()), progress: 1 };
  const summary = recorded.summary();
  const found = replaying.findings();
  if (causes === undefined) return { findings: found, summary };
  const { hadOldData } = replaying;
  const why = await causes.find({ recording, open, hash: summary.hash, hadOldData });
  return { findings: { ...found, causes: why }, summary };
}

const batches = work(workerData as ReplayTask);

async function next(): Promise<Answer> {
  try {
    return (await batches.next()).value;
  } catch (error) {
    if (error instanceof ProblemError) return { problems: error.problems };
    throw error;
  }
}

/** Messages may come faster than batches are done; a generator answers them one after the other. */
port.on('message', () => {
  void next().then((answer) => port.postMessage(answer));
});
