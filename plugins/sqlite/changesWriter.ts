import { canonicalJson } from '../../engine/canonical.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type { Command } from '../../engine/decisions/record.ts';
import { problemError } from '../../engine/problem.ts';
import type { Changes, Dispatched, KeptDecision } from '../../engine/store.ts';
import type { Statements } from './statements.ts';

interface CounterRow {
  position: number;
  decision: number;
  command: number;
}

/** After these a state is as wanted, or will be. */
const held: ReadonlySet<string> = new Set(['done', 'alreadySo', 'accepted']);

/** Writes changes, one statement after the other, inside the transaction of whoever calls. */
export class ChangesWriter {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** @param now of our clock, in milliseconds since 1970. @throws what keeps any part from being written. */
  write(changes: Changes, now: number): void {
    const s = this.#statements;
    const before = s.counters.get() as unknown as CounterRow;
    const counter = { ...before };
    this.#intake(changes, counter);
    for (const conversation of changes.conversations ?? []) this.#keep(conversation);
    for (const decision of changes.decisions ?? []) {
      counter.decision = Math.max(counter.decision, decision.number);
      s.decide.run(decision.number, now, canonicalJson(decision.record));
      for (const command of decision.record.body.commands) this.#want(decision, command, counter);
    }
    for (const tried of changes.dispatched ?? []) this.#dispatched(tried, before.command, now);
    // A cursor is whatever its source says, so it is kept as JSON: that holds any text.
    changes.cursors?.forEach((cursor, plugin) => s.move.run(plugin, canonicalJson(cursor)));
    changes.heard?.forEach((number, sink) => s.hear.run(sink, number, now));
    if (
      counter.position + counter.decision + counter.command >
      before.position + before.decision + before.command
    )
      s.count.run(counter.position, counter.decision, counter.command);
  }

  #intake({ accepted = [], journal = [], gathered = [] }: Changes, counter: CounterRow): void {
    const s = this.#statements;
    // What is decided on in the commit it is taken in with never waits, and need not be written twice.
    const decidedOn = new Set(journal.map(({ position }) => position));
    for (const { position, from, receivedAt, observed } of accepted) {
      counter.position = Math.max(counter.position, position);
      if (!decidedOn.delete(position)) s.accept.run(position, from, receivedAt, canonicalJson(observed));
    }
    for (const position of decidedOn) s.leave.run(position);
    for (const { position, events, undecided } of journal)
      s.decideOn.run(
        position,
        undecided === undefined ? null : canonicalJson(undecided),
        canonicalJson(events),
      );
    for (const { position, fact, queue = null, from, observedAt, value } of gathered)
      s.gather.run(position, fact, queue, from, observedAt, canonicalJson(value));
  }

  #keep(conversation: Conversation): void {
    const s = this.#statements;
    if (conversation.phase !== 'over') {
      s.keep.run(conversation.id, canonicalJson(conversation));
      return;
    }
    s.forget.run(conversation.id);
    s.unwantAll.run(conversation.id);
  }

  #want({ record: { body } }: KeptDecision, command: Command, counter: CounterRow): void {
    const s = this.#statements;
    const { conversation } = command;
    const value = canonicalJson(command);
    const isThere = 'id' in command ? s.isAskedFor.get(command.id) : this.#isWanted(command, value);
    if (isThere) return;
    const number = ++counter.command;
    const id = 'id' in command ? command.id : null;
    s.ask.run(number, id, conversation, Date.parse(body.at), body.id, value);
    if ('set' in command) s.want.run(conversation, command.set, number);
  }

  /** @param last the number of the last command before these changes. */
  #dispatched({ number, attempts, outcome }: Dispatched, last: number, now: number): void {
    const s = this.#statements;
    const row = number <= last ? s.command.get(number) : undefined;
    if (row === undefined) {
      throw problemError('no-such-command', `there is no command ${number} in the outbox`);
    }
    if (outcome === undefined) {
      s.tried.run(attempts, number);
      return;
    }
    s.ended.run(attempts, outcome.status, now, canonicalJson(outcome), number);
    if (row['id'] !== null || held.has(outcome.status)) return;
    const value = row['command'] as string;
    const command = JSON.parse(value) as Extract<Command, { set: string }>;
    if (this.#isWanted(command, value)) s.unwant.run(command.conversation, command.set);
  }

  #isWanted({ conversation, set }: Extract<Command, { set: string }>, value: string): boolean {
    return this.#statements.wanted.get(conversation, set)?.['command'] === value;
  }
}
