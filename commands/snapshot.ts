import type { Command } from 'commander';
import { problemError, type Problem } from '../engine/problem.ts';
import { withCommas } from '../harness/figures.ts';
import { fileProblem } from '../harness/recording/fileProblem.ts';
import { outputPlace } from '../harness/recording/outputPlace.ts';
import { recordedEvents } from '../harness/recording/recordedEvents.ts';
import type { SnapshotHeader } from '../harness/snapshot/format.ts';
import { Snapshotter } from '../harness/snapshot/snapshotter.ts';
import { verifySnapshot } from '../harness/snapshot/verifySnapshot.ts';
import { command, type Common } from './command.ts';
import { counter, exit, print, progress, report, untilStopped, written } from './terminal.ts';
import { moment, positiveNumber } from './values.ts';

interface TakeFlags extends Common {
  readonly config: string;
  readonly from: number;
  readonly to: number;
  readonly asOf?: number;
  readonly out: string;
  readonly by?: string;
  readonly memory: number;
}

/** `signalbox snapshot take` and `signalbox snapshot verify`. */
export function addSnapshot(program: Command): void {
  const snapshot = program
    .command('snapshot')
    .description('Keep what the platform says of the conversations of a window, for QA; and verify it.');
  addTake(snapshot);
  addVerify(snapshot);
}

function addTake(snapshot: Command): void {
  command(
    snapshot,
    'take',
    'Write the conversations that began in a window: pseudonymous, masked, and the same whenever it is taken.',
    [
      'signalbox snapshot take --from 2026-03-02 --to 2026-03-03 --out monday.snapshot.ndjson.gz',
      'signalbox snapshot take --from 2026-03-02T08:00Z --to 2026-03-02T12:00Z --as-of 2026-03-03 --out morning.snapshot.ndjson',
    ],
  )
    .requiredOption(
      '--from <time>',
      'conversations that began from here, UTC: 2026-03-02, or 2026-03-02T08:00Z',
      moment,
    )
    .requiredOption('--to <time>', 'and before this', moment)
    .option('--as-of <time>', 'as they stood at this time: nothing later is told; --to unless told', moment)
    .requiredOption('--out <file>', 'the snapshot, .ndjson or .ndjson.gz; an older one there is replaced')
    .option('--config <file>', 'what is asked', 'signalbox.yaml')
    .option('--by <way>', 'how it is asked: of Genesys Cloud by job, or by query; the snapshot is the same')
    .option('--memory <MB>', 'how much to sort in memory at a time, in megabytes', positiveNumber, 64)
    .action(async (flags: TakeFlags) => {
      const place = await outputPlace(flags.out, [flags.config]);
      const snapshotter = new Snapshotter({ memoryBytes: flags.memory * 1e6 });
      try {
        const header = await untilStopped((signal) => take(snapshotter, place, flags, signal));
        print(flags.format === 'json' ? JSON.stringify(header, null, 2) : `${flags.out}: ${inWords(header)}`);
      } catch (error) {
        throw fileProblem(error, flags.out);
      } finally {
        snapshotter.dispose();
      }
    });
}

async function take(
  snapshotter: Snapshotter,
  place: string,
  { config, from, to, asOf = to, by }: TakeFlags,
  signal: AbortSignal,
): Promise<SnapshotHeader> {
  if (from >= to) throw problemError('no-window', '--to is not after --from', { hint: 'give a later --to' });
  if (asOf < to)
    throw problemError('no-window', '--as-of is before --to', { hint: 'leave it out, or give a later one' });
  const { snapshot } = await import('../composition/snapshot.ts');
  const count = counter('reading', 'conversations');
  const window = { from, to, asOf };
  const asked = await snapshot({
    file: config,
    environment: process.env,
    output: written,
    recording: recordedEvents,
    problem: (problem: Problem) => report([problem]),
    ...{ window, signal },
    ...(by === undefined ? {} : { way: by }),
    take: (conversations) => {
      snapshotter.take(conversations);
      count.at(snapshotter.told);
    },
  }).finally(() => count.end());
  return snapshotter.write(place, { window, ...asked }, progress('writing'));
}

function addVerify(snapshot: Command): void {
  command(snapshot, 'verify', 'Say whether a snapshot is as it was taken.', [
    'signalbox snapshot verify monday.snapshot.ndjson.gz',
  ])
    .argument('<file>', 'a snapshot, .ndjson or .ndjson.gz')
    .action(async (file: string, { format }: Common) => {
      const { header, problems, ...found } = await verifySnapshot(file);
      if (format === 'json') print(JSON.stringify({ file, header, ...found, problems }, null, 2));
      else {
        report(problems);
        print(
          problems.length === 0
            ? `${file}: as it was taken: ${inWords(header)}`
            : `${file}: not as it was taken`,
        );
      }
      process.exitCode = problems.length === 0 ? exit.fine : exit.failed;
    });
}

function inWords({ conversations, from, to, asOf, sha256, queues }: SnapshotHeader): string {
  const where = queues === undefined ? '' : ` of ${queues.join(', ')}`;
  const stood = asOf === to ? '' : `, as they stood at ${asOf}`;
  return `${withCommas(conversations)} conversations${where} that began from ${from} to ${to}${stood}\nsha256 ${sha256}`;
}
