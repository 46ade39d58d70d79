import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import type { PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { Floor } from '../../engine/conversation/floor.ts';
import {
  isRuling,
  PolicyRun,
  type Decision,
  type Made,
  type Ruling,
} from '../../engine/decisions/policyRun.ts';
import type { DecisionPoint } from '../../engine/decisions/record.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { engineVersion } from '../../engine/version.ts';
import { RecordingReader, type OnProgress, type RecordingSummary } from '../recording/read.ts';
import { ChangeLog, type Changes } from './changes.ts';
import { OpenConversations } from './openConversations.ts';
import { OrderAgreementCount, type OrderAgreement } from './orderAgreement.ts';
import { Tally, type DecisionTally } from './tally.ts';
import { isUnnamedTarget } from './unnamedTargets.ts';

/** The seed of ties when none is given. */
export const defaultSeed = 'signalbox';

export interface ReplayOptions {
  readonly recording: string;
  readonly policy: Policy;
  /** The predecessor to compare with. */
  readonly against?: Policy;
  readonly seed?: string;
  /** Told of every decision of `policy`, in order. What it returns is waited for before more is read. */
  readonly onRuling?: (ruling: Ruling) => void | Promise<void>;
  readonly onProgress?: OnProgress;
  /** The evaluator of conditions; the compiled one, which also decides live, unless told. */
  readonly prepare?: PrepareDecidingRules;
}

/** Something that is not wrong but worth knowing, and how often it came up. */
export interface ReplayWarning {
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

/** What a replay found. Level 1: the record's agents and waits stand; only decisions are the policy's. */
export interface ReplayResult extends DecisionTally {
  readonly level: 1;
  readonly policy: string;
  readonly policyHash: string;
  readonly recording: string;
  readonly recordingHash: string;
  readonly source: string;
  readonly engineVersion: string;
  readonly seed: string;
  readonly events: number;
  /** Rows the importer left out, by reason, and events the reader dropped because they repeat. */
  readonly excluded: Readonly<Record<string, number>>;
  readonly orderAgreement: OrderAgreement;
  readonly warnings: readonly ReplayWarning[];
  readonly against?: DecisionTally & {
    readonly policy: string;
    readonly policyHash: string;
    readonly orderAgreement: OrderAgreement;
  };
  readonly changes?: Changes;
}

/**
 * Re-decides a recording, open loop: at each moment the record decided, the policy decides from what was known then;
 * afterwards everything follows the record.
 * @throws ProblemError when the recording is wrong; nothing is reported of a recording that could not be read whole.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const reader = new RecordingReader(options.recording);
  const header = await reader.header();
  const replaying = new Replay(options, factsLacking(header.facts));
  for await (const events of reader.batches(options.onProgress)) {
    for (const event of events) replaying.take(event);
    await replaying.heard();
  }
  return replaying.result(reader.summary());
}

/** Decides events in hand, carrying every fact there is; for cases and experiments. Ends with the last decision. */
export function decideEvents(events: Iterable<RoutingEvent>, policy: Policy): readonly Decision[] {
  const decisions: Decision[] = [];
  const options = { policy, onRuling: (ruling: Ruling): void => void decisions.push(ruling.record()) };
  const replaying = new Replay({ recording: 'events in hand', ...options }, new Set());
  for (const event of events) replaying.take(event);
  return decisions;
}

/** One policy's part of a replay. */
interface Side {
  readonly run: PolicyRun;
  readonly tally: Tally;
  readonly agreement: OrderAgreementCount;
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #seed: string;
  readonly #floor = new Floor();
  readonly #open = new OpenConversations();
  readonly #new: Side;
  readonly #old: Side | undefined;
  readonly #changes: ChangeLog | undefined;
  readonly #unnamedTargets = new Map<string, number>();
  /** What the last listener is still busy with. */
  #listener: Promise<void> | undefined;

  constructor(options: ReplayOptions, lacking: ReadonlySet<string>) {
    this.#options = options;
    this.#seed = options.seed ?? defaultSeed;
    const side = (policy: Policy): Side => ({
      run: new PolicyRun(policy, { seed: this.#seed, prepare: options.prepare ?? compileRules, lacking }),
      tally: new Tally(),
      agreement: new OrderAgreementCount(),
    });
    this.#new = side(options.policy);
    if (options.against !== undefined) {
      this.#old = side(options.against);
      this.#changes = new ChangeLog(options.against, options.policy);
    }
  }

  take(event: RoutingEvent): void {
    const before = this.#open.of(event);
    const isAnswer = event.type === 'conversation.answered';
    if (isAnswer && before?.phase === 'waiting') this.#answered(before, event.at);
    // An answer to a conversation that does not wait says nothing of the agent either.
    if (!isAnswer || before?.phase === 'waiting') this.#floor.fold(event);
    if (event.type === 'queue.observed') {
      for (const { run } of this.#sides()) run.observeQueue(event.queue, this.#floor);
    }
    if (before === undefined) return;
    const after = this.#open.fold(before, event);
    if (event.type === 'conversation.queued')
      for (const { agreement } of this.#sides()) agreement.left(after.id);
    if (event.type === 'bot.turn' && after.phase === 'withBot') {
      this.#decide('handoff', ({ run }) => run.handoff(after, this.#floor, event.at));
    }
    if (
      after.phase === 'waiting' &&
      (event.type === 'conversation.queued' || event.type === 'conversation.facts')
    ) {
      this.#decide('skills', ({ run }) => run.skills(after, this.#floor, event.at));
    }
    if (after.phase === 'over') {
      for (const { run, agreement } of this.#sides()) {
        run.forget(after.id);
        agreement.left(after.id);
      }
    }
  }

  /** Waits for whoever was told of decisions. */
  async heard(): Promise<void> {
    await this.#listener;
    this.#listener = undefined;
  }

  result(summary: RecordingSummary): ReplayResult {
    const { policy, against } = this.#options;
    return {
      level: 1,
      policy: policy.name,
      policyHash: policy.hash,
      recording: summary.header.name,
      recordingHash: summary.hash,
      source: summary.header.source,
      engineVersion,
      seed: this.#seed,
      events: summary.events,
      ...this.#new.tally.result(),
      excluded: {
        ...summary.excluded,
        ...(summary.repeated === 0 ? {} : { 'repeated-event': summary.repeated }),
      },
      orderAgreement: this.#new.agreement.result(),
      warnings: this.#warnings(),
      ...(against === undefined ? {} : { against: this.#against(against), changes: this.#changes!.result() }),
    };
  }

  #against(policy: Policy) {
    const { tally, agreement } = this.#old!;
    return {
      policy: policy.name,
      policyHash: policy.hash,
      ...tally.result(),
      orderAgreement: agreement.result(),
    };
  }

  #sides(): readonly Side[] {
    return this.#old === undefined ? [this.#new] : [this.#new, this.#old];
  }

  #answered(conversation: Conversation, at: number): void {
    const waiting = this.#open.waitingIn(conversation.queue!);
    this.#decide('order', ({ run, agreement }) => {
      const made = run.order(conversation, waiting, this.#floor, at);
      if (isRuling(made)) agreement.answered(conversation, made.ranked, at);
      return made;
    });
    this.#decide('ranking', ({ run }) => run.ranking(conversation, this.#floor, at));
    this.#noteTarget(conversation);
  }

  #decide(point: DecisionPoint, by: (side: Side) => Made): void {
    const after = by(this.#new);
    this.#new.tally.count(after);
    if (isRuling(after)) this.#listener = this.#options.onRuling?.(after) ?? this.#listener;
    if (this.#old === undefined) return;
    const before = by(this.#old);
    this.#old.tally.count(before);
    this.#changes!.compare(point, before, after);
  }

  #noteTarget(conversation: Conversation): void {
    const target = this.#floor.queueFacts(conversation.queue)['slaTarget'];
    if (typeof target !== 'string') return;
    const mediaType = conversation.facts['mediaType'] as string | undefined;
    if (!isUnnamedTarget(this.#options.policy, target, conversation.queue!, mediaType)) return;
    this.#unnamedTargets.set(target, (this.#unnamedTargets.get(target) ?? 0) + 1);
  }

  #warnings(): ReplayWarning[] {
    return [...this.#unnamedTargets].map(([target, count]) => ({
      code: 'unnamed-sla-target',
      message: `no shift names the service-level target ${target}`,
      count,
    }));
  }
}
