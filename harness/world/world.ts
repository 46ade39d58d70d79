import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { parseUtc } from '../recording/time.ts';
import { arrivalTimes } from './arrivals.ts';
import { checkScenario } from './checkScenario.ts';
import { drawCustomer } from './customer.ts';
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
  readonly #entrance: Entrance;
  readonly #handling: Handling;
  readonly #routing: RoutingPolicy;
  readonly #arrivals: Iterator<number>;
  #hasFloorChanged = false;

  /**
   * @param seed any whole number.
   * @throws ProblemError when the scenario contradicts itself.
   */
  constructor(scenario: Scenario, seed: number, policies: WorldPolicies = {}) {
    checkScenario(scenario);
    const startsAt = parseUtc(scenario.startsAt)!;
    const kernel = new Kernel(startsAt);
    const changed = (): void => void (this.#hasFloorChanged = true);
    const streams = new RandomStreams(seed);
    const observer = new QueueObserver(kernel, scenario);
    const staff = new Staff(kernel, scenario.agents, scenario.days, changed);
    const surveys = new Surveys(kernel, streams, staff, scenario.surveys);
    const room = new WaitingRoom(kernel, this.#ledger, streams, observer, scenario, changed);
    const { bot } = scenario;
    const handoff = policies.handoff ?? (bot && recordedHandoff(bot.handoff, bot.personIntent));
    this.#kernel = kernel;
    this.#streams = streams;
    this.#scenario = scenario;
    this.#staff = staff;
    this.#room = room;
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

  /** Runs the next moment. @returns what happened in it, in order; undefined when nothing is left to happen. */
  step(): readonly RoutingEvent[] | undefined {
    if (!this.#kernel.runMoment()) return undefined;
    if (this.#hasFloorChanged) this.#route();
    this.#ledger.assertConserved(
      this.#room.waiting.size,
      this.#staff.interacting - this.#handling.afterCalls,
    );
    return this.#kernel.takeEvents();
  }

  /**
   * An agent answers a conversation now; the event is among those of the next step.
   * @throws Error when the conversation does not wait or the agent is not idle.
   */
  assign({ conversation, agent }: Match): void {
    if (!this.#staff.idle.has(agent)) throw new Error(`${agent} cannot answer: not idle`);
    this.#handling.begin(this.#room.take(conversation, agent), agent);
  }

  #awaitArrival(): void {
    const next = this.#arrivals.next();
    if (next.done === true) return;
    this.#kernel.schedule(next.value, 'arrival', () => {
      this.#entrance.arrive(drawCustomer(this.#scenario.customers, this.#ledger.arrivals + 1, this.#streams));
      this.#awaitArrival();
    });
  }

  #route(): void {
    this.#hasFloorChanged = false;
    const { waiting, idle } = this;
    if (waiting.size === 0 || idle.size === 0) return;
    const { matches, reconsiderAt } = this.#routing.route({ at: this.now, waiting, idle });
    matches.forEach((match) => this.assign(match));
    if (reconsiderAt === undefined) return;
    this.#kernel.schedule(reconsiderAt, 'reconsider', () => void (this.#hasFloorChanged = true));
  }
}
