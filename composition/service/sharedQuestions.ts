import type { Clock } from '../../engine/ports.ts';
import { questionsKeptMs, shardOf, type OpenQuestion, type QuestionBox } from '../../engine/sharedStore.ts';
import {
  askedFacts,
  asksForLast,
  eventOf,
  keyOf,
  Moments,
  serviceName,
  type Asker,
  type AskingSettings,
} from './asking.ts';
import { isAskedPoint } from './decideSchema.ts';
import type { Question } from './question.ts';
import { nothingDecided, type Asking, type QuestionBook } from './questionBook.ts';

/** What several workers ask each other through. */
export interface SharedAsking {
  readonly box: QuestionBox;
  readonly shards: number;
}

/**
 * Questions of several workers that share a store: whoever is asked puts it where all see it, whoever has the conversation
 * answers. What it tells is written to the log in the same step.
 */
export class SharedQuestions implements Asker {
  readonly carries = askedFacts;
  readonly #clock: Clock;
  readonly #settings: AskingSettings;
  readonly #shared: SharedAsking;
  readonly #moments = new Moments();
  /** Of the shards that are worked on here. */
  readonly #books = new Map<number, QuestionBook>();
  /** Questions of this worker that wait for their answer, by number. */
  readonly #waiting = new Map<number, Set<(asking: Asking) => void>>();
  #isListening = false;
  #looking: Promise<void> = Promise.resolve();
  #isToLook = false;

  constructor(clock: Clock, settings: AskingSettings, shared: SharedAsking) {
    this.#clock = clock;
    this.#settings = settings;
    this.#shared = shared;
  }

  get isListening(): boolean {
    return this.#isListening;
  }

  /** Answers, and hears answers, until the signal is aborted. Never rejects: while the store is away nothing is answered. */
  async run(signal: AbortSignal): Promise<void> {
    this.#isListening = true;
    while (!signal.aborted) {
      const heard = this.#shared.box.heard(signal);
      this.look();
      await heard;
    }
    this.#isListening = false;
    await this.#looking;
  }

  /** From now on what is asked about the conversations of a shard is answered here. @returns what ends that. */
  answering(shard: number, book: QuestionBook): () => void {
    this.#books.set(shard, book);
    this.look();
    return () => {
      if (this.#books.get(shard) === book) this.#books.delete(shard);
    };
  }

  async ask(question: Question, signal: AbortSignal): Promise<Asking> {
    const { point, conversation } = question;
    const askedAt = this.#moments.next(this.#clock.now());
    const shard = shardOf(conversation, this.#shared.shards);
    const told = asksForLast(question) ? {} : { told: this.#told(question, askedAt) };
    const number = await this.#shared.box.put({ ...{ shard, point, conversation, askedAt }, ...told });
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(number) ?? new Set();
      this.#waiting.set(number, waiting.add(resolve));
      const giveUp = (): void => {
        waiting.delete(resolve);
        // Others may wait by now for what was asked again under its number.
        if (waiting.size === 0 && this.#waiting.get(number) === waiting) this.#waiting.delete(number);
        reject(signal.reason as Error);
      };
      if (signal.aborted) giveUp();
      else signal.addEventListener('abort', giveUp, { once: true });
      this.look();
    });
  }

  /** Looks for what can be answered, and for answers; once more, where it is looking already. */
  look(): void {
    if (this.#isToLook) return;
    this.#isToLook = true;
    this.#looking = this.#looking.then(async () => {
      this.#isToLook = false;
      // Asked again when something is heard, or a short while has passed.
      await Promise.all([this.#answer(), this.#hear()]).catch(() => undefined);
    });
  }

  #told(question: Question, askedAt: number) {
    const key = keyOf(question);
    const { repeatSeconds, actsBy } = this.#settings;
    // Told again after a while, it is another question.
    const request = `${key}.${askedAt}`;
    const repeatMs = question.request === undefined ? repeatSeconds * 1000 : questionsKeptMs;
    return { key, repeatMs, from: serviceName, observed: eventOf(question, askedAt, { request, actsBy }) };
  }

  async #answer(): Promise<void> {
    if (this.#books.size === 0) return;
    const open = await this.#shared.box.open([...this.#books.keys()]);
    const answers = open.flatMap((question) => {
      const answer = this.#answerTo(question);
      return answer === undefined ? [] : [{ number: question.number, answer }];
    });
    if (answers.length > 0) await this.#shared.box.answer(answers);
  }

  #answerTo({ shard, point, conversation, told }: OpenQuestion): Asking | undefined {
    const book = this.#books.get(shard);
    if (book === undefined || !isAskedPoint(point)) return undefined;
    if (told === undefined) return book.outcome({ point, conversation });
    const put = book.find(told.request);
    // Taken in before a restart it was decided on, and of what brought no decision nothing is kept.
    if (put === undefined) return book.wasTakenIn(told.logged) ? { none: nothingDecided } : undefined;
    return put.isSettled ? book.outcome({ point, conversation }, put) : undefined;
  }

  async #hear(): Promise<void> {
    const numbers = [...this.#waiting.keys()];
    if (numbers.length === 0) return;
    for (const { number, answer } of await this.#shared.box.answers(numbers)) {
      for (const resolve of this.#waiting.get(number) ?? []) resolve(answer as Asking);
      this.#waiting.delete(number);
    }
  }
}
