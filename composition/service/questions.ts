import type { ObservedEvent } from '../../engine/exchange.ts';
import type { Clock, EventBatch, EventSource } from '../../engine/ports.ts';
import { questionsKeptMs } from '../../engine/sharedStore.ts';
import {
  askedFacts,
  asksForLast,
  eventOf,
  keyOf,
  Moments,
  type Asker,
  type AskingSettings,
} from './asking.ts';
import type { Question } from './question.ts';
import type { Asking, Put, QuestionBook } from './questionBook.ts';

/**
 * Questions as events: each is told to the runtime as any source tells what happens, and answered by the decision that came
 * of it once that is safe. A question that is put again is told once.
 */
export class Questions implements EventSource, Asker {
  readonly carries = askedFacts;
  readonly givesPseudonyms = true;
  readonly #clock: Clock;
  readonly #settings: AskingSettings;
  readonly #book: QuestionBook;
  readonly #moments = new Moments();
  #take: ((batch: EventBatch) => Promise<void>) | undefined;
  #waiting: ObservedEvent[] = [];
  #next: Promise<void> | undefined;
  #taken: Promise<unknown> = Promise.resolve();

  /** @param book of the store whose runtime they are told to. */
  constructor(clock: Clock, settings: AskingSettings, book: QuestionBook) {
    this.#clock = clock;
    this.#settings = settings;
    this.#book = book;
  }

  async listen(take: (batch: EventBatch) => Promise<void>, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#take = take;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    this.#take = undefined;
    await this.#taken.catch(() => undefined);
  }

  get isListening(): boolean {
    return this.#take !== undefined;
  }

  async ask(question: Question): Promise<Asking> {
    if (asksForLast(question)) return this.#book.outcome(question);
    const key = keyOf(question);
    const before = this.#book.find(key);
    const put =
      before !== undefined && this.#isAgain(before, question) ? before : await this.#tell(key, question);
    await put.settled;
    return this.#book.outcome(question, put);
  }

  #isAgain({ at, isSettled }: Put, { request }: Question): boolean {
    const withinMs = request === undefined ? this.#settings.repeatSeconds * 1000 : questionsKeptMs;
    return !isSettled || Math.abs(this.#clock.now() - at) < withinMs;
  }

  async #tell(request: string, question: Question): Promise<Put> {
    const at = this.#moments.next(this.#clock.now());
    const put = this.#book.remember(request);
    try {
      await this.#send(eventOf(question, at, { request, actsBy: this.#settings.actsBy }));
    } catch (error) {
      this.#book.forget(request, put);
      throw error;
    }
    return put;
  }

  /** One call at a time; what comes meanwhile goes into the next. */
  #send(observed: ObservedEvent): Promise<void> {
    this.#waiting.push(observed);
    if (this.#next === undefined) {
      this.#next = this.#taken.then(
        () => this.#sendAll(),
        () => this.#sendAll(),
      );
      this.#taken = this.#next;
    }
    return this.#next;
  }

  async #sendAll(): Promise<void> {
    const events = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    if (this.#take === undefined) throw new Error('questions are not taken now');
    await this.#take({ events });
  }
}
