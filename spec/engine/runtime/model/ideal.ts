import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { compileRules } from '../../../../engine/conditions/compiled/compile.ts';
import { Course } from '../../../../engine/decisions/course.ts';
import { isRuling, PolicyRun, type Decision } from '../../../../engine/decisions/policyRun.ts';
import type { Policy } from '../../../../engine/packs/policy.ts';
import { defaultSeed } from '../../../../harness/replay/replay.ts';

/** A decision, and whether it was made for an edit alone, nothing having happened. */
export interface Decided {
  readonly decision: Decision;
  readonly isRenewed: boolean;
}

/**
 * What the runtime is to come to: one thread, no failure, no store. Events go in one by one, in the order in which they
 * were accepted, and decisions come out.
 */
export class Ideal {
  readonly decided: Decided[] = [];
  readonly #course: Course;
  #hash: string | undefined;
  #isRenewing = false;

  constructor() {
    const decide: ConstructorParameters<typeof Course>[1]['decide'] = (_point, _conversation, ask) =>
      this.#course.runs.map((run) => {
        const made = ask(run);
        if (isRuling(made)) this.decided.push({ decision: made.record(), isRenewed: this.#isRenewing });
        return { run, made };
      });
    this.#course = new Course([], { decide }, 'whileWaiting', { from: undefined });
  }

  /** From now on this policy decides, anew about whoever waits. */
  decideBy(policy: Policy): void {
    if (policy.hash === this.#hash) return;
    this.#hash = policy.hash;
    this.#isRenewing = true;
    const options = { seed: defaultSeed, lacking: new Set<string>(), prepare: compileRules };
    this.#course.work([new PolicyRun(policy, options)], () => true);
    this.#isRenewing = false;
  }

  /** The first deadline that has passed by then, as an event; undefined when none has. It is taken in with `take`. */
  due(before: number): RoutingEvent | undefined {
    return this.#course.takeDue(before);
  }

  take(event: RoutingEvent): void {
    this.#course.take(event);
  }
}
