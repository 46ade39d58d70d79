import type { Conversation } from '../../conversation/conversation.ts';
import type { MessageReceipt, MessageSent, RoutingEvent } from '../../conversation/events.ts';
import type { Floor } from '../../conversation/floor.ts';
import { deliveryLegs, type DeliveryLeg } from '../../facts/occurrence.ts';
import { messageIn, messageReceived, messageSent, type Message } from '../../conversation/messages.ts';
import { packNamed } from '../../packs/policy.ts';
import { Covering, type Setting } from '../setting.ts';
import { staleIn } from '../stale.ts';
import { DeadlineQueue } from './deadlineQueue.ts';
import { openDeadlines, type Deadline } from './deadlines.ts';
import { DeliveryRuling, type DeliveryCause } from './decide.ts';
import type { DeliverySla } from './deliverySla.ts';
import {
  deadlineOf,
  newBreaches,
  newStanding,
  standingAfter,
  type JudgedMessage,
  type Moment,
  type Standing,
} from './standing.ts';

/** A message that is judged anew: how it stood, how it stands, and for what. */
export interface DueDelivery {
  readonly cause: DeliveryCause;
  readonly before: Standing;
  readonly after: Standing;
}

/** What is remembered of one conversation. */
interface Remembered {
  /** Decisions so far. */
  ordinal: number;
  /** By message. */
  readonly standings: Map<string, Standing>;
}

/** What is remembered of one conversation, as plain data. */
export interface DeliveryState {
  readonly conversation: string;
  readonly ordinal: number;
  /** How its messages stand, each by the pack of that name. */
  readonly standings: readonly (Omit<Standing, 'pack'> & { readonly pack: string })[];
}

/** The delivery service levels of a policy at work: how every message stands, and which deadlines are open. */
export class DeliveryRun {
  readonly #setting: Setting;
  readonly #covering: Covering<DeliverySla>;
  readonly #conversations = new Map<string, Remembered>();
  readonly #deadlines = new DeadlineQueue();
  /** Whether the policy judges messages at all. */
  readonly isAtWork: boolean;

  /** @param from what an earlier run of the policy left. */
  constructor(setting: Setting, from: readonly DeliveryState[] = []) {
    const { policy } = setting;
    this.#setting = setting;
    this.#covering = new Covering(policy, 'DeliverySla');
    this.isAtWork = policy.packs.some(({ kind }) => kind === 'DeliverySla');
    for (const { conversation, ordinal, standings } of from) {
      const known = standings.map(({ pack, ...standing }): [string, Standing] => [
        standing.message.id,
        { ...standing, pack: packNamed<DeliverySla>(policy, 'DeliverySla', pack) },
      ]);
      this.#conversations.set(conversation, { ordinal, standings: new Map(known) });
      for (const [, standing] of known) this.#await(conversation, standing);
    }
  }

