import { logHeaderLine, recordLine } from '../engine/decisions/decisionLog.ts';
import type { Output } from '../engine/ports.ts';
import type { LiveResult } from '../harness/live/liveTally.ts';
import { liveText, type LiveDayResult } from '../harness/live/liveText.ts';
import { platformTally } from '../harness/live/platformTally.ts';
import { LineFile } from '../harness/recording/lineFile.ts';
import { outputPlace } from '../harness/recording/outputPlace.ts';
import { askedOrg } from '../harness/sandbox/orgs/askedOrg.ts';
import { defaultRequestsPerMinute } from '../harness/sandbox/sandbox.ts';
import { withLiveEngine } from './liveEngine.ts';
import { print, progress, report, untilStopped, written } from './terminal.ts';

/** What `signalbox demo --live` is asked for. */
export interface DemoLiveOptions {
  /** signalbox.yaml. */
  readonly config: string;
  /** A file; the retail bank without one. */
  readonly org?: string;
  readonly seed: number;
  /** Of the org's first day, from midnight. */
  readonly hours: number;
  /** Shows every decision, and not only some. */
  readonly all?: true;
  /** A decision log to write. */
  readonly log?: string;
  readonly format: 'text' | 'json';
}

const hourMs = 3_600_000;
/** Time of the sandbox between two decisions that are shown, and between two looks of the progress bar. */
const showEveryMs = hourMs / 2;
const drawEveryMs = 300_000;

/**
 * Runs the engine on the sandbox in lock-step, shows decisions as they come, and ends with the report.
 * @throws ProblemError with what keeps the engine from starting or going on.
 */
export async function demoLive(options: DemoLiveOptions): Promise<void> {
  const { config, org, log } = options;
  if (log === undefined) return liveDay(options, undefined);
  const inputs = org === undefined ? [config] : [config, org];
  const file = new LineFile(await outputPlace(log, inputs));
  try {
    await file.write(logHeaderLine('active'));
    await liveDay(options, file);
  } finally {
    // What has been put in its place stays there.
    await file.discard();
  }
}

/** @param log where every decision is written as well. */
async function liveDay(options: DemoLiveOptions, log: LineFile | undefined): Promise<void> {
  const { config, seed, hours, format } = options;
  const org = await askedOrg(options.org);
  const draw = progress('the day');
  const began = performance.now();
  const shown = shownBy(options);
  const { result, summary } = await untilStopped((signal) =>
    withLiveEngine(
      {
        ...{ config, org, seed },
        output: (text) => shown.output(text),
        problem: (problem) => report([problem]),
        signal,
        decided: (decisions) => {
          for (const { record } of decisions) {
            log?.lines.text(recordLine(record));
            log?.lines.end();
          }
          return log?.pass();
        },
      },
      async (engine) => {
        const { sandbox, lockStep } = engine;
        const startsAt = sandbox.now;
        const endsAt = startsAt + Math.round(hours * hourMs);
        while (lockStep.clock.now() < endsAt && !engine.isEnding) {
          await engine.passTo(Math.min(endsAt, lockStep.clock.now() + drawEveryMs));
          shown.at(lockStep.clock.now());
          draw((lockStep.clock.now() - startsAt) / (endsAt - startsAt));
        }
        draw(1);
        return { engine, simulatedSeconds: (lockStep.clock.now() - startsAt) / 1000 };
      },
    ),
  );
  const { engine, simulatedSeconds } = result;
  const day: LiveDayResult = {
    ...{ org: org.scenario.name, seed, policy: summary.policies[0]!, simulatedSeconds },
    requestsPerMinute: defaultRequestsPerMinute,
    tookSeconds: (performance.now() - began) / 1000,
    engine: engine.tally.result(),
    platform: platformTally(engine.sandbox),
  };
  await log?.commit();
  if (format === 'json') return print(JSON.stringify(day, null, 2));
  const next = explainText(day.engine, options.log);
  print([`\n${liveText(day)}`, ...next].join('\n'));
}

/** What a reader may ask next: why the last handoff and the last ranking came out as they did. */
function explainText({ latest }: LiveResult, log: string | undefined): readonly string[] {
  const ids = [latest.handoff, latest.ranking].filter((id) => id !== undefined);
  if (ids.length === 0) return [];
  if (log === undefined) return ['', 'To ask why of any decision, keep them: --log live.ndjson.gz'];
  return ['', 'Ask why:', ...ids.map((id) => `  npx signalbox explain ${id} --log ${log}`)];
}

/** Writes decisions out: all of them, or one now and then; none where the result is for programs. */
function shownBy({ all, format }: DemoLiveOptions): { output: Output; at(now: number): void } {
  let due = true;
  let shownAt = -Infinity;
  return {
    async output(text) {
      if (format === 'json' || !(due || all === true)) return;
      due = false;
      await written(all === true ? text : `${text.split('\n', 1)[0]!}\n`);
    },
    at(now) {
      if (now - shownAt < showEveryMs) return;
      shownAt = now;
      due = true;
    },
  };
}
