import type { Command } from 'commander';
import { ProblemError } from '../engine/problem.ts';
import { withCommas } from '../harness/figures.ts';
import { fileProblem } from '../harness/recording/fileProblem.ts';
import { outputPlace } from '../harness/recording/outputPlace.ts';
import { recordedEvents } from '../harness/recording/recordedEvents.ts';
import { Recorder, type RecordedSummary } from '../harness/recording/recorder.ts';
import { formatUtc } from '../harness/recording/time.ts';
import { command, type Common } from './command.ts';
import { pseudonymKey } from './pseudonymKey.ts';
import { counter, print, progress, report, untilStopped, written } from './terminal.ts';
import { durationSeconds, positiveNumber } from './values.ts';

interface RecordFlags extends Common {
  readonly config: string;
  readonly out: string;
  readonly for?: number;
  readonly name?: string;
  readonly source?: string;
  readonly keyFile?: string;
  readonly memory: number;
}

/** `signalbox record`. */
export function addRecord(program: Command): void {
  command(
    program,
    'record',
    'Write a recording of what the sources tell, pseudonymous and masked; nothing is decided.',
    [
      'signalbox record --out day.ndjson.gz --for 2h               from the sources of ./signalbox.yaml',
      'signalbox record --config live/signalbox.yaml --out day.ndjson.gz     until Ctrl-C',
    ],
  )
    .requiredOption(
      '--out <recording>',
      'the recording to write, .ndjson or .ndjson.gz; an older one there is replaced',
    )
    .option('--config <file>', 'what is listened to', 'signalbox.yaml')
    .option(
      '--for <duration>',
      'how long to listen, such as 90s, 30m, 2h or 1d; until Ctrl-C unless told',
      durationSeconds,
    )
    .option('--name <text>', 'what the recording is of, for people')
    .option('--source <text>', 'where it comes from, with the acknowledgement its licence asks for')
    .option(
      '--key-file <file>',
      'a file with the secret key for pseudonyms, where a source gives none; or set SIGNALBOX_PSEUDONYM_KEY',
    )
    .option('--memory <MB>', 'how much to sort in memory at a time, in megabytes', positiveNumber, 64)
    .action(async (flags: RecordFlags) => {
      const place = await outputPlace(flags.out, [flags.config]);
      const recorder = new Recorder({
        memoryBytes: flags.memory * 1e6,
        problem: (problem) => report([problem]),
      });
      try {
        await untilStopped((signal) => recordInto(recorder, place, flags, signal));
      } catch (error) {
        throw fileProblem(error, flags.out);
      } finally {
        recorder.dispose();
      }
    });
}

async function recordInto(
  recorder: Recorder,
  place: string,
  { config, out, keyFile, format, ...flags }: RecordFlags,
  signal: AbortSignal,
): Promise<void> {
  const { record } = await import('../composition/record.ts');
  const count = counter('recording', 'events');
  const begun = formatUtc(Date.now());
  const { sources, carries, failure } = await record({
    file: config,
    environment: process.env,
    output: written,
    recording: recordedEvents,
    problem: (problem) => report([problem]),
    signal,
    ...(flags.for === undefined ? {} : { forSeconds: flags.for }),
    key: () => pseudonymKey(keyFile),
    take: (at, events) => {
      recorder.take(at, events);
      count.at(recorder.events);
    },
  }).finally(() => count.end());
  // Of a source that failed before it told anything there is nothing to keep.
  if (failure !== undefined && recorder.events === 0) throw failure;
  const name = flags.name ?? `${sources.join(', ')}, from ${begun}`;
  const source = flags.source ?? `signalbox record: ${sources.join(', ')}`;
  const summary = await recorder.write(place, { name, source, carries }, progress('writing'));
  print(format === 'json' ? JSON.stringify(summary, null, 2) : recordedText(summary, out));
  if (failure === undefined) return;
  const kept = `what was told before is in ${out}`;
  throw new ProblemError(failure.problems.map((problem) => ({ ...problem, hint: problem.hint ?? kept })));
}

function recordedText(
  { events, firstAt, lastAt, excluded, valuesLeftOut }: RecordedSummary,
  out: string,
): string {
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([what, number]) => `${what} ${withCommas(number)}`)
      .join(', ');
  return [
    `${out}: ${withCommas(events)} events, ${formatUtc(firstAt)} to ${formatUtc(lastAt)}`,
    ...(Object.keys(excluded).length === 0 ? [] : [`  events left out: ${listed(excluded)}`]),
    ...(Object.keys(valuesLeftOut).length === 0 ? [] : [`  values left out: ${listed(valuesLeftOut)}`]),
  ].join('\n');
}
