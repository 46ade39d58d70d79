import { createHash } from 'node:crypto';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import { decisionLine } from '../../engine/decisions/decisionLog.ts';
import { ChoiceAgreement, type Agreement } from '../../engine/decisions/ranking/choiceAgreement.ts';
import { commandKindOf, type CommandKind, type DecisionPoint } from '../../engine/decisions/record.ts';
import type { Changes, OutboxEntry } from '../../engine/store.ts';
import { Tally, type DecisionTally } from '../replay/tally.ts';

/** What an engine has done so far. */
export interface LiveResult extends Omit<DecisionTally, 'notReplayable' | 'notReplayableBy'> {
  readonly events: number;
  /** By what is done, by what became of it; those under way are `open`. */
  readonly commands: Readonly<Partial<Record<CommandKind, Readonly<Record<string, number>>>>>;
  /** The agent ranked first, against the agent who answered. */
  readonly choiceAgreement: Agreement;
  /** The last decision of each point, by its id. */
  readonly latest: Readonly<Partial<Record<DecisionPoint, string>>>;
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
  readonly #agreement = new ChoiceAgreement();
  readonly #latest: Partial<Record<DecisionPoint, string>> = {};
  #events = 0;

  /** Every conversation heard of as it was last, by pseudonym. */
  get conversations(): ReadonlyMap<string, Conversation> {
    return this.#conversations;
  }

  /** Takes in what was written together. */
  committed({ journal = [], decisions = [], ended = [], conversations = [] }: Changes): void {
    for (const { record } of decisions) {
      const { body } = record;
      this.#tally.count(body);
      this.#log.update(`${decisionLine(body)}\n`);
      this.#latest[body.point] = body.id;
    }
    for (const { events } of journal) this.#events += events.length;
    this.#agreement.written({ decisions, journal });
    for (const { number, ended: end } of ended) this.#outcomes.set(number, end.outcome.status);
    for (const conversation of conversations) this.#conversations.set(conversation.id, conversation);
  }

  /** Takes in commands that are about to be done. */
  toDo(entries: readonly OutboxEntry[]): void {
    for (const { number, command } of entries) this.#kinds.set(number, commandKindOf(command));
  }

  result(): LiveResult {
    const { decisions, decidedBy, unroutable, breaches } = this.#tally.result();
    const commands: Partial<Record<CommandKind, Record<string, number>>> = {};
    for (const [number, kind] of this.#kinds) {
      const outcomes = (commands[kind] ??= {});
      const outcome = this.#outcomes.get(number) ?? 'open';
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    return {
      ...{ events: this.#events, decisions, decidedBy, unroutable, breaches, commands },
      choiceAgreement: this.#agreement.result(),
      latest: { ...this.#latest },
      decisionLogHash: this.#log.copy().digest('hex'),
    };
  }
}
