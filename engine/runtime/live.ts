import { compileRules } from '../conditions/compiled/compile.ts';
import type { RoutingEvent } from '../conversation/events.ts';
import { Course } from '../decisions/course.ts';
import { PolicyRun } from '../decisions/policyRun.ts';
import type { StagedPolicy } from '../stages/stage.ts';
import { AtWork } from './atWork.ts';
import type { Collector } from './collector.ts';
import { Gatherer } from './gatherer.ts';
import type { RuntimeParts } from './parts.ts';
import type { PolicyVersion, PolicyVersions } from './policyVersions.ts';
import type { LiveState } from './snapshots.ts';

/** Who decides. */
export interface Deciding {
  /** Every policy that is listed, as it is now. */
  readonly policies: readonly PolicyVersion[];
  /** Settles ties. */
  readonly seed: string;
  /** Observed facts that neither a source nor a provider ever tells. */
  readonly lacking: ReadonlySet<string>;
}

/** What a live is made of, whatever it goes on from. */
export interface LiveParts {
  readonly deciding: Deciding;
  readonly versions: PolicyVersions;
  readonly collector: Collector;
  readonly parts: RuntimeParts;
}

/** What decides, and all that events have built in it. A fault in the code that decides is collected. */
export class Live {
  readonly atWork: AtWork;
  readonly course: Course;
  readonly gatherer: Gatherer;
  readonly #collector: Collector;
  readonly #parts: RuntimeParts;

  /** @param from what an earlier run left; its versions are known. */
  constructor({ deciding, versions, collector, parts }: LiveParts, from?: LiveState) {
    const { seed, lacking } = deciding;
    const { owns } = parts;
    const options = { seed, prepare: compileRules, lacking, ...(owns === undefined ? {} : { ranks: owns }) };
    this.atWork = new AtWork(
      (policy, remembered) => new PolicyRun(policy, options, undefined, remembered),
      (one) => versions.find(one),
      from?.policies,
    );
    this.course = new Course(this.atWork.runs, collector, parts.settings.moments, { from: from?.course });
    this.gatherer = new Gatherer(this.course, parts, from?.freshness);
    this.#collector = collector;
    this.#parts = parts;
  }

  /** All that was built so far, as a value. */
  state(): LiveState {
    return {
      moments: this.#parts.settings.moments,
      course: this.course.state(),
      policies: this.atWork.state(),
      freshness: this.gatherer.freshness.state(),
    };
  }

  /** From now on it is so; who waits is decided about anew where that is due. */
  replace(policies: readonly StagedPolicy[]): void {
    const isDue = this.atWork.replace(policies);
    try {
      this.course.work(this.atWork.runs, isDue);
    } catch (fault) {
      this.#collector.failed(fault);
    }
  }

  /** A fault in the code that decides leaves out that decision alone: what happened counts all the same. */
  fold(event: RoutingEvent): void {
    try {
      this.course.take(event);
    } catch (fault) {
      // What is known of a queue has been folded by then; only what the policy makes of it at once has not.
      if (event.type !== 'queue.observed') throw fault;
      this.#collector.failed(fault);
    }
  }

  /** Whether facts can be gathered for an event; not, when the code that says so has a fault, which is then told. */
  isGatheringNeeded(event: RoutingEvent): boolean {
    try {
      return this.gatherer.isNeeded(event);
    } catch (fault) {
      this.#collector.failed(fault);
      return false;
    }
  }
}
