import { canonicalJson } from '../../engine/canonical.ts';
import { commandKindOf, type Command } from '../../engine/decisions/record.ts';
import { problemError } from '../../engine/problem.ts';
import { deadStatuses, type EndedCommand, type KeptDecision } from '../../engine/store.ts';
import type { Row } from '../../engine/storeRows.ts';
import { keptText } from './textKey.ts';

/** After these a state is as wanted, or will be. */
const held: ReadonlySet<string> = new Set(['done', 'alreadySo', 'accepted']);

/** A command that stood in the outbox, or among the dead, before these changes. */
interface Standing {
  readonly was: number;
  readonly id: string | null;
  /** As text, to be compared. */
  readonly command: string;
  number: number;
  attempts: number;
  status: string | null;
  endedAt: number | null;
  latencySeconds: number;
  plugin: string | null;
  outcome: string | null;
}

/** The command that set what was last wanted; undefined once nothing is. */
type Wanted = { readonly number: number; readonly command: string } | undefined;

/** What is to be written of commands. */
export interface CommandRows {
  readonly asked: readonly object[];
  readonly changed: readonly object[];
  readonly wanted: readonly object[];
  readonly unwanted: readonly object[];
}

/** Works out what becomes of commands, from those that the changes name as they stood before. */
export class Commands {
  readonly #standing = new Map<number, Standing>();
  readonly #changed = new Set<Standing>();
  readonly #ids: Set<string>;
  readonly #wanted = new Map<string, Wanted>();
  readonly #rewanted = new Set<string>();
  readonly #asked: object[] = [];
  #last: number;

  /** @param last the number of the last command there is. */
  constructor(last: number, before: Readonly<Record<'asked' | 'commands' | 'wanted', readonly Row[]>>) {
    this.#last = last;
    this.#ids = new Set(before.asked.map(({ id }) => id as string));
    for (const row of before.commands) this.#standing.set(row['number'] as number, standingIn(row));
    for (const { conversation, state, number, command } of before.wanted)
      this.#wanted.set(wantedKey(conversation as string, state as string), {
        number: number as number,
        command: command as string,
      });
  }

  /** The number of the last command. */
  get last(): number {
    return this.#last;
  }

  /** Nothing is wanted of these any more; keys as kept. */
  unwantAll(conversations: ReadonlySet<string>): void {
    for (const key of this.#wanted.keys())
      if (conversations.has((JSON.parse(key) as [string])[0])) this.#wanted.delete(key);
  }

  drop(dropped: EndedCommand): void {
    const command = this.#standing.get(dropped.number);
    if (command === undefined || !isDead(command)) throw noSuchCommand(dropped.number, 'among the dead');
    this.#end(command, dropped);
  }

  redo(number: number): void {
    const command = this.#standing.get(number);
    if (command === undefined || !isDead(command)) throw noSuchCommand(number, 'among the dead');
    this.#standing.delete(number);
    const open = { status: null, endedAt: null, latencySeconds: 0, plugin: null, outcome: null };
    Object.assign(command, { ...open, number: ++this.#last });
    this.#changed.add(command);
    const value = JSON.parse(command.command) as Command;
    if ('set' in value) this.#want(value, command);
  }

  tried(number: number, attempts: number): void {
    const command = this.#open(number);
    command.attempts = attempts;
    this.#changed.add(command);
  }

  end(ended: EndedCommand): void {
    this.#end(this.#open(ended.number), ended);
  }

  decide({ record: { body } }: KeptDecision, command: Command): void {
    const value = canonicalJson(command);
    const id = 'id' in command ? keptText(command.id) : null;
    const isThere =
      'id' in command ? this.#ids.has(id!) : this.#wanted.get(wantedKeyOf(command))?.command === value;
    if (isThere) return;
    if (id !== null) this.#ids.add(id);
    const number = ++this.#last;
    this.#asked.push({
      ...{ number, id, command: value, decision: keptText(body.id), decided_at: Date.parse(body.at) },
      ...{ kind: commandKindOf(command), conversation: keptText(command.conversation) },
    });
    if ('set' in command) this.#want(command, { number, command: value });
  }

  rows(): CommandRows {
    const rewanted = [...this.#rewanted].map((key) => {
      const [conversation, state] = JSON.parse(key) as [string, string];
      return { conversation, state, command: this.#wanted.get(key)?.number };
    });
    return {
      asked: this.#asked,
      changed: [...this.#changed].map(({ was, number, attempts, status, plugin, outcome, ...ended }) => ({
        ...{ was, number, attempts, status, plugin, outcome },
        ...{ ended_at: ended.endedAt, latency_seconds: ended.latencySeconds },
      })),
      wanted: rewanted.filter(({ command }) => command !== undefined),
      unwanted: rewanted.filter(({ command }) => command === undefined),
    };
  }

  #open(number: number): Standing {
    const command = this.#standing.get(number);
    if (command === undefined || command.status !== null) throw noSuchCommand(number, 'in the outbox');
    return command;
  }

  #end(command: Standing, { ended }: EndedCommand): void {
    const { attempts, outcome, endedAt, plugin, latencySeconds } = ended;
    Object.assign(command, { attempts, endedAt, latencySeconds, status: outcome.status });
    Object.assign(command, {
      outcome: canonicalJson(outcome),
      plugin: plugin === undefined ? null : keptText(plugin),
    });
    this.#changed.add(command);
    if (command.id !== null || held.has(outcome.status)) return;
    const key = wantedKeyOf(JSON.parse(command.command) as Extract<Command, { set: string }>);
    if (this.#wanted.get(key)?.command !== command.command) return;
    this.#wanted.delete(key);
    this.#rewanted.add(key);
  }

  #want(command: Extract<Command, { set: string }>, { number, command: value }: Required<Wanted> & {}): void {
    const key = wantedKeyOf(command);
    this.#wanted.set(key, { number, command: value });
    this.#rewanted.add(key);
  }
}

function standingIn(row: Row): Standing {
  const number = row['number'] as number;
  return {
    ...{ was: number, number, id: row['id'] as string | null, command: row['command'] as string },
    attempts: row['attempts'] as number,
    status: row['status'] as string | null,
    endedAt: row['ended_at'] as number | null,
    latencySeconds: row['latency_seconds'] as number,
    plugin: row['plugin'] as string | null,
    outcome: row['outcome'] as string | null,
  };
}

function isDead({ status }: Standing): boolean {
  return (deadStatuses as readonly (string | null)[]).includes(status);
}

function wantedKeyOf({ conversation, set }: Extract<Command, { set: string }>): string {
  return wantedKey(keptText(conversation), set);
}

function wantedKey(conversation: string, state: string): string {
  return JSON.stringify([conversation, state]);
}

function noSuchCommand(number: number, where: string): Error {
  return problemError('no-such-command', `there is no command ${number} ${where}`);
}
