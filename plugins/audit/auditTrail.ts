import type { Told } from '../../engine/exchange.ts';
import type { Sink } from '../../engine/ports.ts';
import { notSigned, notWritten } from './auditProblem.ts';
import { Checkpointer, type CheckpointSettings } from './checkpointer.ts';
import { contentOf } from './content.ts';
import { makeFolder } from './files.ts';
import { LogEnd, type LogSettings } from './logEnd.ts';
import { WriteLock } from './writeLock.ts';

/** What an audit trail is kept with. */
export interface TrailSettings extends LogSettings {
  readonly checkpoints: CheckpointSettings | undefined;
}

/** Writes what it hears to a log, and signs the log's end. */
export class AuditTrail implements Sink {
  readonly #settings: TrailSettings;
  readonly #lock: WriteLock;
  readonly #log: LogEnd;
  readonly #checkpointer: Checkpointer | undefined;
  #working: Promise<unknown> = Promise.resolve();
  #isOpen = false;
  /** Told already; it is not told again until it has worked again. */
  #failing = { writing: false, signing: false };

  constructor(settings: TrailSettings) {
    const { folder, clock, problem, checkpoints } = settings;
    this.#settings = settings;
    this.#lock = new WriteLock(folder, clock);
    this.#log = new LogEnd(settings);
    if (checkpoints !== undefined) this.#checkpointer = new Checkpointer(checkpoints, clock, problem);
  }

  /** @throws ProblemError when the log, or what signs it, is not as it should be. */
  async open(signal: AbortSignal): Promise<void> {
    makeFolder(this.#settings.folder);
    try {
      await this.#lock.hold(async () => {
        await this.#checkpointer?.open();
        await this.#log.catchUp(this.#checkpointer?.covered);
        await this.#checkpointer?.mend(this.#log);
      }, signal);
      this.#isOpen = true;
    } catch (error) {
      await this.close();
      throw signal.aborted ? error : notWritten(error, this.#settings.folder);
    }
  }

  async hear(told: readonly Told[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const most = this.#settings.checkpoints?.everyEntries ?? Infinity;
    try {
      await this.#alone(async () => {
        await this.#log.append(told.map(contentOf));
        if (this.#log.seq - (this.#checkpointer?.covered ?? 0) >= most) await this.#sign();
      }, signal);
      this.#failing.writing = false;
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = notWritten(error, this.#settings.folder);
      if (!this.#failing.writing) failure.problems.forEach(this.#settings.problem);
      this.#failing.writing = true;
      throw failure;
    }
  }

  /** Signs the log's end again and again, until the signal is aborted. */
  async keepSigning(signal: AbortSignal): Promise<void> {
    const { checkpoints, clock } = this.#settings;
    while (checkpoints !== undefined && !signal.aborted) {
      const isOver = await clock.sleep(checkpoints.everySeconds * 1000, signal).then(
        () => false,
        () => true,
      );
      if (!isOver) await this.#signAlone();
    }
  }

  /** Signs what is not signed yet, and closes the files. */
  async close(): Promise<void> {
    if (this.#isOpen) await this.#signAlone();
    this.#isOpen = false;
    await this.#log.close();
    this.#lock.close();
  }

  async #signAlone(): Promise<void> {
    if (this.#checkpointer === undefined) return;
    await this.#alone(() => this.#sign()).catch((error: unknown) => this.#tellNotSigned(error));
  }

  /** What cannot be signed is written all the same. */
  async #sign(): Promise<void> {
    try {
      if (this.#log.seq > 0) await this.#checkpointer?.add(this.#log);
      this.#failing.signing = false;
    } catch (error) {
      this.#tellNotSigned(error);
    }
  }

  #tellNotSigned(error: unknown): void {
    const { folder, problem, checkpoints } = this.#settings;
    if (!this.#failing.signing) notSigned(error, checkpoints?.folder ?? folder).forEach(problem);
    this.#failing.signing = true;
  }

  /** Does something to the log's end once all before is done, while nobody else does, in this process or another. */
  #alone(work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    const doing = this.#working.then(() =>
      this.#lock.hold(async () => {
        await this.#log.catchUp();
        await work();
      }, signal),
    );
    this.#working = doing.catch(() => undefined);
    return doing;
  }
}
