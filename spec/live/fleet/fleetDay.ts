import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sandboxPseudonymKey } from '../../../commands/sandboxInStep.ts';
import type { ConversationState } from '../../../harness/sandbox/control/conversationStates.ts';
import type { Fault } from '../../../harness/sandbox/faults/fault.ts';
import type { Org } from '../../../harness/sandbox/org/org.ts';
import { defaultRequestsPerMinute, startSandbox, type InProcess } from '../../../harness/sandbox/sandbox.ts';
import { genesysDefaults } from '../../../plugins/genesys/settings.ts';
import { misplaced } from '../../commands/storm.ts';
import { WorkerProcess } from '../../plugins/postgres/workers.ts';
import { prepare } from '../engineConfiguration.ts';
import { fasterNow, type FasterTime } from '../plugins/fasterClock.ts';
import { startReceivers, type Mishap, type Receivers } from '../receivers.ts';
import { attending, keptIn, waitingIn, writing, type KeptFleet, type Waiting } from './sharedReader.ts';

/** A part of a sandbox's day, and those who work on it. */
export interface FleetDayOptions {
  readonly org: Org;
  readonly seed: number;
  /** Of the org's first day, from midnight. */
  readonly fromHour: number;
  /** How many times as fast as real time the day passes, for the sandbox and the workers. */
  readonly factor: number;
  readonly url: string;
  readonly folder: string;
  readonly shards: number;
  readonly workers: number;
  /** In real seconds. */
  readonly leaseSeconds: number;
  /** How a receiver fails the next time. */
  readonly mishap: () => Mishap;
}

/** What became of a day. */
export interface FleetDay {
  readonly sandbox: InProcess;
  readonly receivers: Receivers;
  /** From when on they had to know everything. */
  readonly startedAt: number;
  readonly folder: string;
  /** Who was killed, in order. */
  readonly kills: readonly string[];
  /** How often a fault of the platform kept a worker from starting. */
  readonly refusedStarts: number;
  /** Where every conversation was when the workers were told to stop. */
  readonly atStop: readonly ConversationState[];
  readonly kept: KeptFleet;
  /** What was left, by shard. */
  readonly waiting: readonly Waiting[];
  /** What each worker wrote to its standard output, in the order they were started. */
  readonly lines: readonly (readonly string[])[];
  /** And to its standard error. */
  readonly said: readonly string[];
}

/** What may be done on a day while it passes. */
export interface Passing {
  readonly now: number;
  befall(faults: readonly Fault[]): void;
  /** Lets so much real time pass. */
  pass(milliseconds: number): Promise<void>;
  /** Whether what it writes is what the log gets. */
  holder(): Promise<WorkerProcess | undefined>;
  readonly workers: readonly WorkerProcess[];
  /** Kills a worker, by SIGKILL. */
  kill(worker: WorkerProcess): Promise<void>;
  /** Starts another. */
  start(): WorkerProcess;
  /** Resolves once all take part. */
  allAttend(): Promise<void>;
  /** Faults end; a channel breaks once more, and what was missed is found. */
  comeToRest(): Promise<void>;
  /** Kills who writes to the log. @returns real milliseconds until another has, and until it has written an event. */
  killHolder(): Promise<{ readonly taken: number; readonly written: number }>;
}

/** Real milliseconds between two moments to which the sandbox is brought. */
const stepMs = 5;
/** How long it takes at most until one that takes part hears what happens, of the sandbox's milliseconds. */
const listeningMs = 60_000;
/** What one asks just before it listens. */
const subscribing = 'putNotificationsChannelSubscriptions';
/** The longest that something is waited for, in real milliseconds. */
const patienceMs = 60_000;
/** For how long nobody has anything to do, before it is over; less than a channel is silent, so that nobody misses it. */
const restMs = 700;

