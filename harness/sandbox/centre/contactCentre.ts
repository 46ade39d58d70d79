import type { FactValues } from '../../../engine/facts/definition.ts';
import { recordedHandoff, type HandoffPolicy } from '../../world/handoffRule.ts';
import type { AgentModel } from '../../world/scenario.ts';
import { World } from '../../world/world.ts';
import { Timeline } from '../clock/timeline.ts';
import { Directory } from '../org/directory.ts';
import type { Org } from '../org/org.ts';
import type { Changes } from './changes.ts';
import { Chronicle } from './chronicle.ts';
import { newConversation } from './participation.ts';
import {
  customerOf,
  present,
  type ConversationRecord,
  type RoutingData,
  type UserRecord,
} from './records.ts';
import { genesysRouting } from './routing.ts';

/**
 * A flow that reads this attribute of the customer after each turn with the bot hands off to the queue it names, by name
 * or id: how an engine that is asked by the flow answers it.
 */
export const handoffAttribute = 'handoffQueue';

/** Lets a conversation in. */
export interface Admission {
  readonly mediaType: 'message' | 'callback';
  readonly queueId: string;
  readonly facts?: FactValues;
  readonly routing?: Partial<RoutingData>;
  readonly callback?: NonNullable<ConversationRecord['callback']>;
}

