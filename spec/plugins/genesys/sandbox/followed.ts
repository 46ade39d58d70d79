import type { ObservedEvent } from '../../../../engine/exchange.ts';
import { expect } from 'chai';
import { canonicalJson } from '../../../../engine/canonical.ts';
import {
  foldConversation,
  newConversation,
  type Conversation,
} from '../../../../engine/conversation/conversation.ts';
import { NotificationSource } from '../../../../plugins/genesys/listening/notificationSource.ts';
import { PollingSource } from '../../../../plugins/genesys/listening/pollingSource.ts';
import type { SourceOptions } from '../../../../plugins/genesys/listening/source.ts';
import { genesysDefaults, type ListeningSettings } from '../../../../plugins/genesys/settings.ts';
import type { ConversationState } from '../../../../harness/sandbox/control/conversationStates.ts';
import type { Plugged } from './plugged.ts';

/** What a source told, and how the engine's own state stands after it. */
export class Followed {
  readonly events: ObservedEvent[] = [];
  readonly #plugged: Plugged;
  readonly #since: number;

  constructor(plugged: Plugged) {
    this.#plugged = plugged;
    this.#since = plugged.lockStep.clock.now();
  }

  /** What every source on this sandbox is made of: all its queues. */
  options(settings: Partial<ListeningSettings>): SourceOptions {
    const { reading, lockStep, driven, problems } = this.#plugged;
    return {
      ...{ reading, clock: lockStep.clock, queues: Object.values(driven.ids.queues) },
      settings: { ...genesysDefaults.listening, ...settings },
      take: (events) => Promise.resolve(void this.events.push(...events)),
      problem: (problem) => problems.push(problem),
    };
  }

  /** The conversations as the engine has them. */
  get conversations(): ReadonlyMap<string, Conversation> {
    const folded = new Map<string, Conversation>();
    for (const { event } of this.events) {
      if (!('conversation' in event)) continue;
      const before = folded.get(event.conversation) ?? newConversation(event.conversation);
      folded.set(event.conversation, foldConversation(before, event));
    }
    return folded;
  }

  /** Events of conversations in short, each with how often it was told. */
  get tally(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { event } of this.events) {
      if (!('conversation' in event) || event.type === 'conversation.facts') continue;
      const key = `${event.conversation} ${event.type} ${event.at}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }

  /**
   * Fails unless the engine has every conversation that was in a queue, and was not over before, where the sandbox has
   * it, each event told once.
   */
  async agrees(): Promise<void> {
    const states = (await this.#plugged.states()).filter(
      ({ queue, endedAt }) => queue !== undefined && Date.parse(endedAt ?? '9999-12-31') > this.#since,
    );
    const { conversations } = this;
    const pairs = states.map((state) => [
      state.id,
      shown(conversations.get(state.id), this.#plugged),
      expected(state),
    ]);
    const differing = pairs.filter(
      ([, found, wanted]) => canonicalJson(found ?? null) !== canonicalJson(wanted),
    );
    expect(pairs).not.to.be.empty;
    expect(differing).to.deep.equal([]);
    expect([...this.tally].filter(([, count]) => count > 1)).to.deep.equal([]);
  }
}

function expected({ place, queue, agent }: ConversationState): object {
  return { place, queue, agent: agent ?? null };
}

function shown(conversation: Conversation | undefined, { driven }: Plugged): object | undefined {
  if (conversation === undefined) return undefined;
  const { phase, queue, agent } = conversation as Conversation & { agent?: string | null };
  const places = {
    over: 'ended',
    answered: 'withAgent',
    waiting: 'waiting',
    started: 'before',
    withBot: 'before',
  };
  const name = Object.entries(driven.ids.users).find(([, id]) => id === agent)?.[0];
  return { place: places[phase], queue, agent: name ?? null };
}

/** Follows a sandbox by notifications while it is used, and ends whatever comes of that. */
export async function withNotifications(
  plugged: Plugged,
  use: (followed: Followed, source: NotificationSource) => Promise<void>,
  settings: Partial<ListeningSettings> = {},
): Promise<void> {
  const followed = new Followed(plugged);
  const { lockStep, driven } = plugged;
  const source = new NotificationSource({
    ...followed.options(settings),
    ...{ agents: Object.values(driven.ids.users), random: () => 0.5, Socket: lockStep.WebSocket },
  });
  const stop = new AbortController();
  const over = source.run(stop.signal);
  try {
    await lockStep.quiet();
    await use(followed, source);
  } finally {
    stop.abort();
    await over;
  }
}

/** A source that polls a sandbox. */
export function polling(
  plugged: Plugged,
  settings: Partial<ListeningSettings> = {},
): { readonly followed: Followed; readonly source: PollingSource } {
  const followed = new Followed(plugged);
  return { followed, source: new PollingSource(followed.options(settings)) };
}
