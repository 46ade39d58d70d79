import { newIn, type Conversation } from '../../../engine/conversation/conversation.ts';
import type { ConversationAnswered, RoutingEvent } from '../../../engine/conversation/events.ts';
import { Floor, type Agent } from '../../../engine/conversation/floor.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import { OpenConversations } from '../../../engine/conversation/openConversations.ts';
import { gini } from '../../statistics/inequality.ts';
import { AnswerTally, type Answers, type Moment } from './answers.ts';
import { SegmentedWaits, type SegmentWaits, type WaitComparison, type WaitEnd, type Waits } from './waits.ts';
import { WorkloadClocks, type Workload } from './workload.ts';

/** What the record tells of itself. None of it is a policy's doing: a replay leaves agents and waits as they were. */
export interface RecordDescription {
  readonly conversations: {
    readonly answered: number;
    /** The customer left, in a queue or before any. */
    readonly abandoned: number;
    readonly abandonedBeforeQueue: number;
  };
  /** An answer within so many seconds of entering the queue is counted apart. */
  readonly withinSeconds: number;
  readonly answeredWithin: {
    readonly count: number;
    readonly ofAnswered: number | null;
    readonly ofAnsweredAndAbandoned: number | null;
  };
  readonly abandonedShare: number | null;
  readonly answers: Answers;
  readonly waits: Waits;
  /** The fact of the conversation that waits are shown by. */
  readonly segmentedBy: string;
  readonly segments: readonly SegmentWaits[];
  readonly comparison: WaitComparison;
  /** Absent where the record does not carry agents' status. */
  readonly workload?: Workload;
  /** Answers by hour on queue, of agents who were; likewise. */
  readonly perHour?: PerHour;
}

/** Answers per hour on queue: counts made comparable between agents who were there for long and for short. */
export interface PerHour {
  readonly gini: number | null;
  readonly least: number;
  readonly most: number;
  /** Time on queue, in hours. */
  readonly shortestHours: number;
  readonly longestHours: number;
  /** What the uniform chi-square of answers would be on average, were they spread in proportion to time on queue. */
  readonly chiSquareByHours: number;
}

export interface RecordWatchOptions {
  readonly segmentBy: string;
  readonly withinSeconds: number;
  /** Facts the recording does not carry. */
  readonly lacking: ReadonlySet<string>;
}

/** Follows a record's events and describes it. Memory grows with what is open, not with the record. */
export class RecordWatch {
  readonly #options: RecordWatchOptions;
  readonly #open = new OpenConversations();
  readonly #floor: Floor;
  readonly #answers = new AnswerTally();
  readonly #waits: SegmentedWaits;
  readonly #clocks = new WorkloadClocks();
  readonly #counts = { answered: 0, abandoned: 0, abandonedBeforeQueue: 0 };
  /** By agent who is no longer IDLE: since when, and the floor just before. */
  readonly #leftIdle = new Map<string, { readonly at: number; readonly floor: readonly Agent[] }>();
  #now = -Infinity;

  constructor(options: RecordWatchOptions) {
    this.#options = options;
    this.#waits = new SegmentedWaits(options.withinSeconds);
    this.#floor = new Floor({ changed: (before, after) => this.#changed(before, after) });
  }

  /** The agents as the events so far leave them. */
  agents(): readonly Agent[] {
    return this.#floor.agents();
  }

  take(told: RoutingEvent): void {
    this.#now = Math.max(this.#now, told.at);
    const before = this.#open.of(told);
    const event = before === undefined ? told : newIn(before, told);
    if (event === undefined) return;
    if (before !== undefined) this.#count(before, event);
    if (event.type !== 'conversation.answered' || before?.phase === 'waiting') this.#floor.fold(event);
    if (before !== undefined) {
      const after = this.#open.fold(before, event);
      if (before.phase === 'waiting') this.#waited(before, after, event);
    }
  }