/** Runs workers on a sandbox for a while, then until all are at rest. */
export async function fleetDay<Result>(
  options: FleetDayOptions,
  happen: (passing: Passing) => Promise<void>,
  use: (day: FleetDay) => Promise<Result>,
): Promise<Result> {
  const { org, seed, fromHour, factor, url, folder, shards } = options;
  const client = { id: 'signalbox', secret: randomUUID() };
  const defects: unknown[] = [];
  // What workers share is counted by the database's clock, which is none of theirs: so many in one of its minutes.
  const requestsPerMinute = defaultRequestsPerMinute * factor;
  const started = await startSandbox({
    ...{ org, seed, client, port: 0, requestsPerMinute, startAfterMs: fromHour * 3_600_000 },
    realTime: { now: () => performance.now(), after: () => () => undefined },
    onDefect: (error) => void defects.push(error),
  });
  const { inProcess: sandbox, baseUrl } = started;
  const kills: string[] = [];
  const receivers = await startReceivers({
    life: () => kills.length,
    mishap: options.mishap,
    mail: () => false,
  });
  await prepare(folder, receivers.smtpPort, {
    plugins: `  - { plugin: ${resolve('spec/live/plugins/fasterClock.ts')} }
  - { plugin: postgres, configuration: { url: '\${env:SPEC_POSTGRES}', shards: ${shards}, leaseSeconds: ${options.leaseSeconds * factor}, answerSeconds: ${Math.min(600, 10 * factor)} } }`,
    requestsPerMinute,
    // All of the journal stays, to be judged.
    snapshots: 'snapshotEntries: 1000000, snapshotMinutes: 100000',
  });
  let startedAt: number | undefined;
  const time: FasterTime = {
    startedAt: sandbox.now,
    realAt: performance.timeOrigin + performance.now(),
    factor,
  };
  const env = {
    ...receivers.environment,
    GENESYS_BASE_URL: baseUrl,
    GENESYS_CLIENT_ID: client.id,
    GENESYS_CLIENT_SECRET: client.secret,
    GENESYS_BOT_FLOW: sandbox.directory.botFlowId,
    SIGNALBOX_PSEUDONYM_KEY: sandboxPseudonymKey,
    SIGNALBOX_SPEC_TIME: JSON.stringify(time),
  };
  const all: WorkerProcess[] = [];
  let refusedStarts = 0;
  let isStill = false;
  const ticking = setInterval(() => {
    if (!isStill) sandbox.advance(Math.max(sandbox.now, fasterNow(time)));
  }, stepMs);
  const alive = (): readonly WorkerProcess[] => all.filter(({ isOver }) => !isOver);
  const expected = new Set<WorkerProcess>();
  const requireAlive = (): void => {
    for (const over of all.filter((worker) => worker.isOver && !expected.has(worker))) {
      if (!over.errors.includes('"genesys" did not start'))
        throw new Error(`a worker has ended by itself: ${over.ending}\n${over.errors}`);
      // A fault of the platform met its first calls: whoever looks after the process starts it again.
      expected.add(over);
      refusedStarts++;
      passing.start();
    }
  };
  const pass = async (milliseconds: number): Promise<void> => {
    await setTimeout(milliseconds);
    requireAlive();
  };
  const passing: Passing = {
    get now() {
      return sandbox.now;
    },
    befall: (faults) => sandbox.befall(faults),
    pass,
    get workers() {
      return alive();
    },
    async holder() {
      const { process } = await writing(url, 'genesys');
      return alive().find(({ pid }) => pid === process);
    },
    async kill(worker) {
      expected.add(worker);
      await worker.kill('SIGKILL');
      kills.push(`worker ${all.indexOf(worker) + 1}`);
    },
    start() {
      const worker = new WorkerProcess(folder, url, [], env);
      all.push(worker);
      return worker;
    },
    async allAttend() {
      const all = async (): Promise<true | undefined> => {
        requireAlive();
        const there = await attending(url).catch((): readonly number[] => []);
        return alive().every(({ pid }) => there.includes(pid)) || undefined;
      };
      await within(all, 'all take part');
      const subscribed = (): Promise<true | undefined> => {
        const made = sandbox.exchanges.filter(({ operation }) => operation === subscribing);
        return Promise.resolve(made.length >= options.workers || undefined);
      };
      await within(subscribed, 'the first ones listen');
      startedAt ??= sandbox.now + listeningMs;
    },
    async comeToRest() {
      sandbox.clearFaults();
      await pass(10_000);
      sandbox.befall([{ kind: 'socketDrop' }]);
      const { reconcileSeconds } = genesysDefaults.listening;
      await pass(10_000 + (2 * reconcileSeconds * 1000) / factor);
    },
    async killHolder() {
      const holder = await within(() => passing.holder(), 'somebody writes to the log');
      const { last } = await writing(url, 'genesys');
      const began = performance.now();
      await passing.kill(holder);
      const next = async (): Promise<Writing | undefined> => {
        const found = await writing(url, 'genesys');
        return found.process === undefined || found.process === holder.pid ? undefined : found;
      };
      await within(next, 'another writes to the log');
      const taken = performance.now() - began;
      const hasWritten = async () => ((await next())?.last ?? last) > last || undefined;
      await within(hasWritten, 'another has written to the log');
      return { taken, written: performance.now() - began };
    },
  };
  try {
    for (let count = 0; count < options.workers; count++) passing.start();
    await happen(passing);
    sandbox.clearFaults();
    const isIdle = async (): Promise<boolean> =>
      (await waitingIn(url, shards)).every((one) => Object.values(one).every((count) => count === 0));
    // What is open is read at a start, which takes a while when the machine is slow.
    const isRead = async (): Promise<boolean> => {
      const { conversations } = (await keptIn(url, shards)).shards[0]!;
      return misplaced(sandbox, conversations, startedAt ?? sandbox.now).length === 0;
    };
    // At a moment at which nobody has anything to do the sandbox stands still, and is compared with what they know.
    const rests = async (): Promise<true | undefined> => {
      requireAlive();
      if (!(await isIdle())) return undefined;
      isStill = true;
      await setTimeout(restMs);
      if ((await isIdle()) && (await isRead())) return true;
      isStill = false;
      await setTimeout(restMs);
      return undefined;
    };
    // What is not there by then is for whoever judges to say.
    await within(rests, 'all is done').catch(() => (isStill = true));
    requireAlive();
    const atStop = sandbox.conversations();
    const ends = alive().map((worker) => {
      expected.add(worker);
      return worker.kill('SIGTERM').then((code) => {
        if (code !== 0) throw new Error(`a worker did not stop in good order: ${worker.errors}`);
      });
    });
    await Promise.all(ends);
    if (defects.length > 0) throw defects[0] as Error;
    return await use({
      ...{ sandbox, receivers, folder, kills, refusedStarts, atStop, startedAt: startedAt ?? sandbox.now },
      ...{ kept: await keptIn(url, shards), waiting: await waitingIn(url, shards) },
      ...{ lines: all.map(({ lines }) => lines), said: all.map(({ errors }) => errors) },
    });
  } finally {
    clearInterval(ticking);
    await Promise.all(all.map((worker) => worker.kill('SIGKILL')));
    await receivers.close();
    await started.stop();
  }
}

/** For people. */
export function figuresOf({ sandbox, receivers, kept, kills, lines, refusedStarts }: FleetDay): string {
  const sent = (['crm', 'webhook', 'mail'] as const).map((what) => {
    const arrivals = receivers[what];
    return `${what}: ${new Set(arrivals.map(({ id }) => id)).size} things, ${arrivals.length} times`;
  });
  const asked = sandbox.exchanges.length;
  const events = kept.shards.map((shard) => shard.events.length).join(', ');
  return [
    `${sandbox.conversations().length} conversations, ${kept.commands.length} commands; events by shard: ${events}`,
    `${sent.join('; ')}; ${asked} requests to the platform`,
    `${lines.length} workers, of which ${kills.length} were killed, and ${refusedStarts} could not start for a fault of the platform`,
  ].join('\n');
}

type Writing = Awaited<ReturnType<typeof writing>>;

async function within<Found>(look: () => Promise<Found | undefined>, what: string): Promise<Found> {
  for (const began = performance.now(); performance.now() - began < patienceMs; await setTimeout(10)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`waited in vain until ${what}`);
}
