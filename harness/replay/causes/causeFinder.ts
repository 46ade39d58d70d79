import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import type { PrepareDecidingRules } from '../../../engine/conditions/evaluator.ts';
import type { Moments } from '../../../engine/moments.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { problemError } from '../../../engine/problem.ts';
import type { RecordedEvents } from '../../columns/eventCache.ts';
import type { OnProgress } from '../../recording/read.ts';
import type { Change } from '../examples.ts';
import { policyBetween, type PolicyDifference } from '../edits/policyDifference.ts';
import { CauseGroups, type Cause, type Causes } from './causeGroups.ts';
import { CausePass, type Retried } from './causePass.ts';

const passes = 3;
/** Sets of edits that the third pass tries, the commonest first. */
const mostSets = 32;

export interface CauseFinderOptions {
  readonly policy: Policy;
  readonly against: Policy;
  readonly difference: PolicyDifference;
  readonly seed: string;
  readonly lacking: ReadonlySet<string>;
  /** The evaluator of conditions; the compiled one unless told. */
  readonly prepare?: PrepareDecidingRules;
  /** As recorded, unless told. */
  readonly moments?: Moments;
}

/** The recording, to be read again. */
export interface Again {
  readonly recording: string;
  readonly open: () => Promise<RecordedEvents>;
  /** What it hashed to when it was first read. */
  readonly hash: string;
  /** Whether a ranking of either policy rested on one before it because data was too old. */
  readonly hadOldData: boolean;
  readonly onProgress?: OnProgress;
}

/** What is tried in a pass, and what is known of the decisions it is about. */
interface Round {
  /** Sets of edits to be made. */
  readonly trials: readonly (readonly number[])[];
  readonly about: ReadonlySet<string>;
  readonly judge: (retried: Retried) => void;
}

/**
 * Finds which edits cause which changed decisions, by making them and deciding again: each edit by itself; for what no
 * edit does by itself, all edits but one; and for what then needs several, just these. Only conversations in which
 * something changed are decided about again.
 */
export class CauseFinder {
  readonly #options: CauseFinderOptions;
  readonly #groups: CauseGroups;
  readonly #all: readonly number[];
  /** Conversations in which a decision changed. */
  readonly #changed = new Set<string>();

  constructor(options: CauseFinderOptions) {
    this.#options = options;
    this.#all = [...options.difference.edits.keys()];
    this.#groups = new CauseGroups(options.difference.edits);
  }

  /** A decision changed. Of a single edit it is known at once why. */
  changed(change: Change): void {
    if (this.#all.length === 1) this.#groups.add(change, { kind: 'alone', edits: this.#all });
    else this.#changed.add(change.conversation);
  }

  /** Whether the recording need not be read again. */
  get knowsAtOnce(): boolean {
    return this.#all.length <= 1;
  }

  /**
   * Goes through the recording again, up to three times, as far as there is anything to find.
   * @throws ProblemError when it is not the one it was.
   */
  async find(again: Again): Promise<Causes> {
    const unsettled = new Map<string, readonly number[]>();
    const unsettledIn = new Set<string>();
    await this.#pass(again, 0, {
      trials: this.#all.map((edit) => [edit]),
      about: this.#changed,
      judge: ({ key, change, isNew }) => {
        const edits = this.#all.filter((edit) => isNew[edit]);
        if (edits.length > 0) return this.#settle(change, edits.length === 1 ? 'alone' : 'either', edits);
        unsettled.set(key, []);
        unsettledIn.add(change.conversation);
      },
    });
    const sets = new Map<string, { needed: readonly number[]; count: number }>();
    await this.#pass(again, 1, {
      trials: this.#all.map((edit) => this.#all.filter((other) => other !== edit)),
      about: unsettledIn,
      judge: ({ key, isNew }) => {
        if (!unsettled.has(key)) return;
        const needed = this.#all.filter((edit) => !isNew[edit]);
        unsettled.set(key, needed);
        const known = sets.get(needed.join()) ?? { needed, count: 0 };
        known.count++;
        sets.set(needed.join(), known);
      },
    });
    const tried = [...sets.values()]
      .filter(({ needed }) => needed.length > 1 && needed.length < this.#all.length)
      .sort((a, b) => b.count - a.count)
      .slice(0, mostSets)
      .map(({ needed }) => needed);
    const places = new Map(tried.map((needed, place) => [needed.join(), place]));
    await this.#pass(again, 2, {
      trials: tried,
      about: unsettledIn,
      judge: ({ key, change, isNew }) => {
        const needed = unsettled.get(key);
        if (needed === undefined) return;
        const isEnough =
          needed.length === this.#all.length || isNew[places.get(needed.join()) ?? -1] === true;
        const kind = needed.length === 0 ? 'several' : isEnough ? 'together' : 'withOthers';
        this.#settle(change, kind, needed);
      },
    });
    again.onProgress?.(1);
    return { edits: this.#options.difference.edits, groups: this.#groups.result() };
  }

  #settle(change: Change, kind: Cause['kind'], edits: readonly number[]): void {
    this.#groups.add(change, { kind, edits });
  }

  /** @param number of the pass, 0 to 2. */
  async #pass(again: Again, number: number, { trials, about, judge }: Round): Promise<void> {
    if (about.size === 0) return;
    const { difference, against, prepare = compileRules, moments = 'asRecorded' } = this.#options;
    const between = trials.map((edits) => {
      const made = new Set(edits);
      // A set that is no policy decides nothing as the new one does: the old one stands for it.
      return policyBetween(difference, (edit) => made.has(edit)) ?? against;
    });
    const hadOldData = again.hadOldData || difference.changesAge;
    const pass = new CausePass({
      ...this.#options,
      hadOldData,
      prepare,
      moments,
      between,
      about,
      onRetried: judge,
    });
    const recorded = await again.open();
    const onProgress = (fraction: number): void => again.onProgress?.((number + fraction) / passes);
    for await (const events of recorded.batches(onProgress)) for (const event of events) pass.take(event);
    if (recorded.summary().hash === again.hash) return;
    throw problemError('changed', 'the recording changed while it was read', {
      file: again.recording,
      hint: 'run it again',
    });
  }
}
