import type { ActOutcome } from '../../engine/exchange.ts';
import type { Outage } from '../../engine/plugins/outage.ts';
import type { BatchActor, BatchedCommand, BatchSize, Clock } from '../../engine/ports.ts';
import { steadyTime } from '../../engine/steadyTime.ts';
import { isAddress } from './address.ts';
import { digestsOf, type Digest } from './digest.ts';
import { mailOf } from './mail.ts';
import type { EmailSettings } from './settings.ts';
import { SmtpSession, type SendResult } from './smtpSession.ts';

/** As many alerts as the runtime holds in memory: a storm is one mail. */
const most = 10_000;

/** Ours: a mail server may be down for two hours. An alert that is older helps nobody; it ends among the dead. */
const pausesSeconds = [5, 30, 120, 300, ...Array<number>(12).fill(600)];

const outcomes: Readonly<Record<SendResult['result'], ActOutcome['status']>> = {
  sent: 'done',
  refused: 'refused',
  notSent: 'notDone',
  unclear: 'notDone',
};

const left: SendResult = {
  result: 'notSent',
  why: 'the connection to the mail server was lost, or it took too long, before this was sent',
};

/** Mails supervisors what they are to be told, in digests. */
export class EmailActor implements BatchActor {
  readonly does = ['do notify'] as const;
  readonly batch: BatchSize;
  readonly pausesSeconds = pausesSeconds;
  readonly #settings: EmailSettings;
  readonly #clock: Clock;
  readonly #outage: Outage;

  constructor(settings: EmailSettings, clock: Clock, outage: Outage) {
    const { firstSeconds, digestSeconds } = settings;
    this.#settings = settings;
    this.#clock = clock;
    this.#outage = outage;
    this.batch = { most, withinSeconds: firstSeconds, apartSeconds: digestSeconds };
  }

  /**
   * The supervisors' mails, one after the other. What is not sent to one does not keep what goes to another: which of two
   * supervisors hears first of a conversation means nothing.
   */
  async actTogether(
    commands: readonly BatchedCommand[],
    signal: AbortSignal,
  ): Promise<readonly ActOutcome[]> {
    signal.throwIfAborted();
    const told = new Map<Digest, SendResult>();
    const digests = digestsOf(commands);
    for (const digest of digests)
      if (!isAddress(digest.supervisor))
        told.set(digest, { result: 'refused', why: `"${digest.supervisor}" is no e-mail address` });
    const sendable = digests.filter((digest) => !told.has(digest));
    for (const [digest, result] of await this.#send(sendable, signal)) told.set(digest, result);
    const [first] = told.values();
    // Nothing was sent and nothing refused: as if nobody had asked.
    if ([...told.values()].every(({ result }) => result === 'notSent')) throw new Error(first!.why);
    const said = Array<ActOutcome>(commands.length);
    for (const [{ alerts }, { result, why }] of told) {
      const outcome = { status: outcomes[result], ...(why === '' ? {} : { why }) };
      for (const { place } of alerts) said[place] = outcome;
    }
    return said;
  }

  async #send(digests: readonly Digest[], signal: AbortSignal): Promise<ReadonlyMap<Digest, SendResult>> {
    const told = new Map<Digest, SendResult>();
    if (digests.length === 0) return told;
    const session = await this.#open(signal);
    // What is begun later might not end before the runtime's own deadline, and then all would be sent again.
    const lastBegun = steadyTime(this.#clock) + this.#settings.timeoutSeconds * 1000;
    try {
      for (const digest of digests) {
        const isTooLate = session.isOver || steadyTime(this.#clock) > lastBegun;
        const result = isTooLate ? left : await session.send(mailOf(digest, this.#settings.from), signal);
        told.set(digest, result);
      }
    } catch (error) {
      session.close();
      throw error;
    }
    session.leave();
    return told;
  }

  async #open(signal: AbortSignal): Promise<SmtpSession> {
    try {
      const session = await SmtpSession.open(this.#settings, this.#clock, signal);
      this.#outage.end();
      return session;
    } catch (error) {
      signal.throwIfAborted();
      this.#outage.begin((error as Error).message);
      throw error;
    }
  }
}
