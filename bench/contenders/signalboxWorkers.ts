import { setTimeout } from 'node:timers/promises';
import type { ObservedEvent } from '../../engine/exchange.ts';
import { engineVersion } from '../../engine/version.ts';
import { percentile, type Figures } from '../measure/statistics.ts';
import { workers as work } from '../works/workers.ts';
import { Fleet, type Done } from '../workers/fleet.ts';
import type { Program } from './contender.ts';

/** Events that a source tells at a time when it is busy: those that came while the last ones were written. */
const burst = 100;

/** Agents that are told of together. */
const page = 500;

/** Of whom events are, in turn. */
const conversations = 500;

/** Between two events whose time is taken, in milliseconds: 50 a second, which leaves everybody time. */
const paceMs = 20;

/** A round is so many times as long as one that decides in this process: what comes last is waited for. */
const longer = 4;

/** Agents who work each queue, where there are many. */
const crew = 100;

/** @param count workers, each a process of its own. @param agents whom they know. */
export async function prepareWorkers(count: number, agents = 0): Promise<Program> {
  const line = new Line(await Fleet.started(count), Math.max(7, Math.ceil(agents / crew)));
  try {
    await line.tellOfAgents(agents);
    await line.untilAllWork(count);
  } catch (error) {
    await line.close();
    throw error;
  }
  return {
    version: engineVersion,
    async answers(wanted) {
      const answers: (readonly number[])[] = [];
      for (const { events } of work.inputs(wanted)) {
        const done = await line.work(events);
        answers.push([done.length, new Set(done.map(({ id }) => id)).size]);
      }
      return answers;
    },
    async round(milliseconds): Promise<Figures> {
      const began = performance.now();
      const until = began + longer * milliseconds;
      let events = 0;
      for (; performance.now() < until; events += burst) await line.tell(burst);
      await line.idle();
      const perSecond = (events * 1_000) / (performance.now() - began);
      const laps = await line.laps(Math.ceil((longer * milliseconds) / paceMs));
      return { perSecond, p50Us: percentile(laps, 50), p99Us: percentile(laps, 99) };
    },
    close: () => line.close(),
  };
}

/** Events told to workers, and the commands they come to. */
class Line {
  readonly #fleet: Fleet;
  #told = 0;
  #at = 0;
  #done: Done[] = [];
  /** When each event that has no command yet was told, by its conversation and time. */
  readonly #open = new Map<string, number>();
  #laps: number[] = [];
  #idle = Promise.withResolvers<void>();
  readonly #queues: number;

  /** @param queues that customers enter, in turn. */
  constructor(fleet: Fleet, queues: number) {
    this.#fleet = fleet;
    this.#queues = queues;
    fleet.heard = (done) => this.#hear(done);
  }

  /** Tells who is there: so many, all of whom are free. */
  async tellOfAgents(count: number): Promise<void> {
    const at = Date.now();
    const agents = Array.from({ length: count }, (_, number): ObservedEvent => {
      const is = { type: 'agent.updated', at, agent: `agent-${number}`, status: 'IDLE' } as const;
      const event = { ...is, queues: [this.#queue(number)], skills: { red: 1 + (number % 5) } };
      return { event, observedAt: at, source: 'bench' };
    });
    for (let from = 0; from < count; from += page) await this.#fleet.tell(agents.slice(from, from + page));
  }

  /** Tells so many events, together. */
  async tell(count: number): Promise<void> {
    if (this.#open.size === 0) this.#idle = Promise.withResolvers();
    const events = Array.from({ length: count }, () => this.#next());
    const now = performance.now();
    for (const { event } of events) this.#open.set(occasion(event as Occurred), now);
    await this.#fleet.tell(events);
  }

  /** Waits until every event has come to its command. */
  async idle(): Promise<void> {
    await this.#fleet.or(this.#idle.promise);
  }

  /** Tells so many events as fast as it may. @returns what was done. */
  async work(count: number): Promise<readonly Done[]> {
    this.#done = [];
    for (let left = count; left > 0; left -= burst) await this.tell(Math.min(left, burst));
    await this.idle();
    return this.#done;
  }

  /** Tells so many events, one at a time. @returns how long each took to its command, in microseconds. */
  async laps(count: number): Promise<readonly number[]> {
    this.#laps = [];
    const began = performance.now();
    for (let event = 0; event < count; event++) {
      await this.#fleet.or(setTimeout(Math.max(0, began + event * paceMs - performance.now())));
      await this.tell(1);
    }
    await this.idle();
    return this.#laps;
  }

  /** Until each of so many has done something: by then each has its share. */
  async untilAllWork(count: number): Promise<void> {
    const working = new Set<number>();
    while (working.size < count) for (const { worker } of await this.work(burst)) working.add(worker);
  }

  close(): Promise<void> {
    return this.#fleet.close();
  }

  /** No two of a conversation at one time. */
  #next(): ObservedEvent {
    const number = this.#told++;
    const at = (this.#at = Math.max(Date.now(), this.#at + (number % conversations === 0 ? 1 : 0)));
    const told = { type: 'conversation.queued', at, queue: this.#queue(number) } as const;
    const facts = { mediaType: 'voice', intent: 'red' };
    const event = { ...told, conversation: `c-${number % conversations}`, facts };
    return { event, observedAt: at, source: 'bench' };
  }

  #queue(number: number): string {
    return `queue ${number % this.#queues}`;
  }

  #hear(done: Done): void {
    this.#done.push(done);
    const key = occasion(done);
    const told = this.#open.get(key);
    if (told === undefined) return;
    this.#laps.push((performance.now() - told) * 1_000);
    this.#open.delete(key);
    if (this.#open.size === 0) this.#idle.resolve();
  }
}

type Occurred = Pick<Done, 'conversation' | 'at'>;

function occasion({ conversation, at }: Occurred): string {
  return `${at} ${conversation}`;
}