/** The contact centre behind the API: the world, its records, and what a client may do to it. */
export class ContactCentre {
  readonly directory: Directory;
  readonly org: Org;
  readonly timeline: Timeline;
  readonly #world: World;
  readonly #chronicle: Chronicle;
  #listener: Changes = {
    conversation: nothing,
    user: nothing,
    sentiment: nothing,
  };
  readonly #agents: ReadonlyMap<string, AgentModel>;
  readonly #members: ReadonlyMap<string, readonly UserRecord[]>;
  #admitted = 0;

  /**
   * @param seed any whole number; with the org and the clients' requests it determines everything.
   * @throws ProblemError when the org contradicts itself.
   */
  constructor(org: Org, seed: number) {
    this.org = org;
    this.directory = new Directory(org);
    const routing = genesysRouting(org, this.directory, {
      routingOf: (conversation) => this.#routingOf(conversation),
      lastAlertedAt: (agent) => this.#chronicle.userNamed(agent).lastAlertedAt,
    });
    const policies = { routing, ...this.#handoff() };
    this.#world = new World(org.scenario, seed, policies, (event) => this.#chronicle.write(event));
    const changes: Changes = {
      conversation: (changed) => this.#listener.conversation(changed),
      user: (changed) => this.#listener.user(changed),
      sentiment: (changed) => this.#listener.sentiment(changed),
    };
    this.#chronicle = new Chronicle(org, this.directory, changes, this.#world.now);
    this.#agents = new Map(org.scenario.agents.map((agent) => [agent.id, agent]));
    const users = [...this.users.values()];
    this.#members = new Map(
      this.directory.queues.all.map(({ id, name }) => [
        id,
        users.filter((user) => this.agentOf(user).queues.includes(name)),
      ]),
    );
    this.timeline = new Timeline(this.#world, () => void this.#world.step());
  }

  /** Has somebody told of every change from now on. */
  tell(listener: Changes): void {
    this.#listener = listener;
  }

  get now(): number {
    return this.timeline.now;
  }

  get conversations(): ReadonlyMap<string, ConversationRecord> {
    return this.#chronicle.conversations;
  }

  /** Those that are not over. */
  get open(): ReadonlyMap<string, ConversationRecord> {
    return this.#chronicle.open;
  }

  /** Those that were not over yet at a moment, in milliseconds since 1970, or began later; those over first, as they ended. */
  activeSince(moment: number): readonly ConversationRecord[] {
    return this.#chronicle.activeSince(moment);
  }

  get users(): ReadonlyMap<string, UserRecord> {
    return this.#chronicle.users;
  }

  /** What the org says of a user. */
  agentOf({ worldId }: UserRecord): AgentModel {
    return this.#agents.get(worldId)!;
  }

  /** The members of a queue, in the order of the org. */
  membersOf(queueId: string): readonly UserRecord[] {
    return this.#members.get(queueId)!;
  }

  /** What a supervisor's screen shows of a queue now. @param queue by its name. */
  observe(queue: string): FactValues {
    return this.#world.observe(queue);
  }

  /** Changes what a waiting conversation asks of routing, which is asked again at once. */
  ask(conversation: ConversationRecord, change: Partial<RoutingData>): void {
    const acd = present(conversation, 'acd')!;
    acd.routing = { ...acd.routing!, ...change };
    if (change.assignedTo !== undefined) this.#world.silence(conversation.worldId);
    this.#listener.conversation(conversation);
    this.#settle();
  }

  /** Lets a conversation in; it is in its queue at once. */
  admit({ mediaType, queueId, facts = {}, routing = {}, callback }: Admission): ConversationRecord {
    const record = this.reserve(mediaType, callback, {});
    this.enter(record, queueId, facts, routing);
    return record;
  }

  /** Opens a conversation that enters its queue later. */
  reserve(
    mediaType: Admission['mediaType'],
    callback: ConversationRecord['callback'] | undefined,
    customer: { readonly queueId?: string },
  ): ConversationRecord {
    const worldId = `x-${String(++this.#admitted).padStart(4, '0')}`;
    const more = callback === undefined ? {} : { callback };
    const record = newConversation(worldId, mediaType, this.now, more, customer);
    this.#chronicle.begin(record);
    return record;
  }

  /** Keeps the record of an e-mail that was sent: it is over as soon as it begins, and never enters the world. */
  send(subject: string): ConversationRecord {
    const worldId = `x-${String(++this.#admitted).padStart(4, '0')}`;
    const record = newConversation(worldId, 'email', this.now, { email: { subject } });
    this.#chronicle.begin(record);
    this.#chronicle.close(record, this.now);
    return record;
  }

  /** Has a reserved conversation enter its queue now. */
  enter(record: ConversationRecord, queueId: string, facts: FactValues, routing: Partial<RoutingData>): void {
    const queue = this.directory.queues.withId(queueId)!.name;
    const { worldId: conversation, mediaType } = record;
    record.asks = routing;
    this.#world.admit({ conversation, mediaType, queue, facts });
    this.#settle();
  }

  /** Whether the conversation waits or is with an agent. */
  isTransferable({ worldId }: ConversationRecord): boolean {
    return this.#world.isTransferable(worldId);
  }

  /** Sends a conversation that waits or is with an agent to a queue. */
  transferToQueue({ worldId }: ConversationRecord, queueId: string): void {
    this.#world.transfer(worldId, this.directory.queues.withId(queueId)!.name);
    this.#settle();
  }

  /** Sends a conversation that waits or is with an agent to one agent, through the queue it was in last. */
  transferToUser(record: ConversationRecord, userId: string): void {
    const { queueId } = record.participants.findLast((part) => part.queueId !== undefined)!;
    if (present(record, 'acd') !== undefined) return this.ask(record, { assignedTo: userId });
    record.asks = { assignedTo: userId };
    this.transferToQueue(record, queueId!);
  }

  /** Ends a conversation that is not over, wherever it is. */
  disconnect(record: ConversationRecord): void {
    if (this.#world.has(record.worldId)) this.#world.disconnect(record.worldId);
    else this.#chronicle.close(record, this.now);
    this.#settle();
  }

  /** Sets an agent's presence, which takes them off queue or back. */
  setPresence(user: UserRecord, presence: string): void {
    this.#world.want(user.worldId, presence === 'On Queue');
    user.presence = presence;
    user.presenceSince = this.now;
    this.#listener.user(user);
    this.#settle();
  }

  /** Writes into what a participant carries; listeners are told. */
  changed(conversation: ConversationRecord): void {
    this.#listener.conversation(conversation);
  }

  #routingOf(worldId: string): RoutingData {
    return present(this.#chronicle.named(worldId), 'acd')!.routing!;
  }

  /** Everything that is due now happens before the client is answered. */
  #settle(): void {
    this.#world.reconsider();
    this.timeline.advanceTo(this.now);
  }

  #handoff(): { handoff?: HandoffPolicy } {
    const { bot } = this.org.scenario;
    if (bot === undefined) return {};
    const flow = recordedHandoff(bot.handoff, bot.personIntent);
    const answer = (worldId: string): string | undefined => {
      const named = customerOf(this.#chronicle.named(worldId)).attributes.get(handoffAttribute) ?? '';
      return (this.directory.queues.withId(named) ?? this.directory.queues.named(named))?.name;
    };
    return {
      handoff: {
        handsOff: (session) => answer(session.customer.conversation) !== undefined || flow.handsOff(session),
        queueFor: (session) => answer(session.customer.conversation),
      },
    };
  }
}

function nothing(): void {
  // Nobody listens yet.
}
