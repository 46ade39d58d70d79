import type { StatementSync } from 'node:sqlite';
import { canonicalJson } from '../../engine/canonical.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import { commandsToDo, type Command } from '../../engine/decisions/record.ts';
import { problemError } from '../../engine/problem.ts';
import type { Changes, EndedCommand, KeptDecision, Snapshot } from '../../engine/store.ts';
import type { Statements } from './statements.ts';

interface CounterRow {
  position: number;
  decision: number;
  command: number;
  told: number;
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
    this.#dispatch(changes, counter, now);
    for (const decision of changes.decisions ?? []) {
      counter.decision = Math.max(counter.decision, decision.number);
      s.decide.run(++counter.told, now, canonicalJson(decision.record));
      for (const command of commandsToDo(decision.record)) this.#want(decision, command, counter);
    }
    this.#policies(changes);
    // A cursor is whatever its source says, so it is kept as JSON: that holds any text.
    changes.cursors?.forEach((cursor, plugin) => s.move.run(plugin, canonicalJson(cursor)));
    changes.heard?.forEach((number, sink) => s.hear.run(sink, number, now));
    if (changes.snapshot !== undefined) this.#takeSnapshot(changes.snapshot);
    const { position, decision, command, told } = counter;
    if (
      position + decision + command + told >
      before.position + before.decision + before.command + before.told
    )
      s.count.run(position, decision, command, told);
  }

  #intake({ accepted = [], journal = [], gathered = [] }: Changes, counter: CounterRow): void {
    const s = this.#statements;
    // What is decided on in the commit it is taken in with never waits, and need not be written twice.
    const ofEvents = journal.filter(({ policies }) => policies === undefined);
    const decidedOn = new Set(ofEvents.map(({ position }) => position));
    for (const { position, from, receivedAt, observed } of accepted) {
      counter.position = Math.max(counter.position, position);
      if (!decidedOn.delete(position)) s.accept.run(position, from, receivedAt, canonicalJson(observed));
    }
    for (const position of decidedOn) s.leave.run(position);
    for (const { position, events, undecided, refused, policies } of journal)
      s.decideOn.run(
        position,
        undecided === undefined ? null : canonicalJson(undecided),
        refused === undefined ? null : canonicalJson(refused),
        canonicalJson(events),
        policies === undefined ? null : canonicalJson(policies),
      );
    for (const { position, fact, queue = null, from, observedAt, value } of gathered)
      s.gather.run(position, fact, queue, from, observedAt, canonicalJson(value));
  }

  #takeSnapshot({ after, format, engineVersion, state }: Snapshot): void {
    // Nobody compares its spelling, and it is long: JSON as the platform writes it is several times as fast.
    this.#statements.snapshot.run(after, format, engineVersion, JSON.stringify(state));
    this.#statements.supersede.run();
  }

  #policies({ journal = [], policies = [], decisions = [], answered = [] }: Changes): void {
    const s = this.#statements;
    for (const { hash, files } of policies) s.keepPolicy.run(hash, canonicalJson(files));
    const atWork = journal.findLast((entry) => entry.policies !== undefined)?.policies;
    if (atWork !== undefined) s.work.run(canonicalJson(atWork));
    const counts = new Map<string, number>();
    for (const { record } of decisions) {
      const { name, hash } = record.body.policy;
      const key = JSON.stringify([name, hash, record.envelope.stage]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, count] of counts) s.tally.run(...(JSON.parse(key) as [string, string, string]), count);
    for (const answer of answered) s.answered.run(canonicalJson(answer), answer.number);
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

  #dispatch(
    { dropped = [], redone = [], tried = [], ended = [] }: Changes,
    counter: CounterRow,
    now: number,
  ): void {
    const s = this.#statements;
    // What these changes themselves put there was not there before them.
    const last = counter.command;
    for (const one of dropped) this.#end(one, last, s.dropped, 'among the dead', counter, now);
    for (const number of redone) this.#redo(number, last, counter);
    for (const { number, attempts } of tried)
      if (s.tried.run(attempts, number, last).changes === 0) throw noSuchCommand(number, 'in the outbox');
    for (const one of ended) this.#end(one, last, s.ended, 'in the outbox', counter, now);
  }

  /** @param statement finds the command where it must be. @param last the number of the last command there was before. */
  #end(
    { number, ended }: EndedCommand,
    last: number,
    statement: StatementSync,
    where: string,
    counter: CounterRow,
    now: number,
  ): void {
    const s = this.#statements;
    const { attempts, outcome, endedAt, plugin = null, latencySeconds } = ended;
    const said = canonicalJson(outcome);
    const { changes } = statement.run(
      ...[attempts, outcome.status, endedAt, said, plugin, latencySeconds, number, last],
    );
    if (changes === 0) throw noSuchCommand(number, where);
    s.tell.run(++counter.told, now, canonicalJson(ended));
    const row = s.command.get(number)!;
    if (row['id'] !== null || held.has(outcome.status)) return;
    const value = row['command'] as string;
    const command = JSON.parse(value) as Extract<Command, { set: string }>;
    if (this.#isWanted(command, value)) s.unwant.run(command.conversation, command.set);
  }

  #redo(number: number, last: number, counter: CounterRow): void {
    const s = this.#statements;
    const moved = ++counter.command;
    if (number > last || s.redone.run(moved, number).changes === 0)
      throw noSuchCommand(number, 'among the dead');
    const command = JSON.parse(s.command.get(moved)!['command'] as string) as Command;
    if ('set' in command) s.want.run(command.conversation, command.set, moved);
  }

  #isWanted({ conversation, set }: Extract<Command, { set: string }>, value: string): boolean {
    return this.#statements.wanted.get(conversation, set)?.['command'] === value;
  }
}

function noSuchCommand(number: number, where: string): Error {
  return problemError('no-such-command', `there is no command ${number} ${where}`);
}