  /** What it leaves, as a value: which deadlines are open follows from it. */
  state(): readonly DeliveryState[] {
    return [...this.#conversations].map(([conversation, { ordinal, standings }]) => ({
      conversation,
      ordinal,
      standings: [...standings.values()].map((standing) => ({ ...standing, pack: standing.pack.name })),
    }));
  }

  /**
   * Takes in what an event says of messages, whether or not anybody asks for a decision.
   * @param after the conversation after it.
   * @returns the messages that are judged anew.
   */
  follow(event: RoutingEvent, after: Conversation): readonly DueDelivery[] {
    switch (event.type) {
      case 'message.sent':
      case 'message.receipt': {
        const message = this.#messageAfter(event, after);
        if (message === undefined) return [];
        return this.#judge(after, message, causeOf(event), { at: event.at, isOver: after.phase === 'over' });
      }
      case 'message.due': {
        const before = this.#conversations.get(after.id)?.standings.get(event.message);
        if (before === undefined || before.legs[event.receipt] !== 'pending') return [];
        const moment = { at: event.at, due: event.receipt, isOver: after.phase === 'over' };
        return this.#judge(after, before.message, `${event.receipt} deadline`, moment);
      }
      case 'conversation.abandoned':
      case 'conversation.ended':
        return this.#ended(after, event.at);
      default:
        return [];
    }
  }

  /**
   * Takes in how the messages of a conversation stand that is under way when the policy begins its work. A deadline that
   * has passed by then is not decided on again; one that was still open, and passed by this policy's times, is.
   * @param at the latest moment there was.
   * @param isOpen whether a deadline was open until now.
   */
  takeUp(
    conversation: Conversation,
    at: number,
    isOpen: (message: string, leg: DeliveryLeg) => boolean,
  ): void {
    const isOver = conversation.phase === 'over';
    for (const [id, known] of Object.entries(conversation.messages?.known ?? {})) {
      if (!isJudged(known)) continue;
      const message = { ...known, id };
      const begun = this.#begin(conversation, message);
      if (begun === undefined) return;
      let standing = standingAfter(begun, message, { at, isOver });
      for (const due of deliveryLegs)
        if (at >= (deadlineOf(standing, due) ?? Infinity) && !isOpen(id, due))
          standing = standingAfter(standing, message, { at, due, isOver });
      this.#conversations.get(conversation.id)!.standings.set(id, standing);
      this.#await(conversation.id, standing);
    }
  }

  /** Judges a message anew. @param due what `follow` has said of it. */
  decide(
    { cause, before, after }: DueDelivery,
    { id }: Conversation,
    floor: Floor,
    at: number,
  ): DeliveryRuling {
    const { pack, message } = after;
    const read = { told: 'conversation', facts: [], queue: undefined } as const;
    const stale = pack.maxAgeSeconds === undefined ? undefined : staleIn(pack, read, floor, at);
    const ordinal = ++this.#conversations.get(id)!.ordinal;
    const context = this.#setting.context(id, at, ordinal, `message ${message.id}`, 1, stale);
    return new DeliveryRuling(cause, after, before.status, newBreaches(before, after)[0], context);
  }

  /** The first deadline that nothing has decided on; undefined when none is open. */
  get nextDeadline(): Deadline | undefined {
    for (let first = this.#deadlines.first; first !== undefined; first = this.#deadlines.first) {
      if (this.isOpen(first)) return first;
      this.#deadlines.pop();
    }
    return undefined;
  }

  /** Takes the next deadline away: it is being decided on. */
  takeDeadline(): void {
    this.#deadlines.pop();
  }

  /** Whether nothing has decided yet on a deadline of a message. */
  isOpen({ conversation, message, leg }: Omit<Deadline, 'at'>): boolean {
    return this.#conversations.get(conversation)?.standings.get(message)?.legs[leg] === 'pending';
  }

  /** Whether a deadline of a conversation is still open. */
  awaits(conversation: string): boolean {
    const standings = this.#conversations.get(conversation)?.standings.values() ?? [];
    return [...standings].some((standing) => openDeadlines(conversation, standing).length > 0);
  }

  /** Nothing more is expected of the conversation. */
  forget(conversation: string): void {
    this.#conversations.delete(conversation);
  }

  /** What is known of a message that is judged, after an event about it; undefined where it is not judged, or told again. */
  #messageAfter(event: MessageSent | MessageReceipt, after: Conversation): JudgedMessage | undefined {
    const id = event.message;
    const judged = this.#conversations.get(after.id)?.standings.get(id)?.message;
    // Of many messages a conversation keeps the latest: those that are judged are kept here.
    const known = judged ?? messageIn(after.messages, id);
    const message = event.type === 'message.sent' ? messageSent(known, event) : messageReceived(known, event);
    return message === judged || !isJudged(message) ? undefined : { ...message, id };
  }

  #judge(
    conversation: Conversation,
    message: JudgedMessage,
    cause: DeliveryCause,
    moment: Moment,
  ): readonly DueDelivery[] {
    const known = this.#conversations.get(conversation.id)?.standings.get(message.id);
    const before = known ?? this.#begin(conversation, message);
    if (before === undefined) return [];
    const after = standingAfter(before, message, moment);
    this.#conversations.get(conversation.id)!.standings.set(message.id, after);
    if (known?.message.sentAt !== message.sentAt) this.#await(conversation.id, after);
    if (known === undefined) this.#dropSettled(conversation);
    return isReceipt(cause) || !isSame(before, after) ? [{ cause, before, after }] : [];
  }

  #await(conversation: string, standing: Standing): void {
    for (const deadline of openDeadlines(conversation, standing)) this.#deadlines.push(deadline);
  }

  /** Of a message that the conversation keeps no more nothing is kept here either, once no deadline of it is open. */
  #dropSettled({ id, messages }: Conversation): void {
    if (messages?.dropped === undefined) return;
    const { standings } = this.#conversations.get(id)!;
    for (const [message, standing] of standings)
      if (messageIn(messages, message) === undefined && openDeadlines(id, standing).length === 0)
        standings.delete(message);
  }

  /** Undefined where no pack covers the conversation when the message is heard of. */
  #begin(conversation: Conversation, message: JudgedMessage): Standing | undefined {
    const pack = this.#covering.pack(conversation);
    if (pack === undefined) return undefined;
    const { id } = conversation;
    if (!this.#conversations.has(id)) this.#conversations.set(id, { ordinal: 0, standings: new Map() });
    return newStanding(pack, message);
  }

  #ended(conversation: Conversation, at: number): readonly DueDelivery[] {
    const standings = this.#conversations.get(conversation.id)?.standings;
    const due: DueDelivery[] = [];
    for (const [id, before] of standings ?? []) {
      const after = standingAfter(before, before.message, { at, isOver: true });
      if (after.status === before.status) continue;
      standings!.set(id, after);
      due.push({ cause: 'conversation over', before, after });
    }
    return due;
  }
}

/** Only what we sent is judged; of a receipt that comes before its message nothing can be said yet. */
function isJudged(message: Message): message is Message & { readonly sentAt: number } {
  return message.direction === 'outbound' && message.sentAt !== undefined;
}

/** A receipt is recorded even where it changes nothing. */
function isReceipt(cause: DeliveryCause): boolean {
  return cause.endsWith(' receipt');
}

function isSame(before: Standing, after: Standing): boolean {
  return (
    before.status === after.status &&
    before.legs.delivered === after.legs.delivered &&
    before.legs.read === after.legs.read
  );
}

function causeOf(event: MessageSent | MessageReceipt): DeliveryCause {
  return event.type === 'message.sent' ? 'message sent' : `${event.receipt} receipt`;
}
