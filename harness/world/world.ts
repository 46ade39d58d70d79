import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import { parseUtc } from '../recording/time.ts';
import { arrivalTimes } from './arrivals.ts';
import { checkScenario } from './checkScenario.ts';
import { admittedCustomer, drawCustomer, type Contact } from './customer.ts';
import { Entrance } from './entrance.ts';
import { Handling } from './handling.ts';
import { recordedHandoff, type HandoffPolicy } from './handoffRule.ts';
import { Kernel } from './kernel.ts';
import { Ledger, type PlaceCounts } from './ledger.ts';
import { QueueObserver } from './queueObserver.ts';
import { RandomStreams } from './random/streams.ts';
import { longestWaiting } from './routing/longestWaiting.ts';
import type { IdleAgent, Match, RoutingPolicy, WaitingConversation } from './routing/policy.ts';
import type { Scenario } from './scenario.ts';
import { Ringing } from './ringing.ts';
import { Staff } from './staff.ts';
import { Surveys } from './surveys.ts';
import { WaitingRoom } from './waitingRoom.ts';

/** Who decides in the world; what is not given is decided as the recorded contact centre did. */
export interface WorldPolicies {
  readonly routing?: RoutingPolicy;
  readonly handoff?: HandoffPolicy;
}

/** A contact centre, run moment by moment. The same scenario, seed and policies always give the same events. */
export class World {
  readonly #kernel: Kernel;
  readonly #ledger = new Ledger();
  readonly #streams: RandomStreams;
  readonly #scenario: Scenario;
  readonly #staff: Staff;
  readonly #room: WaitingRoom;
  readonly #ringing: Ringing | undefined;
  readonly #entrance: Entrance;
  readonly #handling: Handling;
  readonly #routing: RoutingPolicy;
  readonly #arrivals: Iterator<number>;
  readonly #observer: QueueObserver;
  #drawn = 0;
  #admitted = 0;
  #hasFloorChanged = false;

