import type { Clock } from '../../../engine/ports.ts';
import { Link, type LinkOpening } from '../link.ts';

/** How often it is looked though nothing was notified, in milliseconds. */
const lookMs = 500;

/** Rings when somebody notifies on a channel; and now and then, for a notification may be missed. */
export class Bell {
  readonly #clock: Clock;
  readonly #channel: string;
  readonly #link: Link;
  #heard = Promise.withResolvers<void>();
  #isListening = false;

  constructor(opening: LinkOpening, channel: string) {
    this.#clock = opening.clock;
    this.#channel = channel;
    this.#link = new Link(opening);
  }

  /** Resolves when it rings, or the signal is aborted. To be called before it is looked. */
  async rung(signal: AbortSignal): Promise<void> {
    void this.#listen();
    const waited = new AbortController();
    const late = this.#clock.sleep(lookMs, AbortSignal.any([signal, waited.signal]));
    await Promise.race([this.#heard.promise, late.catch(() => undefined)]);
    waited.abort();
  }

  close(): void {
    this.#link.close();
  }

  async #listen(): Promise<void> {
    if (this.#isListening) return;
    this.#isListening = true;
    await this.#link
      .once((session) =>
        session.hear(this.#channel, () => {
          if (session.isLost) this.#isListening = false;
          this.#heard.resolve();
          this.#heard = Promise.withResolvers();
        }),
      )
      // Without it it is looked now and then.
      .catch(() => (this.#isListening = false));
  }
}
