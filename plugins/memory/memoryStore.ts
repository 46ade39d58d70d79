import { canonicalJson } from '../../engine/canonical.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import {
  commandKindOf,
  commandsToDo,
  type Command,
  type CommandKind,
} from '../../engine/decisions/record.ts';
import type { CommandOutcome } from '../../engine/exchange.ts';
import type { GivenInstruction, Instruction, InstructionAnswer } from '../../engine/instruction.ts';
import { problemError } from '../../engine/problem.ts';
import type { PoliciesAtWork, PolicyTally } from '../../engine/stages/stage.ts';
import {
  deadStatuses,
  type Changes,
  type Counters,
  type Depths,
  type EndedCommand,
  type GatheredFact,
  type InboxEntry,
  type JournalEntry,
  type JournalSpan,
  type KeptDecision,
  type KeptPolicy,
  type KeptTold,
  type OutboxEntry,
  type Snapshot,
  type Store,
} from '../../engine/store.ts';

/** A command that was decided, and how it ended. */
interface KeptCommand {
  readonly entry: OutboxEntry;
  readonly ended?: CommandOutcome;
}

/** Keeps everything in memory, for as long as the process lives: for trying out, rehearsals and tests. */
export class MemoryStore implements Store {
  readonly #inbox = new Map<number, InboxEntry>();
  readonly #journal: JournalEntry[] = [];
  readonly #gathered: GatheredFact[] = [];
  /** As text, as a store on a disk would have them; the later first. */
  #snapshots: readonly string[] = [];
  readonly #conversations = new Map<string, Conversation>();
  readonly #told: KeptTold[] = [];
  /** By number, in that order. */
  readonly #commands = new Map<number, KeptCommand>();
  /** Numbers of commands that are not done, and of those that are dead; in order. */
  readonly #open = new Set<number>();
  readonly #dead = new Set<number>();
  readonly #ids = new Set<string>();
  /** What was last wanted, by what it sets of which conversation. */
  readonly #wanted = new Map<string, string>();
  readonly #cursors = new Map<string, string>();
  readonly #heard = new Map<string, number>();
  readonly #versions = new Map<string, KeptPolicy>();
  /** By name, hash and stage. */
  readonly #tallies = new Map<string, PolicyTally>();
  readonly #instructions: GivenInstruction[] = [];
  readonly #answers = new Map<number, InstructionAnswer>();
  #policies: PoliciesAtWork | undefined;
  #position = 0;
  #decision = 0;
  #command = 0;

