import { randomUUID } from 'node:crypto';
import type { OpenOptions } from '../composition/openConfiguration.ts';
import { LockStep } from '../harness/lockStep/lockStep.ts';
import { recordedEvents } from '../harness/recording/recordedEvents.ts';
import type { Org } from '../harness/sandbox/org/org.ts';
import { startSandbox, type InProcess } from '../harness/sandbox/sandbox.ts';

/** A sandbox to be used in lock-step. */
export interface SandboxInStepOptions {
  readonly org: Org;
  /** Settles all chance. */
  readonly seed: number;
  /** When the sandbox begins, after the org's first midnight; that midnight unless told. */
  readonly startAfterMs?: number;
}

/** A sandbox, and what a program is given to run on it. */
export interface SandboxInStep {
  readonly sandbox: InProcess;
  readonly lockStep: LockStep;
  readonly surroundings: Pick<OpenOptions, 'environment' | 'recording' | 'clock' | 'network'>;
}

/** Keys the pseudonyms of what runs on a sandbox: they hide nobody, for everybody here is made up. */
export const sandboxPseudonymKey = 'pseudonyms-of-the-sandbox';

/**
 * Starts a sandbox on the loopback interface, with a clock and a network in lock-step with it, for as long as it is used.
 * @throws what using it throws, and what went wrong in the sandbox itself.
 */
export async function withSandboxInStep<Result>(
  { org, seed, startAfterMs = 0 }: SandboxInStepOptions,
  use: (sandbox: SandboxInStep) => Promise<Result>,
): Promise<Result> {
  const client = { id: 'signalbox', secret: randomUUID() };
  const defects: unknown[] = [];
  const started = await startSandbox({
    ...{ org, seed, client, startAfterMs, port: 0 },
    realTime: { now: () => performance.now(), after: () => () => undefined },
    onDefect: (error) => void defects.push(error),
  });
  const { inProcess, baseUrl } = started;
  const lockStep = new LockStep(inProcess);
  try {
    const environment = {
      GENESYS_BASE_URL: baseUrl,
      GENESYS_CLIENT_ID: client.id,
      GENESYS_CLIENT_SECRET: client.secret,
      GENESYS_BOT_FLOW: inProcess.directory.botFlowId,
      SIGNALBOX_PSEUDONYM_KEY: sandboxPseudonymKey,
    };
    const surroundings = { environment, recording: recordedEvents, clock: lockStep.clock, network: lockStep };
    const result = await use({ sandbox: inProcess, lockStep, surroundings });
    if (defects.length > 0) throw defects[0] as Error;
    return result;
  } finally {
    lockStep.close();
    await started.stop();
  }
}
