import type { Conversation } from '../conversation/conversation.ts';
import type { RoutingEvent } from '../conversation/events.ts';
import type { Floor } from '../conversation/floor.ts';
import type { Ask, CourseListener, Decided } from './courseListener.ts';
import { isRuling, type PolicyRun } from './policyRun.ts';
import type { Occurrence } from './reactions/occurrence.ts';
import { occurrencesAt } from './reactions/ofEvent.ts';

/** What one policy reacts to. */
interface Reacted {
  readonly run: PolicyRun;
  readonly occurrences: readonly Occurrence[];
}

/** Has the policies that react to anything react to it, to one thing after the other. */
export class Reacting {
  #runs: readonly PolicyRun[];
  readonly #listener: CourseListener;
  readonly #floor: Floor;

  constructor(runs: readonly PolicyRun[], listener: CourseListener, floor: Floor) {
    this.#runs = runs.filter((run) => run.reacts);
    this.#listener = listener;
    this.#floor = floor;
  }

  /** From now on these policies are at work. */
  work(runs: readonly PolicyRun[]): void {
    this.#runs = runs.filter((run) => run.reacts);
  }

  /** An event left the conversation so. */
  toEvent(event: RoutingEvent, before: Conversation, after: Conversation): void {
    if (this.#runs.length === 0) return;
    const reacted = this.#runs.map((run) => {
      const all = occurrencesAt(event, before, after, (decision) => run.transferOf(decision, after.id));
      return { run, occurrences: all.filter(({ on }) => run.reactsTo(on, after)) };
    });
    this.#react(reacted, after, event.at, false);
  }

  /** A question about a conversation was decided, by those policies. */
  toDecisions(decided: readonly Decided[], conversation: Conversation, at: number): void {
    if (this.#runs.length === 0) return;
    const reacted = decided.map(({ run, made }) => ({
      run,
      occurrences: isRuling(made) ? run.occurrencesOf(made, conversation) : [],
    }));
    this.#react(reacted, conversation, at, true);
  }

  #react(reacted: readonly Reacted[], conversation: Conversation, at: number, isConsequence: boolean): void {
    const keys = new Set(reacted.flatMap(({ occurrences }) => occurrences.map(keyOf)));
    for (const key of keys) {
      const ask: Ask = (run) => {
        const own = reacted.find((one) => one.run === run)?.occurrences.find((one) => keyOf(one) === key);
        return own === undefined ? undefined : run.reaction(own, conversation, this.#floor, at);
      };
      this.#listener.decide('reaction', conversation, ask, isConsequence);
    }
  }
}

function keyOf({ on, occasion, occasionNumber }: Occurrence): string {
  return `${on}\0${occasion}\0${occasionNumber}`;
}
