import { randomUUID } from 'node:crypto';
import { sandboxPseudonymKey } from '../../commands/sandboxInStep.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { ConversationState } from '../../harness/sandbox/control/conversationStates.ts';
import type { Fault } from '../../harness/sandbox/faults/fault.ts';
import type { Org } from '../../harness/sandbox/org/org.ts';
import { startSandbox, type InProcess } from '../../harness/sandbox/sandbox.ts';
import { prepare } from './engineConfiguration.ts';
import { Lives, type LivesOptions } from './lives.ts';
import { startReceivers, type Mishap, type Receivers } from './receivers.ts';
import type { StoreReader } from './storeReader.ts';

/** A day of the sandbox, and what befalls the engine on it. */
export interface KilledDayOptions extends LivesOptions {
  readonly org: Org;
  readonly seed: number;
  /** Of the org's first day, from midnight. */
  readonly fromHour: number;
  /** How long faults and kills go on; peace follows. */
  readonly hours: number;
  readonly faults: readonly Fault[];
  /** How a receiver fails the next time. */
  readonly mishap: () => Mishap;
}

/** What a day came to. */
export interface KilledDay {
  readonly sandbox: InProcess;
  readonly receivers: Receivers;
  readonly store: StoreReader;
  /** When the engine began. */
  readonly startedAt: number;
  /** Where it was killed, in order. */
  readonly kills: readonly string[];
  /** Points it did not come to in good time. */
  readonly notReached: readonly string[];
  /** How often the last engine's store committed. */
  readonly commits: number;
  /** Where every conversation was when the engine was told to stop at last. */
  readonly atStop: readonly ConversationState[];
  /** How often a fault of the platform kept the engine from starting. */
  readonly refusedStarts: number;
  /** By position: events that were safe. */
  readonly safe: ReadonlyMap<number, RoutingEvent>;
  readonly lastSafeDecision: number;
  /** Decisions that the console was told, in order. */
  readonly told: Lives['told'];
  /** What the engine wrote to its standard error, all lives together. */
  readonly stderr: string;
  readonly folder: string;
}

/** Runs the engine on a sandbox for a day, over one store, through kills and faults; then peace returns, and it comes to rest. */
export async function killedDay<Result>(
  options: KilledDayOptions,
  use: (day: KilledDay) => Promise<Result>,
): Promise<Result> {
  const { org, seed, fromHour, hours, folder } = options;
  const client = { id: 'signalbox', secret: randomUUID() };
  const defects: unknown[] = [];
  const started = await startSandbox({
    ...{ org, seed, client, port: 0, startAfterMs: fromHour * 3_600_000 },
    realTime: { now: () => performance.now(), after: () => () => undefined },
    onDefect: (error) => void defects.push(error),
  });
  const { inProcess: sandbox, baseUrl } = started;
  const env = {
    GENESYS_BASE_URL: baseUrl,
    GENESYS_CLIENT_ID: client.id,
    GENESYS_CLIENT_SECRET: client.secret,
    GENESYS_BOT_FLOW: sandbox.directory.botFlowId,
    SIGNALBOX_PSEUDONYM_KEY: sandboxPseudonymKey,
  };
  const receivers = await startReceivers({
    life: () => lives.kills.length,
    mishap: options.mishap,
    mail: (moment) => lives.atMail(moment),
  });
  const config = await prepare(folder, receivers.smtpPort);
  const lives = new Lives(sandbox, config, { ...env, ...receivers.environment }, options);
  try {
    const startedAt = sandbox.now;
    sandbox.befall(options.faults);
    await lives.passTo(startedAt + hours * 3_600_000, receivers);
    await lives.passUntilKilled(receivers);
    await lives.comeToRest(receivers);
    if (defects.length > 0) throw defects[0] as Error;
    return await use({
      ...{ sandbox, receivers, startedAt, folder },
      ...{ store: lives.store, kills: lives.kills, notReached: lives.notReached },
      ...{ refusedStarts: lives.refusedStarts, atStop: lives.atStop, commits: lives.commits },
      ...{ safe: lives.safe, lastSafeDecision: lives.lastSafeDecision, told: lives.told },
      stderr: lives.stderr,
    });
  } finally {
    await lives.end();
    await receivers.close();
    await started.stop();
  }
}
