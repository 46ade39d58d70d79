import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { ConversationState } from '../../harness/sandbox/control/conversationStates.ts';
import type { InProcess } from '../../harness/sandbox/sandbox.ts';
import { genesysDefaults } from '../../plugins/genesys/settings.ts';
import { EngineProcess, type EngineStart } from './engineProcess.ts';
import type { KillAt, Safe } from './plugins/parentProcess.ts';
import type { mailMoments, Receivers } from './receivers.ts';
import { StoreReader } from './storeReader.ts';

/** A kill that is to come. */
export interface PlannedKill {
  /** Not before, in milliseconds since 1970 of the sandbox's clock. */
  readonly from: number;
  /** A named point; or after so much real time, in milliseconds, wherever it is then. */
  readonly where: KillAt | { readonly afterRealMs: number };
  /** In the life that the kill before it begins, from its first moment: while it recovers. */
  readonly isWhileStarting?: true;
}

/** How the lives are spent. */
export interface LivesOptions {
  readonly kills: readonly PlannedKill[];
  /** Where signalbox.yaml, the rules and the store lie. */
  readonly folder: string;
  /** A program that the engine is run by, and its arguments. */
  readonly under?: readonly string[];
  readonly progress?: (fraction: number, kills: number) => void;
}

/** Time passes in steps this long at most: a socket's frames, and what is sent over others, come in real time. */
const longestStepMs = 1000;
/** How much time may pass, of the sandbox, before a point that is not come to is given up. */
const patienceMs = 900_000;
/** Often enough that nothing of the journal is gone before it is read: that takes two snapshots. */
const readEveryMs = 10_000;
/** How an engine ends that what it needs keeps from starting, and after how long it is started again. */
const couldNotStart = 2;
const startAgainMs = 10_000;

const atRandom = 'at random';

function nameOf({ where }: PlannedKill): string {
  return 'point' in where ? where.point : atRandom;
}

/** One engine after the other, each on what the last one left. */
export class Lives {
  readonly store: StoreReader;
  readonly kills: string[] = [];
  readonly notReached: string[] = [];
  readonly safe = new Map<number, RoutingEvent>();
  readonly told: { readonly id: string; readonly hash: string }[] = [];
  lastSafeDecision = 0;
  stderr = '';
  refusedStarts = 0;
  commits = 0;
  atStop: readonly ConversationState[] = [];
  readonly #sandbox: InProcess;
  readonly #start: Pick<EngineStart, 'config' | 'env' | 'under'>;
  readonly #progress: LivesOptions['progress'];
  readonly #planned: PlannedKill[];
  #armed: { readonly kill: PlannedKill; readonly at: number } | undefined;
  #engine: EngineProcess | undefined;
  #readAt = 0;

  constructor(
    sandbox: InProcess,
    config: string,
    env: Readonly<Record<string, string>>,
    { kills, folder, progress, under = [] }: LivesOptions,
  ) {
    this.#sandbox = sandbox;
    this.#start = { config, env, under };
    this.#planned = [...kills];
    this.#progress = progress;
    this.store = new StoreReader(join(folder, 'store.db'));
  }

  /** Lets time pass to a moment; whenever the engine has been killed, another is started, and time stands still meanwhile. */
  async passTo(moment: number, receivers: Receivers): Promise<void> {
    const begun = this.#sandbox.now;
    while (this.#sandbox.now < moment) {
      const engine = await this.#alive();
      this.#arm(engine);
      await this.#step(engine, moment, receivers);
      this.#progress?.((this.#sandbox.now - begun) / (moment - begun), this.kills.length);
    }
  }

