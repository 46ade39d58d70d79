import { canonicalJson } from '../../engine/canonical.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type { Command } from '../../engine/decisions/record.ts';
import { problemError } from '../../engine/problem.ts';
import type {
  Changes,
  Counters,
  DeadCommand,
  Dispatched,
  GatheredFact,
  InboxEntry,
  JournalEntry,
  KeptDecision,
  OutboxEntry,
  Store,
} from '../../engine/store.ts';

/** A command that was decided, and how it stands. */
interface KeptCommand extends OutboxEntry {
  readonly outcome?: Dispatched['outcome'];
}

/** Keeps everything in memory, for as long as the process lives: for trying out, rehearsals and tests. */
export class MemoryStore implements Store {
  readonly #inbox = new Map<number, InboxEntry>();
  readonly #journal: JournalEntry[] = [];
  readonly #gathered: GatheredFact[] = [];
  readonly #conversations = new Map<string, Conversation>();
  readonly #decisions: KeptDecision[] = [];
  readonly #commands: KeptCommand[] = [];
  /** Numbers of commands that are not done. */
  readonly #open = new Set<number>();
  readonly #ids = new Set<string>();
  /** What was last wanted, by what it sets of which conversation. */
  readonly #wanted = new Map<string, string>();
  readonly #cursors = new Map<string, string>();
  readonly #heard = new Map<string, number>();
  #position = 0;

  commit(changes: Changes): Promise<void> {
    const unknown = changes.dispatched?.find(({ number }) => this.#commands[number - 1] === undefined);
    if (unknown !== undefined) return Promise.reject(noSuchCommand(unknown));
    for (const entry of changes.accepted ?? []) {
      this.#position = Math.max(this.#position, entry.position);
      this.#inbox.set(entry.position, entry);
    }
    for (const entry of changes.journal ?? []) {
      this.#inbox.delete(entry.position);
      this.#journal.push(entry);
    }
    this.#gathered.push(...(changes.gathered ?? []));
    for (const conversation of changes.conversations ?? []) this.#keep(conversation);
    for (const decision of changes.decisions ?? []) {
      this.#decisions.push(decision);
      for (const command of decision.record.body.commands) this.#want(decision, command);
    }
    for (const tried of changes.dispatched ?? []) this.#dispatched(tried);
    changes.cursors?.forEach((cursor, plugin) => this.#cursors.set(plugin, cursor));
    changes.heard?.forEach((number, sink) => this.#heard.set(sink, number));
    return Promise.resolve();
  }

  counters(): Promise<Counters> {
    return Promise.resolve({ position: this.#position, decision: this.#decisions.length });
  }

  inbox(): Promise<readonly InboxEntry[]> {
    return Promise.resolve([...this.#inbox.values()].sort((a, b) => a.position - b.position));
  }

  async *journal(): AsyncGenerator<JournalEntry> {
    yield* await Promise.resolve(this.#journal);
  }

  conversation(id: string): Promise<Conversation | undefined> {
    return Promise.resolve(this.#conversations.get(id));
  }

  gathered(position: number): Promise<readonly GatheredFact[]> {
    return Promise.resolve(this.#gathered.filter((fact) => fact.position === position));
  }

  outbox(after: number, most: number): Promise<readonly OutboxEntry[]> {
    const found: OutboxEntry[] = [];
    for (const number of this.#open) {
      if (found.length === most) break;
      if (number > after) found.push(this.#commands[number - 1]!);
    }
    return Promise.resolve(found);
  }

  dead(): Promise<readonly DeadCommand[]> {
    const isDead = (one: KeptCommand): one is DeadCommand =>
      one.outcome !== undefined && failures.has(one.outcome.status);
    return Promise.resolve(this.#commands.filter(isDead));
  }

  decisions(after: number, most: number): Promise<readonly KeptDecision[]> {
    return Promise.resolve(this.#decisions.slice(after, after + most));
  }

  cursor(plugin: string): Promise<string | undefined> {
    return Promise.resolve(this.#cursors.get(plugin));
  }

  heard(sink: string): Promise<number> {
    return Promise.resolve(this.#heard.get(sink) ?? 0);
  }

  #keep(conversation: Conversation): void {
    if (conversation.phase !== 'over') {
      this.#conversations.set(conversation.id, conversation);
      return;
    }
    this.#conversations.delete(conversation.id);
    for (const set of ['skills', 'priority', 'scoredAgents'])
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
    const number = this.#commands.length + 1;
    this.#commands.push({ number, decision: body.id, decidedAt: Date.parse(body.at), command, attempts: 0 });
    this.#open.add(number);
  }

  #dispatched({ number, attempts, outcome }: Dispatched): void {
    const kept = this.#commands[number - 1]!;
    this.#commands[number - 1] = { ...kept, attempts, ...(outcome === undefined ? {} : { outcome }) };
    if (outcome === undefined) return;
    this.#open.delete(number);
    const { command } = kept;
    if ('id' in command || held.has(outcome.status)) return;
    if (this.#wanted.get(placeOf(command)) === canonicalJson(command)) this.#wanted.delete(placeOf(command));
  }
}

function noSuchCommand({ number }: Dispatched): Error {
  return problemError('no-such-command', `there is no command ${number} in the outbox`);
}

/** After these a state is as wanted, or will be. */
const held: ReadonlySet<string> = new Set(['done', 'alreadySo', 'accepted']);

/** After these a person should look. */
const failures: ReadonlySet<string> = new Set(['failed', 'unknown', 'notDone']);

function placeOf(command: Extract<Command, { set: string }>): string {
  return `${command.set} ${command.conversation}`;
}
