import { withinDeadline } from '../../engine/deadline.ts';
import type { ServiceSettings } from '../../engine/plugins/serviceSchema.ts';
import type { Clock } from '../../engine/ports.ts';
import { steadyTime } from '../../engine/steadyTime.ts';
import { answerOf, fallbackAnswer, type Answer } from './answer.ts';
import type { AskedPoint } from './decideSchema.ts';
import type { Asker } from './asking.ts';
import { Counts, Durations, type MetricRegistry } from './metricRegistry.ts';
import type { Question } from './question.ts';

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Answers questions, each within its time: by a decision, or else by what was declared for want of one. */
export class Deciding {
  readonly #questions: Asker;
  readonly #clock: Clock;
  readonly #settings: ServiceSettings;
  readonly #answers = new Counts();
  readonly #took = new Durations('signalbox_decide_seconds', 'From a question to its answer.', bounds);
  #underWay = 0;

  constructor(questions: Asker, clock: Clock, settings: ServiceSettings) {
    this.#questions = questions;
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Never rejects, and never takes longer than it may. */
  async answer(question: Question): Promise<Answer> {
    const { point } = question;
    const askedAt = steadyTime(this.#clock);
    const answer = await this.#answer(question);
    this.#took.took((steadyTime(this.#clock) - askedAt) / 1000);
    this.#answers.add({ point, answer: answer.fallback ? 'fallback' : 'decision' });
    return answer;
  }

  /** Has the figures written. */
  addTo(registry: MetricRegistry): void {
    const help = 'Questions that were answered, by a decision or the fallback.';
    const read = () => this.#answers.samples();
    registry.add({ name: 'signalbox_decide_answers_total', type: 'counter', help, read });
    registry.add(this.#took);
  }

  async #answer(question: Question): Promise<Answer> {
    const { point } = question;
    const { decideSeconds, questionsAtOnce } = this.#settings;
    if (!this.#questions.isListening) return this.#fallback(point, 'the run is starting or stopping');
    if (this.#underWay >= questionsAtOnce) return this.#fallback(point, 'too many questions at one time');
    const late = new Error(`no decision within ${decideSeconds} s`);
    this.#underWay++;
    try {
      const asked = await withinDeadline(
        this.#clock,
        decideSeconds * 1000,
        (signal) => this.#questions.ask(question, signal),
        () => late,
      );
      return 'none' in asked ? this.#fallback(point, asked.none) : answerOf(asked.decision);
    } catch (error) {
      return this.#fallback(point, error === late ? late.message : 'the question could not be taken in');
    } finally {
      this.#underWay--;
    }
  }

  #fallback(point: AskedPoint, reason: string): Answer {
    return fallbackAnswer(point, this.#settings.fallback, reason);
  }
}
