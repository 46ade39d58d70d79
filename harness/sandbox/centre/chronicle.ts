import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { Directory } from '../org/directory.ts';
import type { Org } from '../org/org.ts';
import type { Changes } from './changes.ts';
import { identity } from './identity.ts';
import { join, leave, newConversation, note } from './participation.ts';
import {
  customerOf,
  present,
  type ConversationRecord,
  type ParticipantRecord,
  type RoutingData,
  type UserRecord,
} from './records.ts';
import { writeTurn } from './turn.ts';
import { without } from './without.ts';

type OfKind<Type extends RoutingEvent['type']> = Extract<RoutingEvent, { type: Type }>;

/** Writes what happens in the world into records such as Genesys keeps: participants, legs, messages, turns. */
export class Chronicle {
  readonly conversations = new Map<string, ConversationRecord>();
  readonly users = new Map<string, UserRecord>();
  /** Those that are not over, in order of arrival. */
  readonly open = new Map<string, ConversationRecord>();
  /** In order of their end. */
  readonly #over: ConversationRecord[] = [];
  readonly #byWorldId = new Map<string, ConversationRecord>();
  readonly #usersByWorldId = new Map<string, UserRecord>();
  readonly #directory: Directory;
  readonly #headStartSeconds: Readonly<Partial<Record<string, number>>>;
  readonly #changes: Changes;
  /** The conversation that each agent does after-call work for. */
  readonly #afterCall = new Map<string, ConversationRecord>();

  constructor(org: Org, directory: Directory, changes: Changes, startsAt: number) {
    this.#directory = directory;
    this.#headStartSeconds = org.scenario.headStartSeconds ?? {};
    this.#changes = changes;
    for (const { id: worldId } of org.scenario.agents) {
      const user: UserRecord = {
        id: directory.users.idOf(worldId),
        worldId,
        status: 'OFF_QUEUE',
        statusSince: startsAt,
        presence: 'Offline',
        presenceSince: startsAt,
      };
      this.users.set(user.id, user);
      this.#usersByWorldId.set(worldId, user);
    }
  }

  /** The conversation that the world knows by this name. @throws Error when there is none. */
  named(worldId: string): ConversationRecord {
    const found = this.#byWorldId.get(worldId);
    if (found === undefined) throw new Error(`there is no conversation ${worldId}`);
    return found;
  }

  userNamed(worldId: string): UserRecord {
    return this.#usersByWorldId.get(worldId)!;
  }

  /** Opens a conversation's record before the world knows of it, such as a callback for later. */
  begin(record: ConversationRecord): void {
    this.conversations.set(record.id, record);
    this.open.set(record.id, record);
    this.#byWorldId.set(record.worldId, record);
  }

  /** Those that were not over yet at a moment, in milliseconds since 1970, or began later; those over first, as they ended. */
  activeSince(moment: number): readonly ConversationRecord[] {
    const first = this.#over.findLastIndex(({ endedAt }) => endedAt! < moment) + 1;
    return [...this.#over.slice(first), ...this.open.values()];
  }

  /** Ends a conversation that the world never knew: a callback that was called off. */
  close(record: ConversationRecord, at: number): void {
    this.#ended({ at, conversation: record.worldId });
  }

  write(event: RoutingEvent): void {
    switch (event.type) {
      case 'conversation.started':
        return this.#started(event);
      case 'conversation.facts':
        return this.#noted(event);
      case 'bot.turn':
        return this.#turn(event);
      case 'conversation.transferred':
        return this.#transferred(event);
      case 'conversation.queued':
        return this.#queued(event);
      case 'conversation.answered':
        return this.#answered(event);
      case 'conversation.abandoned':
      case 'conversation.ended':
        return this.#ended(event);
      case 'conversation.surveyed':
        return this.#surveyed(event);
      case 'agent.updated':
        return this.#agentUpdated(event);
      case 'queue.observed':
        // Nothing keeps it: how a queue does is asked of the world when somebody wants to know.
        return;
      case 'participant.changed':
      case 'message.sent':
      case 'message.receipt':
      case 'message.due':
      case 'command.ended':
        // The world tells none of these: who takes part, and what is written, is in the records made of the rest.
        return;
      case 'platform.unseen':
      case 'platform.seen':
        // Nobody in the centre is unseen: whoever watches it is.
        return;
    }
  }

  #started({ at, conversation: worldId, mediaType, facts = {} }: OfKind<'conversation.started'>): void {
    const known = this.#byWorldId.get(worldId);
    const record = known ?? newConversation(worldId, mediaType, at);
    if (known === undefined) this.begin(record);
    const customer = customerOf(record);
    note(customer, facts);
    if (mediaType !== 'callback') {
      join(record, mediaType === 'message' ? 'workflow' : 'ivr', at).connectedAt = at;
    }
    this.#changes.conversation(record);
  }

