import type { ObservedEvent } from '../../../engine/exchange.ts';
import { isBarred } from '../genesysError.ts';
import { readBotTurns, type ReadTurn } from '../reading/botTurns.ts';
import { readConversation } from '../reading/conversations.ts';
import { underSignal } from '../reading/reading.ts';
import { milestones } from '../conversation/milestones.ts';
import { observed } from '../observation.ts';
import { asWarning, inOrder, type SourceOptions } from './source.ts';

/** What a watch of bot turns is made of. */
export interface BotTurnOptions extends Omit<SourceOptions, 'take'> {
  /** Ids of the bot flows. */
  readonly botFlows: readonly string[];
  /** As every source's; the cursor is left out where no turn is told. */
  readonly take: (events: readonly ObservedEvent[], cursor?: number) => Promise<void>;
}

/**
 * Asks again and again what was said to bots, which no notification tells. A conversation that a turn is the first sight
 * of is read, because what it is decides which rules it is for; and once nothing was said for a while it is read again,
 * because nobody else tells the end of one that never leaves the bot.
 */
export class BotTurnWatch {
  readonly #options: BotTurnOptions;
  /** Turns told of late, by their keys, and when they were. */
  #told: ReadonlyMap<string, number> = new Map();
  /** Flows whose turns are not given out, which is told once. */
  readonly #barred = new Set<string>();
  /** Conversations that turns were told of, and when the last was. */
  #conversations = new Map<string, number>();
  /** Those of them whose end is to be told here, and when they were last read or heard of. */
  readonly #open = new Map<string, number>();

  constructor(options: BotTurnOptions) {
    this.#options = options;
  }

  /**
   * Watches until the signal aborts.
   * @param cursor up to when turns were taken in before, in milliseconds since 1970: those that came after are told, but
   *   none of longer ago than conversations are looked for.
   */
  async run(signal: AbortSignal, cursor: number): Promise<void> {
    const { clock, settings, problem } = this.#options;
    let since = Math.max(cursor, clock.now() - settings.openLookbackSeconds * 1000);
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
    // What is late to be told is looked for as far back as elsewhere.
    // A clock that was set back since must not ask for a time that ends before it begins.
    const from = Math.min(since, now) - settings.overlapSeconds * 1000;
    const read: ReadTurn[] = [];
    for (const flow of botFlows) read.push(...(await this.#turnsOf(flow, { from, to: now }, signal)));
    const news = new Map(read.filter(({ key }) => !this.#told.has(key)).map((turn) => [turn.key, turn.told]));
    const turns = inOrder([...news.values()]);
    const fresh = new Set(turns.map(conversationOf).filter((id) => !this.#conversations.has(id)));
    const beginnings: ObservedEvent[] = [];
    for (const id of fresh) beginnings.push(...(await this.#beginning(id, signal)));
    if (turns.length === 0) return;
    signal.throwIfAborted();
    await take([...beginnings, ...turns], now);
    // What the platform still tells is remembered, however old it is.
    this.#told = new Map([
      ...[...this.#told].filter(([, at]) => at >= from),
      ...read.map(({ key, told }) => [key, told.event.at] as const),
    ]);
    for (const turn of turns) {
      this.#conversations.set(conversationOf(turn), now);
      this.#open.set(conversationOf(turn), now);
    }
    this.#conversations = kept(this.#conversations, now - settings.rememberSeconds * 1000);
  }

  /** The turns of one flow; none, and told, where the platform does not give them out. */
  async #turnsOf(
    flow: string,
    span: { readonly from: number; readonly to: number },
    signal: AbortSignal,
  ): Promise<readonly ReadTurn[]> {
    try {
      const turns = await readBotTurns(underSignal(this.#options.reading, signal), flow, span);
      this.#barred.delete(flow);
      return turns;
    } catch (error) {
      if (!isBarred(error)) throw error;
      if (!this.#barred.has(flow))
        this.#options.problem(asWarning(error, `turns of bot flow ${flow} are not told`));
      this.#barred.add(flow);
      return [];
    }
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

function kept(times: ReadonlyMap<string, number>, since: number): Map<string, number> {
  return new Map([...times].filter(([, at]) => at >= since));
}
