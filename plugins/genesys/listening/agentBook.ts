import { canonicalJson } from '../../../engine/canonical.ts';
import type { AgentUpdated } from '../../../engine/conversation/events.ts';
import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { TopicBodies } from '../contract/topics.ts';
import { observed, platformTime } from '../observation.ts';
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
  /** What was last read of each agent's queues, skills and languages, as text; gone once a notification says otherwise. */
  readonly #profiles = new Map<string, string>();
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
      this.#profiles.delete(agent);
      const queues = ids.map((id) => this.#names.name('queue', id) ?? id).sort();
      events.push(observed({ type: 'agent.updated', at, agent, queues }, observedAt, 'frame'));
    }
    return events;
  }

  /**
   * What a reading tells that was not known.
   * @returns the events, how many of them tell a status, and what to call once they are safe: until then they are news.
   */
  read(events: readonly ObservedEvent[]): {
    readonly news: readonly ObservedEvent[];
    readonly statuses: number;
    readonly keep: () => void;
  } {
    const statuses = events.filter((told) => this.#isNewStatus(told));
    const profiles = new Map(
      events.flatMap((told) => {
        const text = profileText(told);
        return text === undefined || this.#profiles.get(agentOf(told)) === text
          ? []
          : [[told, text] as const];
      }),
    );
    return {
      news: events.filter((told) => statuses.includes(told) || profiles.has(told)),
      statuses: statuses.length,
      keep: () => {
        for (const told of statuses) this.isNews(told);
        for (const [told, text] of profiles) this.#profiles.set(agentOf(told), text);
      },
    };
  }

  /** Whether an agent's status is news; if so it is known from now on. An event without a status never is. */
  isNews(told: ObservedEvent): boolean {
    const { event } = told;
    if (event.type !== 'agent.updated' || event.status === undefined || !this.#isNewStatus(told))
      return false;
    this.#latest.set(event.agent, {
      ...this.#latest.get(event.agent),
      statusAt: event.at,
      status: event.status,
    });
    return true;
  }

  #isNewStatus({ event }: ObservedEvent): boolean {
    if (event.type !== 'agent.updated' || event.status === undefined) return false;
    const { status, at } = event;
    const { statusAt = -Infinity, status: known = '' } = this.#latest.get(event.agent) ?? {};
    // By our own clock a status began when it was seen, and is seen again with every reading.
    if (this.#idleClock === 'own') return status !== known;
    // Of two that began in the same moment the same one is taken, whichever comes first.
    return at > statusAt || (at === statusAt && status > known);
  }
}

function agentOf({ event }: ObservedEvent): string {
  return (event as AgentUpdated).agent;
}

/** What an event tells of an agent beside the status; undefined when nothing. */
function profileText({ event }: ObservedEvent): string | undefined {
  if (event.type !== 'agent.updated' || event.status !== undefined) return undefined;
  const { queues, skills, languages } = event;
  return canonicalJson({ queues: queues ?? null, skills: skills ?? null, languages: languages ?? null });
}
