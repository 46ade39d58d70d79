import { identity } from './centre/identity.ts';
import type { RealTime } from './clock/pace.ts';
import type { Org } from './org/org.ts';
import { askedOrg } from './orgs/askedOrg.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { sinceMidnightMs } from '../world/timeOfDay.ts';

/** How the command line asks for a sandbox. */
export interface RunOptions {
  readonly port: number;
  /** A file; the retail bank without one. */
  readonly org?: string;
  readonly seed: number;
  /** How many times as fast as real time; undefined for lock-step. */
  readonly factor?: number;
  /** Of the client that may do everything. */
  readonly secret: string;
  readonly realTime: RealTime;
  readonly onDefect: (error: unknown) => void;
}

/** What a program needs to log in; the official SDKs' gateway setting points to the base URL. */
export interface Ready {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Starts the sandbox of the command line. In lock-step it begins at the first midnight; running by itself, when the first
 * queue opens, so that there is something to see.
 * @throws ProblemError when the org cannot be read or contradicts itself, or the port cannot be had.
 */
export async function runSandbox(
  options: RunOptions,
): Promise<{ readonly sandbox: Sandbox; readonly ready: Ready }> {
  const { port, seed, factor, secret, realTime, onDefect } = options;
  const org = await askedOrg(options.org);
  const client = { id: identity('client', 'sandbox'), secret };
  const pace = factor === undefined ? {} : { factor, startAfterMs: opensAfterMs(org) };
  const sandbox = await startSandbox({ org, port, seed, client, realTime, onDefect, ...pace });
  return {
    sandbox,
    ready: { baseUrl: sandbox.baseUrl, clientId: client.id, clientSecret: client.secret },
  };
}

function opensAfterMs({ scenario }: Org): number {
  return Math.min(...scenario.queues.map(({ opens }) => sinceMidnightMs(opens)));
}
