import type { Output } from '../engine/ports.ts';
import { liveText, type LiveDayResult } from '../harness/live/liveText.ts';
import { platformTally } from '../harness/live/platformTally.ts';
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
    ...{ org: org.scenario.name, seed, policy: summary.policy, simulatedSeconds },
    requestsPerMinute: defaultRequestsPerMinute,
    tookSeconds: (performance.now() - began) / 1000,
    engine: engine.tally.result(),
    platform: platformTally(engine.sandbox),
  };
  print(format === 'json' ? JSON.stringify(day, null, 2) : `\n${liveText(day)}`);
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