  /** @param tolerance the largest effect still called fair. @param seed of resampling. */
  result(tolerance: number, seed: string): RecordDescription {
    for (const waiting of this.#open.allWaiting()) this.#end(waiting, this.#now, 'unknown');
    const { answered, abandoned } = this.#counts;
    const waits = this.#waits.all();
    const { withinSeconds, segmentBy, lacking } = this.#options;
    const answers = this.#answers.result(tolerance, seed);
    const workload = lacking.has('agentStatus') ? undefined : this.#clocks.result(this.#now);
    const perHour = workload === undefined ? undefined : perHourOf(answers, workload);
    return {
      conversations: this.#counts,
      withinSeconds,
      answeredWithin: {
        count: waits.answeredWithin,
        ofAnswered: share(waits.answeredWithin, answered),
        ofAnsweredAndAbandoned: share(waits.answeredWithin, answered + abandoned),
      },
      abandonedShare: share(abandoned, answered + abandoned),
      answers,
      waits,
      segmentedBy: segmentBy,
      segments: this.#waits.segments(),
      comparison: this.#waits.comparison(),
      ...(workload === undefined ? {} : { workload }),
      ...(perHour === undefined ? {} : { perHour }),
    };
  }

  #count(before: Conversation, event: RoutingEvent): void {
    if (event.type === 'conversation.answered' && before.phase === 'waiting') {
      this.#counts.answered++;
      this.#answers.add(event.agent, before.queue!, this.#whenTaken(before, event));
    }
    if (event.type !== 'conversation.abandoned' || before.phase === 'answered') return;
    this.#counts.abandoned++;
    if (before.phase !== 'waiting') this.#counts.abandonedBeforeQueue++;
  }

  /** Who answers rings first, and is no longer IDLE when the answer is told: the choice was made when that began. */
  #whenTaken(waiting: Conversation, { agent, at }: ConversationAnswered): Moment {
    if (this.#options.lacking.has('agentStatus')) return { waited: at > waiting.queuedAt!, floor: [] };
    const left = agent === null ? undefined : this.#leftIdle.get(agent);
    const isTaken = left !== undefined && left.at >= waiting.queuedAt!;
    return {
      waited: (isTaken ? left.at : at) > waiting.queuedAt!,
      floor: isTaken ? left.floor : this.#floor.agents(),
    };
  }

  #changed(before: Agent, after: Agent): void {
    this.#clocks.changed(after, this.#now);
    if (before.status === after.status) return;
    if (before.status === 'IDLE')
      this.#leftIdle.set(after.id, { at: this.#now, floor: this.#floor.agents() });
    else if (after.status === 'IDLE') this.#leftIdle.delete(after.id);
  }

  #waited(before: Conversation, after: Conversation, event: RoutingEvent): void {
    const isAnotherEntry = after.queueEntries > before.queueEntries;
    if (after.phase === 'waiting' && !isAnotherEntry) return;
    const ends: Partial<Record<RoutingEvent['type'], WaitEnd>> = {
      'conversation.answered': 'answered',
      'conversation.abandoned': 'abandoned',
    };
    this.#end(before, event.at, ends[event.type] ?? 'unknown');
  }

  #end(conversation: Conversation, at: number, end: WaitEnd): void {
    const { segmentBy } = this.#options;
    const value = segmentBy === 'queue' ? conversation.queue : conversation.facts[segmentBy];
    const segment = value === undefined ? '(not known)' : nameOf(value);
    this.#waits.add(segment, Math.max(0, at - conversation.queuedAt!), end);
  }
}

function nameOf(value: FactValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function perHourOf({ byAgent }: Answers, { agents }: Workload): PerHour | undefined {
  const hours = new Map(agents.map(({ agent, onQueueSeconds }) => [agent, onQueueSeconds / 3600]));
  const onQueue = byAgent.filter(({ agent }) => hours.has(agent));
  if (onQueue.length === 0) return undefined;
  const rates = onQueue.map(({ agent, answered }) => answered / hours.get(agent)!);
  const times = onQueue.map(({ agent }) => hours.get(agent)!);
  return {
    gini: gini(rates),
    least: Math.min(...rates),
    most: Math.max(...rates),
    shortestHours: Math.min(...times),
    longestHours: Math.max(...times),
    chiSquareByHours: chiSquareByHours(
      onQueue.reduce((sum, { answered }) => sum + answered, 0),
      times,
    ),
  };
}

/** The mean of a multinomial's: what is expected to differ, and n − 1 times chance. */
function chiSquareByHours(answers: number, hours: readonly number[]): number {
  const [n, all] = [hours.length, hours.reduce((sum, time) => sum + time, 0)];
  return hours.reduce((sum, time) => {
    const share = time / all;
    return sum + n * (answers * (share - 1 / n) ** 2 + share * (1 - share));
  }, 0);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