  /**
   * @param seed any whole number.
   * @param onEvent told of every event as it happens, before anything is decided on account of it.
   * @throws ProblemError when the scenario contradicts itself.
   */
  constructor(
    scenario: Scenario,
    seed: number,
    policies: WorldPolicies = {},
    onEvent: (event: RoutingEvent) => void = () => undefined,
  ) {
    checkScenario(scenario);
    const startsAt = parseUtc(scenario.startsAt)!;
    const kernel = new Kernel(startsAt, onEvent);
    const changed = (): void => void (this.#hasFloorChanged = true);
    const streams = new RandomStreams(seed);
    const observer = new QueueObserver(kernel, scenario);
    const staff = new Staff(kernel, scenario.agents, scenario.days, changed);
    const surveys = new Surveys(kernel, streams, staff, scenario.surveys);
    const ringing = scenario.ringing && new Ringing(kernel, streams, staff, scenario.ringing);
    const left = (id: string): void => ringing?.stop(id);
    const room = new WaitingRoom(kernel, this.#ledger, streams, observer, scenario, changed, left);
    const { bot } = scenario;
    const handoff = policies.handoff ?? (bot && recordedHandoff(bot.handoff, bot.personIntent));
    this.#kernel = kernel;
    this.#streams = streams;
    this.#scenario = scenario;
    this.#staff = staff;
    this.#observer = observer;
    this.#room = room;
    this.#ringing = ringing;
    this.#entrance = new Entrance(kernel, this.#ledger, streams, scenario, room, handoff);
    this.#handling = new Handling(kernel, this.#ledger, streams, staff, observer, surveys, scenario);
    this.#routing = policies.routing ?? longestWaiting(scenario.headStartSeconds);
    this.#arrivals = arrivalTimes(scenario.arrivals, startsAt, scenario.days, streams);
    if (scenario.observationSeconds !== undefined)
      observer.watch(staff, scenario.observationSeconds, scenario.days);
    this.#awaitArrival();
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return this.#kernel.now;
  }

  /** When something happens next; undefined when nothing ever will. */
  get nextAt(): number | undefined {
    return this.#kernel.nextAt;
  }

  /** Conversations so far, and how many of them are where. */
  get counts(): { readonly arrivals: number; readonly places: PlaceCounts } {
    return { arrivals: this.#ledger.arrivals, places: this.#ledger.counts };
  }

  /** By id, the longest waiting first. */
  get waiting(): ReadonlyMap<string, WaitingConversation> {
    return this.#room.waiting;
  }

  /** By id, the longest idle first. */
  get idle(): ReadonlyMap<string, IdleAgent> {
    return this.#staff.idle;
  }

  /** What a supervisor's screen shows of a queue now. */
  observe(queue: string): FactValues {
    return this.#observer.facts(queue, this.#staff);
  }

  /**
   * Lets time pass to a moment before which nothing happens.
   * @throws RangeError when something does, or the moment is past.
   */
  passTo(at: number): void {
    this.#kernel.passTo(at);
  }

  /** Runs the next moment. @returns what happened since the last, in order; undefined when nothing is left to happen. */
  step(): readonly RoutingEvent[] | undefined {
    if (!this.#kernel.runMoment()) return undefined;
    if (this.#hasFloorChanged) this.#route();
    this.#ledger.assertConserved(
      this.#room.waiting.size,
      this.#staff.interacting - this.#handling.afterCalls - (this.#ringing?.size ?? 0),
    );
    return this.#kernel.takeEvents();
  }

  /**
   * An agent answers a conversation now; the event is among those of the next step.
   * @throws Error when the conversation does not wait or the agent is not idle.
   */
  assign({ conversation, agent }: Match): void {
    if (!this.#staff.idle.has(agent)) throw new Error(`${agent} cannot answer: not idle`);
    const taken = this.#room.take(conversation, agent);
    this.#staff.occupy(agent);
    this.#handling.begin(taken, agent);
  }

  /** Has nobody ring for a conversation any more, so that it is routed anew. */
  silence(conversation: string): void {
    this.#ringing?.stop(conversation);
  }

  /** Has routing asked now, because something it goes by has changed outside the world. */
  reconsider(): void {
    this.#kernel.schedule(this.now, 'reconsider', () => void (this.#hasFloorChanged = true));
  }

  /** Lets a conversation in now; it goes straight to its queue. Drawn customers are as they would be without it. */
  admit(contact: Contact): void {
    this.#entrance.admit(admittedCustomer(contact, this.#admitted++), contact.queue, contact.facts);
  }

  /** Whether the conversation has begun and is not over. */
  has(conversation: string): boolean {
    return this.isTransferable(conversation) || this.#entrance.has(conversation);
  }

  /** Whether the conversation waits or is with an agent, so that it can be transferred. */
  isTransferable(conversation: string): boolean {
    return this.#room.waiting.has(conversation) || this.#handling.has(conversation);
  }

  /**
   * Sends a conversation that waits or is with an agent to a queue, now; an agent does their after-call work.
   * @throws Error when it is neither.
   */
  transfer(conversation: string, queue: string): void {
    const taken = this.#handling.has(conversation)
      ? this.#handling.passOn(conversation)
      : this.#room.withdraw(conversation);
    const at = this.now;
    this.#kernel.emit({ at, type: 'conversation.transferred', conversation, by: 'agent', queue });
    this.#room.enter(taken.customer, queue, taken.facts, {});
  }

  /**
   * Ends a conversation now, wherever it is.
   * @throws Error when it is over.
   */
  disconnect(conversation: string): void {
    if (this.#handling.has(conversation)) this.#handling.end(conversation);
    else if (this.#entrance.has(conversation)) this.#entrance.hangUp(conversation);
    else this.#room.abandon(conversation);
  }

  /** Sends an agent off queue or back, against the schedule, until its next word. A conversation is finished first. */
  want(agent: string, onQueue: boolean): void {
    this.#staff.want(agent, onQueue);
  }

  #awaitArrival(): void {
    const next = this.#arrivals.next();
    if (next.done === true) return;
    this.#kernel.schedule(next.value, 'arrival', () => {
      this.#entrance.arrive(drawCustomer(this.#scenario.customers, ++this.#drawn, this.#streams));
      this.#awaitArrival();
    });
  }

  #route(): void {
    this.#hasFloorChanged = false;
    const { idle } = this;
    const waiting = this.#unrung();
    if (waiting.size === 0 || idle.size === 0) return;
    const { matches, reconsiderAt } = this.#routing.route({ at: this.now, waiting, idle });
    matches.forEach((match) => this.#match(match));
    if (reconsiderAt === undefined) return;
    this.#kernel.schedule(reconsiderAt, 'reconsider', () => void (this.#hasFloorChanged = true));
  }

  /** Those who wait and for whom nobody rings yet. */
  #unrung(): ReadonlyMap<string, WaitingConversation> {
    const { waiting } = this.#room;
    const ringing = this.#ringing;
    if (ringing === undefined || ringing.size === 0) return waiting;
    return new Map([...waiting].filter(([id]) => !ringing.has(id)));
  }

  #match(match: Match): void {
    const ringing = this.#ringing;
    if (ringing === undefined) return this.assign(match);
    const { conversation, agent } = match;
    ringing.begin(match, this.#room.waiting.get(conversation)!.customer.number, () =>
      this.#handling.begin(this.#room.take(conversation, agent), agent),
    );
  }
}
