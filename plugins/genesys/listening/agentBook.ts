import type { TopicBodies } from '../contract/topics.ts';
import { observed, platformTime, type ObservedEvent } from '../observation.ts';
import { statusEvent } from '../reading/agentStatus.ts';
import type { NameCatalogue } from '../reading/names.ts';
import type { ReadingSettings } from '../settings.ts';

/** How far what is known of an agent reaches. */
interface Latest {
  readonly statusAt?: number;
  readonly status?: string;
  readonly queuesAt?: number;
}

/**
 * What was last heard of each agent, so that a notification that is repeated or comes late changes nothing. Which of two
 * is the later, the platform's times in them say.
 */
export class AgentBook {
  readonly #latest = new Map<string, Latest>();
  readonly #names: NameCatalogue;
  readonly #idleClock: ReadingSettings['idleClock'];

  constructor(names: NameCatalogue, idleClock: ReadingSettings['idleClock']) {
    this.#names = names;
    this.#idleClock = idleClock;
  }

  /**
   * @param agent id of the user the notification is about.
   * @returns what it tells that was not known.
   */
  take(agent: string, activity: TopicBodies['userActivity'], observedAt: number): readonly ObservedEvent[] {
    const status = statusEvent(agent, activity, observedAt, 'frame', this.#idleClock);
    const events = status !== undefined && this.isNews(status) ? [status] : [];
    const at = platformTime(activity.dateActiveQueuesChanged);
    const { activeQueueIds: ids } = activity;
    if (ids !== undefined && at !== undefined && at > (this.#latest.get(agent)?.queuesAt ?? -Infinity)) {
      this.#latest.set(agent, { ...this.#latest.get(agent), queuesAt: at });
      const queues = ids.map((id) => this.#names.name('queue', id) ?? id).sort();
      events.push(observed({ type: 'agent.updated', at, agent, queues }, observedAt, 'frame'));
    }
    return events;
  }

  /** Whether an agent's status is news; if so it is known from now on. An event without a status never is. */
  isNews({ event }: ObservedEvent): boolean {
    if (event.type !== 'agent.updated' || event.status === undefined) return false;
    const { status, at } = event;
    const latest = this.#latest.get(event.agent);
    const { statusAt = -Infinity, status: known = '' } = latest ?? {};
    // Of two that began in the same moment the same one is taken, whichever comes first.
    if (at < statusAt || (at === statusAt && status <= known)) return false;
    this.#latest.set(event.agent, { ...latest, statusAt: at, status });
    return true;
  }
}
