import { canonicalJson } from '../../../engine/canonical.ts';
import type { ObservedEvent } from '../../../engine/exchange.ts';
import { readBotTurns } from '../reading/botTurns.ts';
import { readConversation } from '../reading/conversations.ts';
import { underSignal } from '../reading/reading.ts';
import { milestones } from '../conversation/milestones.ts';
import { observed } from '../observation.ts';
import { asWarning, inOrder, isBarred, type SourceOptions } from './source.ts';

/** What a watch of bot turns is made of. */
export interface BotTurnOptions extends Omit<SourceOptions, 'take'> {
  /** Ids of the bot flows. */
  readonly botFlows: readonly string[];
  readonly take: (events: readonly ObservedEvent[]) => Promise<void>;
}

/**
 * Asks again and again what was said to bots, which no notification tells. A conversation that a turn is the first sight
 * of is read, because what it is decides which rules it is for; and once nothing was said for a while it is read again,
 * because nobody else tells the end of one that never leaves the bot.
 */
export class BotTurnWatch {
  readonly #options: BotTurnOptions;
  /** Turns told of late, and when they were. */
  #told = new Map<string, number>();
  /** Conversations that turns were told of, and when the last was. */
  #conversations = new Map<string, number>();
  /** Those of them whose end is to be told here, and when they were last read or heard of. */
  readonly #open = new Map<string, number>();

  constructor(options: BotTurnOptions) {
    this.#options = options;
  }

  /** Watches until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, settings, problem } = this.#options;
    let since = clock.now();
    while (!signal.aborted) {
      await clock.sleep(settings.botTurnSeconds * 1000, signal).catch(() => undefined);
      if (signal.aborted) return;
      const now = clock.now();
      try {
        await this.#look(since, now, signal);
        since = now;
        await this.#lookForEnds(now, signal);
      } catch (error) {
        if (!signal.aborted) problem(asWarning(error, 'what was said to bots could not be read'));
      }
    }
  }

  async #look(since: number, now: number, signal: AbortSignal): Promise<void> {
    const { botFlows, settings, take } = this.#options;
    const reading = underSignal(this.#options.reading, signal);
    // What is late to be told is looked for as far back as elsewhere.
    // A clock that was set back since must not ask for a time that ends before it begins.
    const from = Math.min(since, now) - settings.overlapSeconds * 1000;
    const read: ObservedEvent[] = [];
    for (const flow of botFlows) read.push(...(await readBotTurns(reading, flow, { from, to: now })));
    const turns = inOrder(read).filter((turn) => !this.#told.has(keyOf(turn)));
    const fresh = new Set(turns.map(conversationOf).filter((id) => !this.#conversations.has(id)));
    const beginnings: ObservedEvent[] = [];
    for (const id of fresh) beginnings.push(...(await this.#beginning(id, signal)));
    if (turns.length === 0) return;
    signal.throwIfAborted();
    await take([...beginnings, ...turns]);
    for (const turn of turns) {
      this.#told.set(keyOf(turn), turn.event.at);
      this.#conversations.set(conversationOf(turn), now);
      this.#open.set(conversationOf(turn), now);
    }
    this.#told = kept(this.#told, from);
    this.#conversations = kept(this.#conversations, now - settings.rememberSeconds * 1000);
  }

  /** Tells the ends of conversations in which nothing was said for a while. Those that entered a queue are followed there. */
  async #lookForEnds(now: number, signal: AbortSignal): Promise<void> {
    const { settings, take, queues } = this.#options;
    const { genesys, names, settings: read, manner } = underSignal(this.#options.reading, signal);
    for (const [id, at] of [...this.#open]) {
      if (now - at < settings.reconcileSeconds * 1000) continue;
      const found = await readConversation(genesys, id, manner).catch((error: unknown) => {
        if (!isBarred(error)) throw error;
        return undefined;
      });
      const participants = found?.snapshot.participants ?? [];
      const isFollowed = participants.some(({ queue }) => queue !== undefined && queues.includes(queue));
      const over =
        found && milestones(found.snapshot, names, read.botPurposes).find(({ key }) => key === 'over');
      signal.throwIfAborted();
      if (over !== undefined && !isFollowed) await take([observed(over.event, found!.observedAt, 'poll')]);
      if (found === undefined || over !== undefined || isFollowed) this.#open.delete(id);
      else this.#open.set(id, now);
    }
  }

  /** How a conversation began; nothing when it cannot be read any more. */
  async #beginning(id: string, signal: AbortSignal): Promise<readonly ObservedEvent[]> {
    const { genesys, names, settings, manner } = underSignal(this.#options.reading, signal);
    try {
      const { snapshot, observedAt } = await readConversation(genesys, id, manner);
      const [first] = milestones(snapshot, names, settings.botPurposes);
      return first === undefined ? [] : [observed(first.event, observedAt, 'poll')];
    } catch (error) {
      if (!isBarred(error)) throw error;
      return [];
    }
  }
}

function conversationOf({ event }: ObservedEvent): string {
  return (event as { readonly conversation: string }).conversation;
}

function keyOf({ event }: ObservedEvent): string {
  return canonicalJson(event);
}

function kept(times: ReadonlyMap<string, number>, since: number): Map<string, number> {
  return new Map([...times].filter(([, at]) => at >= since));
}
