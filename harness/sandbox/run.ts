import { identity } from './centre/identity.ts';
import type { RealTime } from './clock/pace.ts';
import type { Org } from './org/org.ts';
import { askedOrg } from './orgs/askedOrg.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { sinceMidnightMs } from '../world/timeOfDay.ts';

const hourMs = 3_600_000;

/** How the command line asks for a sandbox. */
export interface RunOptions {
  readonly port: number;
  /** A file; the retail bank without one. */
  readonly org?: string;
  readonly seed: number;
  /** How many times as fast as real time; undefined for lock-step. */
  readonly factor?: number;
  /** Milliseconds since 1970, of this machine: running in real time, the sandbox has the same. */
  readonly now: number;
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
 * queue opens, so that there is something to see; in real time, within the hour after that, on a day on which it is then now.
 * @throws ProblemError when the org cannot be read or contradicts itself, or the port cannot be had.
 */
export async function runSandbox(
  options: RunOptions,
): Promise<{ readonly sandbox: Sandbox; readonly ready: Ready }> {
  const { port, seed, factor, secret, realTime, onDefect } = options;
  const asked = await askedOrg(options.org);
  const client = { id: identity('client', 'sandbox'), secret };
  const org = factor === 1 ? openedToday(asked, options.now) : asked;
  const startAfterMs = factor === 1 ? options.now - Date.parse(org.scenario.startsAt) : opensAfterMs(org);
  const pace = factor === undefined ? {} : { factor, startAfterMs };
  const sandbox = await startSandbox({ org, port, seed, client, realTime, onDefect, ...pace });
  return {
    sandbox,
    ready: { baseUrl: sandbox.baseUrl, clientId: client.id, clientSecret: client.secret },
  };
}

/** The org on the day on which the first queue opened less than an hour ago. Its zone is one of whole hours: Genesys knows no other. */
function openedToday(org: Org, now: number): Org {
  const midnight = Math.floor((now - opensAfterMs(org)) / hourMs) * hourMs;
  return { ...org, scenario: { ...org.scenario, startsAt: new Date(midnight).toISOString() } };
}

function opensAfterMs({ scenario }: Org): number {
  return Math.min(...scenario.queues.map(({ opens }) => sinceMidnightMs(opens)));
}
