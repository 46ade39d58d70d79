import type { Kernel } from './kernel.ts';
import { drawMs } from './random/distribution.ts';
import { subjectOf, type RandomStreams } from './random/streams.ts';
import type { SurveyModel } from './scenario.ts';
import type { Staff } from './staff.ts';
import type { Waiting } from './waitingRoom.ts';

/** Points won or lost for each step of mean proficiency in the required skills from the middle of the scale. */
const POINTS_PER_PROFICIENCY = 2;
const MIDDLE_PROFICIENCY = 2.5;

/** What customers say of a conversation afterwards. An assumption, not calibrated: it only gives outcomes a shape. */
export class Surveys {
  readonly #kernel: Kernel;
  readonly #streams: RandomStreams;
  readonly #staff: Staff;
  readonly #model: SurveyModel | undefined;

  constructor(kernel: Kernel, streams: RandomStreams, staff: Staff, model: SurveyModel | undefined) {
    this.#kernel = kernel;
    this.#streams = streams;
    this.#staff = staff;
    this.#model = model;
  }

  /** Asks the customer of a conversation that has just ended; some answer, later. */
  ask(taken: Waiting, agent: string, waitMs: number): void {
    const model = this.#model;
    if (model === undefined) return;
    const chance = this.#streams.stream('survey', taken.customer.number, subjectOf(agent));
    if (!chance.chance(model.answered)) return;
    const score = this.#score(model, taken, agent, waitMs, chance.normal());
    this.#kernel.schedule(this.#kernel.now + drawMs(model.delay, chance), 'survey', () => {
      const at = this.#kernel.now;
      this.#kernel.emit({ at, type: 'conversation.surveyed', conversation: taken.id, score });
      this.#staff.credit(agent, score);
    });
  }

  #score(model: SurveyModel, taken: Waiting, agent: string, waitMs: number, deviation: number): number {
    const { satisfaction = 75, skills } = this.#staff.model(agent);
    const required = taken.customer.intent.requiredSkills;
    const proficiency =
      required.reduce((sum, skill) => sum + (skills[skill] ?? 0), 0) / Math.max(1, required.length);
    const fit = required.length === 0 ? 0 : POINTS_PER_PROFICIENCY * (proficiency - MIDDLE_PROFICIENCY);
    const lost = Math.min(model.lostByWaitingAtMost, (waitMs / 60_000) * model.lostPerMinuteWaited);
    return Math.round(Math.min(100, Math.max(0, satisfaction + fit - lost + model.spread * deviation)));
  }
}