  #noted({ conversation, facts }: OfKind<'conversation.facts'>): void {
    const record = this.named(conversation);
    note(customerOf(record), facts);
    this.#changes.conversation(record);
  }

  #turn({ at, conversation, facts }: OfKind<'bot.turn'>): void {
    const record = this.named(conversation);
    writeTurn(record, at, facts);
    this.#changes.conversation(record);
    if (facts['sentiment'] !== undefined) this.#changes.sentiment(record);
  }

  #transferred({ at, conversation, by, queue }: OfKind<'conversation.transferred'>): void {
    const record = this.named(conversation);
    const initiator = by === 'agent' ? present(record, 'agent') : undefined;
    record.transfers.push({
      id: identity('transfer', record.id, record.transfers.length),
      at,
      toQueueId: this.#directory.queues.idOf(queue),
      ...(initiator?.userId === undefined ? {} : { initiatorId: initiator.userId }),
    });
    // Whoever passes the customer on stays until the customer is in the queue.
    if (by === 'agent') this.#leaveAll(record, at, 'transfer');
  }

  #queued({ at, conversation, queue, facts = {} }: OfKind<'conversation.queued'>): void {
    const record = this.named(conversation);
    const before = record.participants.findLast(({ routing }) => routing !== undefined)?.routing;
    const customer = customerOf(record);
    note(customer, facts);
    this.#leaveAll(record, at, 'transfer');
    const queueId = this.#directory.queues.idOf(queue);
    const acd = join(record, 'acd', at, { queueId });
    acd.connectedAt = at;
    // An assignment holds for one wait.
    const kept = without(before ?? this.#wanted(customer, queueId), 'assignedTo');
    acd.routing = { ...kept, queueId, ...record.asks };
    delete record.asks;
    this.#changes.conversation(record);
  }

  /** What the flow asks of routing as it sends the customer on: what it wrote down of them. */
  #wanted(customer: ParticipantRecord, queueId: string): RoutingData {
    const language = this.#directory.languages.named(customer.attributes.get('language') ?? '');
    const skills = (customer.attributes.get('requiredSkills') ?? '').split(',').filter((name) => name !== '');
    const headStart = this.#headStartSeconds[customer.attributes.get('priority') ?? ''] ?? 0;
    return {
      queueId,
      skillIds: skills.map((name) => this.#directory.skills.idOf(name)),
      priority: Math.round(headStart / 60),
      scoredAgents: [],
      ...(language === undefined ? {} : { languageId: language.id }),
    };
  }

  #answered({ at, conversation, agent }: OfKind<'conversation.answered'>): void {
    const record = this.named(conversation);
    const user = this.userNamed(agent!);
    const acd = present(record, 'acd')!;
    leave(acd, at, 'transfer');
    const joined = join(record, 'agent', at, { userId: user.id, queueId: acd.queueId! });
    joined.connectedAt = at;
    if (acd.routing !== undefined) joined.routing = acd.routing;
    user.lastAlertedAt = at;
    this.#changes.conversation(record);
  }

  #ended({ at, conversation }: { readonly at: number; readonly conversation: string }): void {
    const record = this.named(conversation);
    this.#leaveAll(record, at, 'peer');
    leave(customerOf(record), at, 'endpoint');
    record.endedAt = at;
    this.open.delete(record.id);
    this.#over.push(record);
    this.#changes.conversation(record);
  }

  #surveyed({ at, conversation, score }: OfKind<'conversation.surveyed'>): void {
    const record = this.named(conversation);
    const agent = record.participants.findLast(({ purpose }) => purpose === 'agent');
    record.surveys.push({
      id: identity('survey', record.id, record.surveys.length),
      at,
      score,
      ...(agent?.userId === undefined ? {} : { userId: agent.userId }),
      ...(agent?.queueId === undefined ? {} : { queueId: agent.queueId }),
    });
  }

  #agentUpdated({ at, agent, status }: OfKind<'agent.updated'>): void {
    const user = this.userNamed(agent);
    if (status === undefined || status === user.status) return;
    const wasInteracting = user.status === 'INTERACTING';
    user.status = status as UserRecord['status'];
    user.statusSince = at;
    const presence = status === 'OFF_QUEUE' ? 'Available' : 'On Queue';
    if (presence !== user.presence) {
      user.presence = presence;
      user.presenceSince = at;
    }
    this.#changes.user(user);
    if (wasInteracting) this.#endAfterCallWork(user, at);
  }

  #endAfterCallWork(user: UserRecord, at: number): void {
    const record = this.#afterCall.get(user.id);
    this.#afterCall.delete(user.id);
    const part = record?.participants.findLast(({ userId }) => userId === user.id);
    if (record === undefined || part === undefined) return;
    part.endAcwAt = at;
    part.wrapUp ??= { code: this.#directory.wrapUpCodes.idOf('Resolved'), name: 'Resolved' };
    this.#changes.conversation(record);
  }

  #leaveAll(record: ConversationRecord, at: number, how: 'transfer' | 'peer'): void {
    for (const part of record.participants) {
      if (part.purpose === 'customer' || part.endedAt !== undefined) continue;
      leave(part, at, how);
      if (part.userId === undefined || this.users.get(part.userId)!.status !== 'INTERACTING') continue;
      part.startAcwAt = at;
      this.#afterCall.set(part.userId, record);
    }
  }
}
