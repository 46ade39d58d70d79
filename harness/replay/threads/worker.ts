import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { factsLacking } from '../../../engine/facts/lacking.ts';
import { ProblemError } from '../../../engine/problem.ts';
import { cachedEvents } from '../../columns/eventCache.ts';
import { LineBuffer } from '../../recording/lineBuffer.ts';
import { lineWriter } from '../replayLogs.ts';
import { Replaying } from '../replaying.ts';
import {
  batchEvents,
  mostAhead,
  type FromWorker,
  type ReplayTask,
  type SharedLines,
  type ToWorker,
} from './protocol.ts';

/** A worker: it follows all events and decides about its share of the conversations. */
const port = parentPort!;
const { recording, folder, policy, against, seed, share, kinds } = workerData as ReplayTask;

/** Lines of one file, gathered until the batch is done. */
class LineGatherer {
  readonly buffer = new LineBuffer();
  #events: number[] = [];
  #ends: number[] = [];

  ended(event: number): void {
    this.#events.push(event);
    this.#ends.push(this.buffer.length);
  }

  take(): SharedLines {
    const lines = { bytes: this.buffer.take(), events: this.#events, ends: this.#ends };
    this.#events = [];
    this.#ends = [];
    return lines;
  }
}

async function work(): Promise<void> {
  const recorded = await cachedEvents(recording, folder === undefined ? {} : { folder });
  const lacking = factsLacking((await recorded.header()).facts);
  const files = kinds.map((kind) => ({ write: lineWriter(kind), lines: new LineGatherer() }));
  let event = -1;
  const replaying = new Replaying({
    policy,
    ...(against === undefined ? {} : { against }),
    seed,
    lacking,
    share,
    onRuling(ruling) {
      for (const { write, lines } of files) {
        write(ruling, lines.buffer);
        lines.ended(event);
      }
    },
  });
  let progress = 0;
  let ahead = 0;
  port.on('message', ({ taken }: ToWorker) => (ahead -= taken));
  for await (const events of recorded.batches((fraction) => (progress = fraction))) {
    for (const one of events) {
      event++;
      replaying.take(one);
      if ((event + 1) % batchEvents !== 0) continue;
      say({ said: 'batch', lines: files.map(({ lines }) => lines.take()), progress });
      ahead++;
      while (ahead >= mostAhead) await once(port, 'message');
    }
  }
  say({ said: 'batch', lines: files.map(({ lines }) => lines.take()), progress: 1 });
  say({ said: 'done', findings: replaying.findings(), summary: recorded.summary() });
}

function say(message: FromWorker): void {
  port.postMessage(message);
}

try {
  await work();
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  say({ said: 'problems', problems: error.problems });
}
port.close();