  /** Lets time pass until every kill that was planned has come, or was given up. */
  async passUntilKilled(receivers: Receivers): Promise<void> {
    while (this.#planned.length > 0 || this.#armed !== undefined)
      await this.passTo(this.#sandbox.now + longestStepMs, receivers);
  }

  /** Faults end, what was missed is found, and what waits is done; then the engine is stopped in good order. */
  async comeToRest(receivers: Receivers): Promise<void> {
    const sandbox = this.#sandbox;
    sandbox.clearFaults();
    await this.passTo(sandbox.now + 600_000, receivers);
    sandbox.befall([{ kind: 'socketDrop' }]);
    await this.passTo(
      sandbox.now + 600_000 + 2 * genesysDefaults.listening.reconcileSeconds * 1000,
      receivers,
    );
    for (let minutes = 0; minutes < 120 && this.store.waiting().outbox > 0; minutes++)
      await this.passTo(sandbox.now + 60_000, receivers);
    const engine = await this.#alive();
    engine.killAt(null);
    // What happens after it is told to stop it does not hear.
    this.atStop = sandbox.conversations();
    engine.stop();
    while (!engine.hasEnded) await this.#step(engine, sandbox.now + longestStepMs, receivers);
    await this.#reap(engine, false);
    this.commits = engine.commits!;
    this.store.readOn();
  }

  /** A moment of a mail has come. @returns whether the engine was killed at it. */
  atMail(moment: (typeof mailMoments)[number]): boolean {
    const where = this.#armed?.kill.where;
    if (where === undefined || !('point' in where) || where.point !== `mail: ${moment}`) return false;
    this.#engine!.kill();
    return true;
  }

  async end(): Promise<void> {
    if (this.#engine === undefined || this.#engine.hasEnded) return;
    this.#engine.kill();
    await this.#engine.ended;
  }

  async #alive(): Promise<EngineProcess> {
    while (this.#engine === undefined || this.#engine.hasEnded) {
      if (this.#engine !== undefined) await this.#reap(this.#engine, true);
      const next = this.#planned[0];
      const isNext = next?.isWhileStarting === true && this.#engine !== undefined;
      const { where } = isNext ? next : {};
      this.#engine = new EngineProcess({
        ...this.#start,
        now: this.#sandbox.now,
        safe: (safe) => this.#keep(safe),
        line: (line) => this.#hear(line),
        ...(where !== undefined && 'point' in where ? { killAt: where } : {}),
      });
      this.#readAt = 0;
      if (isNext) this.#armNext();
      await this.#engine.ready;
    }
    return this.#engine;
  }

  /** Takes note of how an engine ended. @throws Error when it was not killed, and should not have ended. */
  async #reap(engine: EngineProcess, isToBeKilled: boolean): Promise<void> {
    const { code, signal } = await engine.ended;
    this.stderr += engine.stderr;
    if (isToBeKilled && code === couldNotStart && engine.stderr.includes('"genesys" did not start')) {
      // A fault of the platform met its first calls: whoever looks after the process starts it again a little later.
      this.refusedStarts++;
      if (this.#armed !== undefined) this.#planned.unshift(this.#armed.kill);
      this.#armed = undefined;
      this.#sandbox.advance(this.#sandbox.now + startAgainMs);
      return;
    }
    if (isToBeKilled ? signal !== 'SIGKILL' : code !== 0)
      throw new Error(`the engine has ended: code ${code}, signal ${signal}\n${engine.stderr}`);
    if (!isToBeKilled) return;
    // At random it dies even where another point had been armed meanwhile.
    this.kills.push(this.#armed === undefined ? atRandom : nameOf(this.#armed.kill));
    this.#armed = undefined;
  }

  /** After the decisions come the words of a run that has stopped in good order. */
  #hear(line: string): void {
    if (!line.startsWith('{')) return;
    const { id } = JSON.parse(line) as { readonly id: string };
    this.told.push({ id, hash: createHash('sha256').update(line).digest('base64') });
  }

  #keep({ accepted, decision }: Safe): void {
    for (const [position, event] of accepted) this.safe.set(position, event);
    this.lastSafeDecision = Math.max(this.lastSafeDecision, decision ?? 0);
  }

  #arm(engine: EngineProcess): void {
    const { now } = this.#sandbox;
    if (this.#armed !== undefined) {
      if (now - this.#armed.at < patienceMs) return;
      this.notReached.push(nameOf(this.#armed.kill));
      this.#armed = undefined;
      engine.killAt(null);
    }
    const next = this.#planned[0];
    if (next === undefined || now < next.from) return;
    if ('point' in next.where) engine.killAt(next.where);
    this.#armNext();
  }

  #armNext(): void {
    const kill = this.#planned.shift()!;
    this.#armed = { kill, at: this.#sandbox.now };
    const engine = this.#engine!;
    if ('afterRealMs' in kill.where) void setTimeout(kill.where.afterRealMs).then(() => engine.kill());
  }

  async #step(engine: EngineProcess, moment: number, receivers: Receivers): Promise<void> {
    const sandbox = this.#sandbox;
    // A mail is taken in real time.
    for (let waits = 0; receivers.isBusy && waits < 50 && !engine.hasEnded; waits++) await setTimeout(1);
    const to = Math.min(moment, sandbox.now + longestStepMs, engine.wakesAt ?? sandbox.now);
    sandbox.advance(Math.max(Math.ceil(to), sandbox.now));
    await engine.pass(sandbox.now);
    if (sandbox.now < this.#readAt || engine.hasEnded) return;
    this.#readAt = sandbox.now + readEveryMs;
    this.store.readOn();
  }
}
