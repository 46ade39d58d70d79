import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { withinDeadline } from '../../engine/deadline.ts';
import type { Clock } from '../../engine/ports.ts';
import { printable } from '../../engine/problem.ts';
import type { Mail } from './mail.ts';
import { mimeOf } from './mime.ts';
import type { EmailSettings } from './settings.ts';

/**
 * What came of a mail. `sent`: the server has it. `refused`: it will not have it. `notSent`: it has not taken it now.
 * `unclear`: the connection was lost, or nothing was answered, and the server may have it.
 */
export interface SendResult {
  readonly result: 'sent' | 'refused' | 'notSent' | 'unclear';
  /** In the server's words, or ours; empty when it is sent. */
  readonly why: string;
}

/** An error that may hold what the server answered. */
interface SmtpError extends Error {
  readonly responseCode?: number | undefined;
  /** Whether the answer says that it will not help to ask again. */
  readonly permanent?: boolean | undefined;
  readonly code?: string | undefined;
}

/** Of a server's words, in characters. */
const longestWhy = 200;

type Done<Result> = (error?: Error | null, result?: Result) => void;

/** One connection to a mail server, logged in, for several mails one after the other. */
export class SmtpSession {
  readonly #connection: SMTPConnection;
  readonly #clock: Clock;
  readonly #timeoutSeconds: number;
  /** Ends what is waited for when the connection is lost. */
  #lose: (error: Error) => void = () => undefined;
  #isOver = false;

  private constructor(settings: EmailSettings, clock: Clock) {
    this.#clock = clock;
    this.#timeoutSeconds = settings.timeoutSeconds;
    this.#connection = new SMTPConnection(optionsOf(settings));
    const over = (error: Error): void => {
      this.#isOver = true;
      this.#lose(error);
    };
    this.#connection.on('error', over);
    this.#connection.on('end', () => over(new Error('the mail server ended the connection')));
  }

  /**
   * Connects and logs in.
   * @throws Error in the server's words: nothing was sent. The signal's reason, once it is aborted.
   */
  static async open(settings: EmailSettings, clock: Clock, signal: AbortSignal): Promise<SmtpSession> {
    const session = new SmtpSession(settings, clock);
    const { login } = settings;
    try {
      await session.#within(async () => {
        await session.#ask((done) => session.#connection.connect(done));
        if (login !== undefined) await session.#ask((done) => session.#connection.login(login, done));
      }, signal);
      return session;
    } catch (error) {
      session.close();
      signal.throwIfAborted();
      throw new Error(inWords(error), { cause: error });
    }
  }

  /** Whether the connection is lost. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** @throws the signal's reason, once it is aborted. */
  async send(mail: Mail, signal: AbortSignal): Promise<SendResult> {
    const message = await mimeOf(mail);
    const envelope = { from: mail.from, to: [mail.to] };
    try {
      await this.#within(() => this.#ask((done) => this.#connection.send(envelope, message, done)), signal);
      return { result: 'sent', why: '' };
    } catch (error) {
      signal.throwIfAborted();
      const result = resultOf(error as SmtpError);
      if (result === 'unclear') this.close();
      else await this.#reset(signal);
      return { result, why: inWords(error) };
    }
  }

  /** Takes leave of the server, and waits for nothing: what was sent it has answered. */
  leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#connection.quit();
  }

  close(): void {
    this.#isOver = true;
    this.#connection.close();
  }

  /** Makes the connection ready for another mail; where that fails it is given up. */
  async #reset(signal: AbortSignal): Promise<void> {
    if (this.#isOver) return;
    const answered = (): Promise<void> => this.#ask((done) => this.#connection.reset(done));
    await this.#within(answered, signal).catch(() => this.close());
  }

  #within(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const late = (): Error => new Error(`no answer within ${this.#timeoutSeconds} s`);
    return withinDeadline(this.#clock, this.#timeoutSeconds * 1000, work, late, signal);
  }

  #ask<Result>(start: (done: Done<Result>) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#lose = reject;
      start((error) => (error instanceof Error ? reject(error) : resolve()));
    });
  }
}

function optionsOf({ host, port, tls, timeoutSeconds }: EmailSettings): SMTPConnectionOptions {
  return {
    ...{ host, port, secure: tls === 'implicit', requireTLS: tls === 'startTls', ignoreTLS: tls === 'none' },
    tls: { minVersion: 'TLSv1.2' },
    // For a server that does not answer when we take leave; all else has a deadline by the clock.
    socketTimeout: timeoutSeconds * 1000,
    socketCloseTimeout: 0,
  };
}

function resultOf({ permanent, responseCode, code }: SmtpError): SendResult['result'] {
  if (responseCode !== undefined) return permanent === true ? 'refused' : 'notSent';
  // Without an answer: the address or the size, which are looked at before anything is sent.
  return code === 'EENVELOPE' || code === 'EMESSAGE' ? 'refused' : 'unclear';
}

function inWords(error: unknown): string {
  return printable((error as Error).message).slice(0, longestWhy);
}
