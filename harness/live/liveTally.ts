import { createHash } from 'node:crypto';
import { canonicalJson } from '../../engine/canonical.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type { CommandKind } from '../../engine/ports.ts';
import type { Changes, OutboxEntry } from '../../engine/store.ts';
import { Tally, type DecisionTally } from '../replay/tally.ts';

/** How often a choice that was made and one that came about are the same. */
export interface Agreement {
  readonly compared: number;
  readonly agreed: number;
}

/** What an engine has done so far. */
export interface LiveResult extends Omit<DecisionTally, 'notReplayable' | 'notReplayableBy'> {
  readonly events: number;
  /** By what is done, by what became of it; those under way are `open`. */
  readonly commands: Readonly<Partial<Record<CommandKind, Readonly<Record<string, number>>>>>;
  /** The agent ranked first, against the agent who answered. */
  readonly choiceAgreement: Agreement;
  /** SHA-256 of the decisions' bodies as a decision log has them: a line of canonical JSON each, in order. */
  readonly decisionLogHash: string;
}

/** Counts what a running engine decides and does, as it is written to its store. */
export class LiveTally {
  readonly #tally = new Tally();
  readonly #log = createHash('sha256');
  readonly #kinds = new Map<number, CommandKind>();
  readonly #outcomes = new Map<number, string>();
  readonly #conversations = new Map<string, Conversation>();
  /** Who was ranked first of late, by conversation. */
  readonly #choices = new Map<string, string | undefined>();
  #events = 0;
  #compared = 0;
  #agreed = 0;

  /** Every conversation heard of as it was last, by pseudonym. */
  get conversations(): ReadonlyMap<string, Conversation> {
    return this.#conversations;
  }

  /** Takes in what was written together. */
  committed({ journal = [], decisions = [], dispatched = [], conversations = [] }: Changes): void {
    for (const { record } of decisions) {
      const { body } = record;
      this.#tally.count(body);
      this.#log.update(`${canonicalJson(body)}\n`);
      if (body.point === 'ranking') this.#choices.set(body.conversation, body.winner);
    }
    for (const { events } of journal) {
      this.#events += events.length;
      for (const event of events) {
        if (event.type === 'conversation.answered') this.#compare(event.conversation, event.agent);
      }
    }
    for (const { number, outcome } of dispatched)
      if (outcome !== undefined) this.#outcomes.set(number, outcome.status);
    for (const conversation of conversations) this.#conversations.set(conversation.id, conversation);
  }

  /** Takes in commands that are about to be done. */
  toDo(entries: readonly OutboxEntry[]): void {
    for (const { number, command } of entries)
      this.#kinds.set(number, 'do' in command ? `do ${command.do}` : `set ${command.set}`);
  }

  result(): LiveResult {
    const { decisions, decidedBy, unroutable } = this.#tally.result();
    const commands: Partial<Record<CommandKind, Record<string, number>>> = {};
    for (const [number, kind] of this.#kinds) {
      const outcomes = (commands[kind] ??= {});
      const outcome = this.#outcomes.get(number) ?? 'open';
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    return {
      ...{ events: this.#events, decisions, decidedBy, unroutable, commands },
      choiceAgreement: { compared: this.#compared, agreed: this.#agreed },
      decisionLogHash: this.#log.copy().digest('hex'),
    };
  }

  /** Once a wait: what was chosen for it, and what came about. */
  #compare(conversation: string, agent: string | null): void {
    const choice = this.#choices.get(conversation);
    this.#choices.delete(conversation);
    if (choice === undefined || agent === null) return;
    this.#compared++;
    if (choice === agent) this.#agreed++;
  }
}
