import type { Conversation } from '../../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { Course } from '../../../engine/decisions/course.ts';
import type { Ask, Decided } from '../../../engine/decisions/courseListener.ts';
import type { Made } from '../../../engine/decisions/policyRun.ts';
import type { DecisionPoint } from '../../../engine/decisions/record.ts';
import { asked } from '../../../engine/decisions/undecided.ts';
import type { Moments } from '../../../engine/moments.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { ChangeLog, effectOfMade } from '../changes.ts';
import type { Change } from '../examples.ts';
import { madeBy, variantsOf, type Variant, type VariantOptions } from './variants.ts';

/** A changed decision, decided again by policies between the two. */
export interface Retried {
  /** The same in every pass: the conversation, and which of its comparisons this is. */
  readonly key: string;
  readonly change: Change;
  /** For each of the policies between, whether it decides as the new policy does. */
  readonly isNew: readonly boolean[];
}

export interface CausePassOptions extends VariantOptions {
  readonly policy: Policy;
  readonly against: Policy;
  /** Policies between the two, to be tried. */
  readonly between: readonly Policy[];
  /** The conversations to decide about: all that happens is followed for the others too, as far as it counts for these. */
  readonly about: ReadonlySet<string>;
  readonly moments: Moments;
  /** Whether rankings may rest on those of other conversations, because data was too old. */
  readonly hadOldData: boolean;
  readonly onRetried: (retried: Retried) => void;
}

/** Once more through a recording: what changed in some conversations, decided by policies between the two that differ. */
export class CausePass {
  readonly #options: CausePassOptions;
  readonly #variants: readonly Variant[];
  readonly #course: Course;
  /** By conversation, how many comparisons there were. */
  readonly #compared = new Map<string, number>();
  /** What stands while conversations wait, by point and conversation, where policies decide at moments of their own. */
  readonly #standing = {
    order: new Map<string, readonly Made[]>(),
    ranking: new Map<string, readonly Made[]>(),
  };
  #event = -1;

  constructor(options: CausePassOptions) {
    this.#options = options;
    const { policy, against, between, moments } = options;
    this.#variants = variantsOf([policy, against, ...between], options);
    this.#course = new Course(
      this.#variants.map(({ run }) => run),
      {
        decide: (point, conversation, ask) => this.#decide(point, conversation, ask),
        left: (conversation) => {
          this.#standing.order.delete(conversation);
          this.#standing.ranking.delete(conversation);
        },
      },
      moments,
    );
  }

  take(event: RoutingEvent): void {
    this.#event++;
    for (let due = this.#course.takeDue(event.at); due !== undefined; due = this.#course.takeDue(event.at))
      this.#course.take(due);
    this.#course.take(event);
  }

  #decide(point: DecisionPoint, conversation: Conversation, ask: Ask): readonly Decided[] {
    if (!this.#options.about.has(conversation.id)) {
      this.#decideForOthers(point, conversation, ask);
      return [];
    }
    const made = madeBy(this.#variants, point, (run) => asked(ask, run, point, conversation));
    this.#compare(point, conversation.id, this.#nowStanding(point, conversation.id, made));
    return made.map((one, place) => ({ run: this.#variants[place]!.run, made: one }));
  }

  /** What others are given decides who is next, and what they are ranked may decide what is ranked without fresh data. */
  #decideForOthers(point: DecisionPoint, conversation: Conversation, ask: Ask): void {
    for (const { run, likeAt } of this.#variants) {
      if (likeAt.has(point)) continue;
      if (point === 'skills' || (point === 'ranking' && run.remembersRankings && this.#options.hadOldData))
        asked(ask, run, point, conversation);
    }
  }

  #nowStanding(point: DecisionPoint, conversation: string, made: readonly Made[]): readonly Made[] {
    if (this.#options.moments === 'asRecorded' || (point !== 'order' && point !== 'ranking')) return made;
    const last = this.#standing[point].get(conversation);
    const standing = made.map((one, place) => one ?? last?.[place]);
    this.#standing[point].set(conversation, standing);
    return standing;
  }

  #compare(point: DecisionPoint, conversation: string, made: readonly Made[]): void {
    const number = (this.#compared.get(conversation) ?? 0) + 1;
    this.#compared.set(conversation, number);
    const [after, before, ...between] = made;
    const log = new ChangeLog((change) => {
      const isNew = between.map((one) => effectOfMade(one) === change.example.after);
      this.#options.onRetried({ key: `${conversation}#${number}`, change, isNew });
    });
    log.compare(this.#event, point, before, after);
  }
}