  commit(changes: Changes): Promise<void> {
    const unknown = this.#unknownIn(changes);
    if (unknown !== undefined) return Promise.reject(unknown);
    for (const entry of changes.accepted ?? []) {
      this.#position = Math.max(this.#position, entry.position);
      this.#inbox.set(entry.position, entry);
    }
    for (const entry of changes.journal ?? []) {
      this.#journal.push(entry);
      if (entry.policies === undefined) this.#inbox.delete(entry.position);
      else this.#policies = entry.policies;
    }
    this.#gathered.push(...(changes.gathered ?? []));
    for (const conversation of changes.conversations ?? []) this.#keep(conversation);
    for (const one of changes.dropped ?? []) this.#end(one);
    for (const number of changes.redone ?? []) this.#redo(number);
    for (const { number, attempts } of changes.tried ?? []) {
      const { entry } = this.#commands.get(number)!;
      this.#commands.set(number, { entry: { ...entry, attempts } });
    }
    for (const one of changes.ended ?? []) this.#end(one);
    for (const decision of changes.decisions ?? []) {
      this.#decision = Math.max(this.#decision, decision.number);
      this.#tell({ decision: decision.record });
      this.#count(decision);
      for (const command of commandsToDo(decision.record)) this.#want(decision, command);
    }
    changes.cursors?.forEach((cursor, plugin) => this.#cursors.set(plugin, cursor));
    changes.heard?.forEach((number, sink) => this.#heard.set(sink, number));
    if (changes.snapshot !== undefined)
      this.#snapshots = [JSON.stringify(changes.snapshot), ...this.#snapshots.slice(0, 1)];
    for (const version of changes.policies ?? [])
      if (!this.#versions.has(version.hash)) this.#versions.set(version.hash, version);
    for (const answer of changes.answered ?? []) this.#answers.set(answer.number, answer);
    return Promise.resolve();
  }

  counters(): Promise<Counters> {
    return Promise.resolve({ position: this.#position, decision: this.#decision, told: this.#told.length });
  }

  inbox(): Promise<readonly InboxEntry[]> {
    return Promise.resolve([...this.#inbox.values()].sort((a, b) => a.position - b.position));
  }

  async *journal(after: number): AsyncGenerator<JournalEntry> {
    yield* await Promise.resolve(this.#journal.slice(after));
  }

  journalSpan(): Promise<JournalSpan> {
    return Promise.resolve({ gone: 0, last: this.#journal.length });
  }

  snapshots(): Promise<readonly Snapshot[]> {
    return Promise.resolve(this.#snapshots.map((text) => JSON.parse(text) as Snapshot));
  }

  conversation(id: string): Promise<Conversation | undefined> {
    return Promise.resolve(this.#conversations.get(id));
  }

  gathered(position: number): Promise<readonly GatheredFact[]> {
    return Promise.resolve(this.#gathered.filter((fact) => fact.position === position));
  }

  outbox(after: number, most: number, kinds?: readonly CommandKind[]): Promise<readonly OutboxEntry[]> {
    const found: OutboxEntry[] = [];
    for (const number of this.#open) {
      if (found.length === most) break;
      const { entry } = this.#commands.get(number)!;
      if (number > after && (kinds?.includes(commandKindOf(entry.command)) ?? true)) found.push(entry);
    }
    return Promise.resolve(found);
  }

  dead(after: number, most: number): Promise<readonly EndedCommand[]> {
    const numbers = [...this.#dead].filter((number) => number > after).sort((a, b) => a - b);
    const ended = numbers.map((number) => ({ number, ended: this.#commands.get(number)!.ended! }));
    return Promise.resolve(ended.slice(0, most));
  }

  depths(): Promise<Depths> {
    return Promise.resolve({ outbox: this.#open.size, dead: this.#dead.size });
  }

  told(after: number, most: number): Promise<readonly KeptTold[]> {
    return Promise.resolve(this.#told.slice(after, after + most));
  }

  cursor(plugin: string): Promise<string | undefined> {
    return Promise.resolve(this.#cursors.get(plugin));
  }

  heard(sink: string): Promise<number> {
    return Promise.resolve(this.#heard.get(sink) ?? 0);
  }

  policies(): Promise<PoliciesAtWork | undefined> {
    return Promise.resolve(this.#policies);
  }

  policy(hash: string): Promise<KeptPolicy | undefined> {
    return Promise.resolve(this.#versions.get(hash));
  }

  tallies(): Promise<readonly PolicyTally[]> {
    const sorted = [...this.#tallies].sort(([one], [other]) => (one < other ? -1 : 1));
    return Promise.resolve(sorted.map(([, tally]) => tally));
  }

  instruct(instruction: Instruction, givenAt: number): Promise<number> {
    const number = this.#instructions.length + 1;
    this.#instructions.push({ number, instruction, givenAt });
    return Promise.resolve(number);
  }

  instructions(): Promise<readonly GivenInstruction[]> {
    return Promise.resolve(this.#instructions.filter(({ number }) => !this.#answers.has(number)));
  }

  answer(number: number): Promise<InstructionAnswer | undefined> {
    return Promise.resolve(this.#answers.get(number));
  }

  #count({ record: { body, envelope } }: KeptDecision): void {
    const { name, hash } = body.policy;
    const { stage } = envelope;
    const key = `${name}\0${hash}\0${stage}`;
    const decisions = (this.#tallies.get(key)?.decisions ?? 0) + 1;
    this.#tallies.set(key, { name, hash, stage, decisions });
  }

  #keep(conversation: Conversation): void {
    if (conversation.phase !== 'over') {
      this.#conversations.set(conversation.id, conversation);
      return;
    }
    this.#conversations.delete(conversation.id);
    for (const set of ['skills', 'priority', 'scoredAgents', 'attributes'])
      this.#wanted.delete(`${set} ${conversation.id}`);
  }

  #want({ record: { body } }: KeptDecision, command: Command): void {
    if ('id' in command) {
      if (this.#ids.has(command.id)) return;
      this.#ids.add(command.id);
    } else {
      const value = canonicalJson(command);
      if (this.#wanted.get(placeOf(command)) === value) return;
      this.#wanted.set(placeOf(command), value);
    }
    this.#put({ decision: body.id, decidedAt: Date.parse(body.at), command, attempts: 0 });
  }

  /** At the end of the outbox. */
  #put(entry: Omit<OutboxEntry, 'number'>): void {
    const number = ++this.#command;
    this.#commands.set(number, { entry: { ...entry, number } });
    this.#open.add(number);
  }

  #redo(number: number): void {
    const { entry, ended } = this.#commands.get(number)!;
    this.#commands.delete(number);
    this.#dead.delete(number);
    const { command } = entry;
    if ('set' in command) this.#wanted.set(placeOf(command), canonicalJson(command));
    this.#put({ ...entry, attempts: ended!.attempts });
  }

  #end({ number, ended }: EndedCommand): void {
    const { entry } = this.#commands.get(number)!;
    this.#commands.set(number, { entry, ended });
    this.#tell({ outcome: ended });
    this.#open.delete(number);
    const { status } = ended.outcome;
    if (dead.has(status)) this.#dead.add(number);
    else this.#dead.delete(number);
    const { command } = entry;
    if ('id' in command || held.has(status)) return;
    if (this.#wanted.get(placeOf(command)) === canonicalJson(command)) this.#wanted.delete(placeOf(command));
  }

  #tell(told: KeptTold['told']): void {
    this.#told.push({ number: this.#told.length + 1, told });
  }

  /** What the changes tell of a command that does not stand so. */
  #unknownIn({ dropped = [], redone = [], tried = [], ended = [] }: Changes): Error | undefined {
    const numbers = (all: readonly { readonly number: number }[]): number[] =>
      all.map(({ number }) => number);
    const notDead = firstNotIn(this.#dead, [...numbers(dropped), ...redone]);
    if (notDead !== undefined) return noSuchCommand(notDead, 'among the dead');
    const notOpen =
      numbers(tried).find((number) => !this.#open.has(number)) ?? firstNotIn(this.#open, numbers(ended));
    return notOpen === undefined ? undefined : noSuchCommand(notOpen, 'in the outbox');
  }
}

/** The first that is not there, or is taken out a second time. */
function firstNotIn(there: ReadonlySet<number>, numbers: readonly number[]): number | undefined {
  const left = new Set(numbers.filter((number) => there.has(number)));
  return numbers.find((number) => !left.delete(number));
}

function noSuchCommand(number: number, where: string): Error {
  return problemError('no-such-command', `there is no command ${number} ${where}`);
}

/** After these a state is as wanted, or will be. */
const held: ReadonlySet<string> = new Set(['done', 'alreadySo', 'accepted']);

const dead: ReadonlySet<string> = new Set(deadStatuses);

function placeOf(command: Extract<Command, { set: string }>): string {
  return `${command.set} ${command.conversation}`;
}
