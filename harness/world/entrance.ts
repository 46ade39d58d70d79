import type { FactValues } from '../../engine/facts/definition.ts';
import { newBotSession, nextTurn, type BotSession } from './botSession.ts';
import { factsAtStart, type Customer } from './customer.ts';
import type { HandoffPolicy } from './handoffRule.ts';
import type { Kernel } from './kernel.ts';
import type { Ledger } from './ledger.ts';
import { drawMs } from './random/distribution.ts';
import type { RandomStreams } from './random/streams.ts';
import type { IntentModel, Scenario } from './scenario.ts';
import type { WaitingRoom } from './waitingRoom.ts';

/** From the bot's decision to hand off until the conversation is in the queue. */
const TRANSFER_MS = 1500;

/** What lies before the queues: the menu for calls, the bot for messages. */
export class Entrance {
  readonly #kernel: Kernel;
  readonly #ledger: Ledger;
  readonly #streams: RandomStreams;
  readonly #scenario: Scenario;
  readonly #room: WaitingRoom;
  readonly #handoff: HandoffPolicy | undefined;
  /** Who is here, by conversation. */
  readonly #here = new Map<string, 'withBot' | 'onItsWay'>();

  constructor(
    kernel: Kernel,
    ledger: Ledger,
    streams: RandomStreams,
    scenario: Scenario,
    room: WaitingRoom,
    handoff: HandoffPolicy | undefined,
  ) {
    this.#kernel = kernel;
    this.#ledger = ledger;
    this.#streams = streams;
    this.#scenario = scenario;
    this.#room = room;
    this.#handoff = handoff;
  }

  arrive(customer: Customer): void {
    const { conversation, mediaType } = customer;
    const facts = factsAtStart(customer);
    this.#kernel.emit({ at: this.#kernel.now, type: 'conversation.started', conversation, mediaType, facts });
    const { bot } = this.#scenario;
    if (mediaType === 'message' && bot !== undefined) {
      this.#come(conversation, 'withBot');
      this.#waitForTurn(newBotSession(bot, customer, this.#streams));
    } else {
      this.#come(conversation, 'onItsWay');
      this.#passMenu(customer);
    }
  }

  /** Lets a customer in who goes straight to a queue, with these facts recorded. */
  admit(customer: Customer, queue: string, facts: FactValues): void {
    const { conversation, mediaType } = customer;
    this.#kernel.emit({ at: this.#kernel.now, type: 'conversation.started', conversation, mediaType, facts });
    this.#come(conversation, 'onItsWay');
    this.#sendToQueue(customer, queue, facts, {}, 0);
  }

  /** Whether the customer is in the menu, with the bot, or on the way to a queue. */
  has(conversation: string): boolean {
    return this.#here.has(conversation);
  }

  /** Somebody disconnects the conversation before it is in a queue: what was to happen to it does not. */
  hangUp(conversation: string): void {
    this.#ledger.move(this.#here.get(conversation)!, 'contained');
    this.#here.delete(conversation);
    this.#kernel.emit({ at: this.#kernel.now, type: 'conversation.ended', conversation });
  }

  #come(conversation: string, place: 'withBot' | 'onItsWay'): void {
    this.#ledger.arrive(place);
    this.#here.set(conversation, place);
  }

  #passMenu(customer: Customer): void {
    const { menu, requiredSkillsKnown = 0 } = this.#scenario;
    const chance = this.#streams.stream('menu', customer.number);
    const known = chance.chance(menu.intentKnown) ? customer.intent : undefined;
    const confidence = Math.round((0.6 + 0.39 * chance.uniform()) * 100) / 100;
    const skills = chance.chance(requiredSkillsKnown);
    const facts = known === undefined ? {} : intentFacts(known, { intentConfidence: confidence }, skills);
    this.#sendToQueue(
      customer,
      known?.queue ?? menu.otherwiseQueue,
      factsAtStart(customer),
      facts,
      drawMs(menu.time, chance),
    );
  }

  #waitForTurn(session: BotSession): void {
    const model = this.#scenario.bot!;
    const chance = this.#streams.stream('bot', session.customer.number, session.turns + 1, 1);
    this.#kernel.schedule(this.#kernel.now + drawMs(model.betweenTurns, chance), 'botTurn', () => {
      if (!this.has(session.customer.conversation)) return;
      if (session.outcome !== 'open') {
        this.hangUp(session.customer.conversation);
        return;
      }
      const after = nextTurn(model, session, this.#scenario.customers.intents, this.#streams);
      const { conversation } = session.customer;
      this.#kernel.emit({ at: this.#kernel.now, type: 'bot.turn', conversation, facts: after.facts });
      if (after.outcome === 'open' && this.#handoff!.handsOff(after)) this.#handOff(after);
      else this.#waitForTurn(after);
    });
  }

  #handOff(session: BotSession): void {
    const { customer, heard, facts } = session;
    const { bot, requiredSkillsKnown = 0 } = this.#scenario;
    const queue = this.#handoff!.queueFor?.(session) ?? heard?.intent.queue ?? bot!.otherwiseQueue;
    const skills = this.#streams.stream('menu', customer.number).chance(requiredSkillsKnown);
    const learnt = heard === undefined ? {} : intentFacts(heard.intent, heard.facts, skills);
    this.#ledger.move('withBot', 'onItsWay');
    const { conversation } = customer;
    this.#here.set(conversation, 'onItsWay');
    this.#kernel.emit({
      at: this.#kernel.now,
      type: 'conversation.transferred',
      conversation,
      by: 'bot',
      queue,
    });
    this.#sendToQueue(customer, queue, { ...factsAtStart(customer), ...facts }, learnt, TRANSFER_MS);
  }

  #sendToQueue(
    customer: Customer,
    queue: string,
    known: FactValues,
    learnt: FactValues,
    afterMs: number,
  ): void {
    const before = { mediaType: customer.mediaType, ...known };
    this.#kernel.schedule(this.#kernel.now + afterMs, 'entersQueue', () => {
      if (!this.#here.delete(customer.conversation)) return;
      this.#room.enter(customer, queue, before, learnt);
    });
  }
}

/** What a menu or bot writes down about an intent as it sends a customer on. */
function intentFacts(intent: IntentModel, confidences: FactValues, recordsSkills: boolean): FactValues {
  return {
    intent: intent.name,
    ...confidences,
    ...(recordsSkills ? { requiredSkills: intent.requiredSkills } : {}),
    ...(intent.priority === undefined ? {} : { priority: intent.priority }),
  };
}
