import type { RoutingEvent } from '../../conversation/events.ts';
import type { Changes } from '../../store.ts';
import type { Decision } from '../policyRun.ts';
import { hasTheSay } from '../record.ts';

/** How often a choice that was made and one that came about are the same. */
export interface Agreement {
  readonly compared: number;
  readonly agreed: number;
}

/** Something that counts at a moment. */
interface Step {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly take: () => void;
}

/** Compares the agent ranked first with the agent who answered, once a wait. */
export class ChoiceAgreement {
  /** Who was ranked first of late, by conversation. */
  readonly #choices = new Map<string, string | undefined>();
  #compared = 0;
  #agreed = 0;

  /**
   * Takes in what was written together. That may be of several waits: choices count for the answers that come after them.
   * What a policy decided that has not the say is no choice.
   */
  written({ decisions = [], journal = [] }: Pick<Changes, 'decisions' | 'journal'>): void {
    const steps = [
      ...decisions.flatMap(({ record: { body, envelope } }) =>
        hasTheSay(envelope) ? this.#choice(body) : [],
      ),
      ...journal.flatMap(({ events }) => events.flatMap((event) => this.#end(event))),
    ];
    // Sorting leaves equals as they are: a ranking made at the answer is the choice for it.
    for (const { take } of steps.sort((a, b) => a.at - b.at)) take();
    // A ranking may be of a moment after the end, where it was under way then: nobody answers for it.
    for (const { events } of journal)
      for (const event of events)
        if (event.type === 'conversation.ended') this.#choices.delete(event.conversation);
  }

  result(): Agreement {
    return { compared: this.#compared, agreed: this.#agreed };
  }

  #choice(decision: Decision): readonly Step[] {
    if (decision.point !== 'ranking') return [];
    const { at, conversation, winner } = decision;
    return [{ at: Date.parse(at), take: () => void this.#choices.set(conversation, winner) }];
  }

  #end(event: RoutingEvent): readonly Step[] {
    const { at } = event;
    if (event.type === 'conversation.answered')
      return [{ at, take: () => this.#compare(event.conversation, event.agent) }];
    if (event.type === 'conversation.abandoned' || event.type === 'conversation.ended')
      return [{ at, take: () => void this.#choices.delete(event.conversation) }];
    return [];
  }

  #compare(conversation: string, agent: string | null): void {
    const choice = this.#choices.get(conversation);
    this.#choices.delete(conversation);
    if (choice === undefined || agent === null) return;
    this.#compared++;
    if (choice === agent) this.#agreed++;
  }
}
