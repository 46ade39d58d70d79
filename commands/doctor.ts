import type { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import type { PlacedFinding } from '../composition/findings.ts';
import { recordedEvents } from '../harness/recording/recordedEvents.ts';
import { command, type Common } from './command.ts';
import { exit, print, untilStopped, written } from './terminal.ts';

/** `signalbox doctor`. */
export function addDoctor(program: Command): void {
  command(
    program,
    'doctor',
    'Say what is missing before a run can work, and what to do; nothing is changed.',
    [
      'signalbox doctor                                        ./signalbox.yaml and all it names',
      'signalbox doctor --config live/signalbox.yaml --format json',
    ],
  )
    .option('--config <file>', 'what is to run', 'signalbox.yaml')
    .action(async ({ config, format }: Common & { config: string }) => {
      const { diagnose } = await import('../composition/diagnose.ts');
      const found = await untilStopped((signal) =>
        diagnose({
          file: config,
          environment: process.env,
          output: written,
          recording: recordedEvents,
          signal,
        }),
      );
      const findings = [nodeFinding(process.versions.node, packageJson.engines.node), ...found];
      const missing = findings.filter(({ status }) => status === 'missing').length;
      print(
        format === 'json' ? JSON.stringify({ missing, findings }, null, 2) : doctorText(findings, missing),
      );
      process.exitCode = missing > 0 ? exit.failed : exit.fine;
    });
}

/** @param wanted such as `>=22.20`. */
export function nodeFinding(version: string, wanted: string): PlacedFinding {
  const numbers = (text: string): readonly number[] => text.replace('>=', '').split('.').map(Number);
  const [[major = 0, minor = 0], [wantedMajor = 0, wantedMinor = 0]] = [numbers(version), numbers(wanted)];
  const isEnough = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  const what = `Node ${version}, of which ${wanted.replace('>=', '')} or later is needed`;
  return isEnough
    ? { about: 'Node', what, status: 'fine' }
    : { about: 'Node', what, status: 'missing', hint: 'run npm ci here, which brings one' };
}

const marks: Readonly<Record<PlacedFinding['status'], string>> = {
  fine: '✓',
  warning: '!',
  missing: '✗',
  unverified: '?',
};

function doctorText(findings: readonly PlacedFinding[], missing: number): string {
  // What is missing stands last, where it is seen; the others as they were found.
  const inOrder = [false, true].flatMap((isMissing) =>
    findings.filter(({ status }) => (status === 'missing') === isMissing),
  );
  const lines = inOrder.map(({ about, what, status, hint }) => {
    const todo = hint === undefined ? '' : ` → ${hint}`;
    return `${marks[status]} ${about}: ${what}${todo}`;
  });
  const count = (status: PlacedFinding['status']): number =>
    findings.filter((one) => one.status === status).length;
  const rest = `${count('warning')} to look at, ${count('unverified')} not tried`;
  return [...lines, missing === 0 ? `Nothing is missing; ${rest}.` : `${missing} missing; ${rest}.`].join(
    '\n',
  );
}
