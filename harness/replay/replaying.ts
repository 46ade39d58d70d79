import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import type { PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { Course } from '../../engine/decisions/course.ts';
import type { Ask, Decided } from '../../engine/decisions/courseListener.ts';
import type { Moments } from '../../engine/moments.ts';
import { isRuling, PolicyRun, type Made, type Ruling } from '../../engine/decisions/policyRun.ts';
import type { DecisionPoint } from '../../engine/decisions/record.ts';
import { samePoints } from '../../engine/decisions/same.ts';
import { asked } from '../../engine/decisions/undecided.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { ChangeLog } from './changes.ts';
import type { Change } from './examples.ts';
import type { Findings, SideFindings } from './findings.ts';
import { OrderAgreementCount } from './orderAgreement.ts';
import { isInShare, wholeShare, type Share } from './share.ts';
import { Tally } from './tally.ts';
import { UnnamedTargets } from './unnamedTargets.ts';

/** Who replays, and how. */
export interface ReplayingOptions {
  readonly policy: Policy;
  /** The predecessor to compare with. */
  readonly against?: Policy;
  /** Settles ties. */
  readonly seed: string;
  /** Told of every decision of `policy`, in order. */
  readonly onRuling?: (ruling: Ruling) => void;
  /** Told of every decision that the predecessor made differently, in order. */
  readonly onChange?: (change: Change) => void;
  /** The evaluator of conditions; the compiled one, which also decides live, unless told. */
  readonly prepare?: PrepareDecidingRules;
  /** Facts the recording does not carry. */
  readonly lacking: ReadonlySet<string>;
  /** The conversations to decide about; all, unless told. */
  readonly share?: Share;
  /** When order and ranking are decided; as recorded, unless told. */
  readonly moments?: Moments;
}

/** What two policies made of a moment, or of the last one that was theirs. */
interface Compared {
  readonly before: Made;
  readonly after: Made;
}

/** One policy's part of a replay. */
class Side {
  readonly run: PolicyRun;
  readonly tally = new Tally();
  readonly agreement = new OrderAgreementCount();

  constructor(run: PolicyRun) {
    this.run = run;
  }

  findings(): SideFindings {
    return { tally: this.tally.result(), orderAgreement: this.agreement.result() };
  }
}

/**
 * A replay under way, open loop: at each moment the record decided, the policy decides from what was known then;
 * afterwards everything follows the record. It takes events and does not know where they come from.
 */
export class Replaying {
  readonly #options: ReplayingOptions;
  readonly #share: Share;
  readonly #course: Course;
  readonly #new: Side;
  readonly #old: Side | undefined;
  readonly #sides: readonly Side[];
  /** Where the two policies cannot differ, one is asked. */
  readonly #same: ReadonlySet<DecisionPoint>;
  readonly #changes: ChangeLog | undefined;
  readonly #unnamedTargets: UnnamedTargets;
  readonly #moments: Moments;
  /**
   * What stands for conversations that wait, by point and conversation, where two policies need not decide at the same
   * moments.
   */
  readonly #standing = {
    order: new Map<string, Compared>(),
    ranking: new Map<string, Compared>(),
  };
  #event = -1;
  #dueSoFar = 0;
  #refusedSteps = 0;
  #hadOldData = false;

  constructor(options: ReplayingOptions) {
    const { policy, against, seed, prepare = compileRules, lacking } = options;
    const { share = wholeShare, moments = 'asRecorded' } = options;
    this.#options = options;
    this.#share = share;
    this.#moments = moments;
    this.#unnamedTargets = new UnnamedTargets(policy);
    const run = new PolicyRun(policy, { seed, prepare, lacking });
    this.#new = new Side(run);
    if (against !== undefined) {
      this.#old = new Side(new PolicyRun(against, { seed, prepare, lacking }, run));
      this.#changes = new ChangeLog(options.onChange);
    }
    this.#sides = this.#old === undefined ? [this.#new] : [this.#new, this.#old];
    this.#same = against === undefined ? new Set() : samePoints(policy, against);
    this.#course = new Course(
      this.#sides.map((side) => side.run),
      {
        decide: (point, conversation, ask, isConsequence) =>
          this.#due(point, conversation, ask, isConsequence),
        answering: (conversation, at, standing) => this.#answering(conversation, at, standing),
        refused: ({ conversation }) => {
          if (isInShare(this.#share, conversation)) this.#refusedSteps++;
        },
        left: (conversation) => {
          for (const { agreement } of this.#sides) agreement.left(conversation);
          this.#standing.order.delete(conversation);
          this.#standing.ranking.delete(conversation);
        },
      },
      moments,
    );
  }

  /** How many decisions were due so far, of whatever share. */
  get due(): number {
    return this.#dueSoFar;
  }

  /** Whether anybody's ranking, of whatever share, had to rest on one before it because data was too old. */
  get hadOldData(): boolean {
    return this.#hadOldData;
  }

  /** Deadlines that passed before the event come first, as the runtime's timers tell them live. */
  take(event: RoutingEvent): void {
    this.#event++;
    for (let due = this.#course.takeDue(event.at); due !== undefined; due = this.#course.takeDue(event.at))
      this.#course.take(due);
    this.#course.take(event);
  }

  /** What was found so far. */
  findings(): Findings {
    return {
      new: this.#new.findings(),
      unnamedTargets: this.#unnamedTargets.counts(),
      refusedSteps: this.#refusedSteps,
      ...(this.#old === undefined ? {} : { old: this.#old.findings(), changes: this.#changes!.result() }),
    };
  }

  #isMine({ id }: Conversation): boolean {
    return isInShare(this.#share, id);
  }

  /** What a decision came to is counted with that decision, which only one share makes. */
  #due(
    point: DecisionPoint,
    conversation: Conversation,
    ask: Ask,
    isConsequence: boolean,
  ): readonly Decided[] {
    if (!isConsequence) this.#dueSoFar++;
    if (this.#isMine(conversation)) return this.#decide(point, conversation, ask);
    this.#decideForOthers(point, conversation, ask);
    return [];
  }

  /**
   * What others are given decides who is next, and what others are ranked may decide what is ranked without fresh data: so
   * that is decided for all, and counted for one's own.
   */
  #decideForOthers(point: DecisionPoint, conversation: Conversation, ask: Ask): void {
    for (const side of this.#sides) {
      if (side === this.#old && this.#same.has(point)) continue;
      if (point === 'skills' || (point === 'ranking' && side.run.remembersRankings))
        this.#noteAge(asked(ask, side.run, point, conversation));
    }
  }

  #answering(conversation: Conversation, at: number, standing?: Ask): void {
    for (const { agreement } of this.#sides) agreement.closed(conversation.id, at);
    if (!this.#isMine(conversation)) return;
    if (standing !== undefined) for (const side of this.#sides) this.#compareOrder(side, standing(side.run));
    const { queue } = conversation;
    this.#unnamedTargets.note(
      this.#course.floor.queueFacts(queue)['slaTarget'],
      queue!,
      conversation.facts['mediaType'],
    );
  }

  #decide(point: DecisionPoint, conversation: Conversation, ask: Ask): readonly Decided[] {
    const after = asked(ask, this.#new.run, point, conversation);
    this.#count(this.#new, after);
    if (isRuling(after)) this.#options.onRuling?.(after);
    const made = [{ run: this.#new.run, made: after }];
    if (this.#old === undefined) return made;
    const before = this.#same.has(point) ? after : asked(ask, this.#old.run, point, conversation);
    this.#count(this.#old, before);
    const compared = this.#nowStanding(point, conversation.id, { before, after });
    this.#changes!.compare(this.#event, point, compared.before, compared.after);
    return [...made, { run: this.#old.run, made: before }];
  }

  /** Where one policy decides again and the other does not, the other's last decision still counts. */
  #nowStanding(point: DecisionPoint, conversation: string, made: Compared): Compared {
    if (this.#moments === 'asRecorded' || (point !== 'order' && point !== 'ranking')) return made;
    const last = this.#standing[point].get(conversation);
    const standing = { before: made.before ?? last?.before, after: made.after ?? last?.after };
    this.#standing[point].set(conversation, standing);
    return standing;
  }

  #noteAge(made: Made): void {
    if (isRuling(made) && made.point === 'ranking' && made.context.stale !== undefined)
      this.#hadOldData = true;
  }

  #count(side: Side, made: Made): void {
    this.#noteAge(made);
    side.tally.count(made);
    if (this.#moments === 'asRecorded') this.#compareOrder(side, made);
  }

  #compareOrder({ agreement }: Side, made: Made): void {
    if (!isRuling(made) || made.point !== 'order') return;
    const { conversation, at } = made.context;
    agreement.opened(conversation, made.ranked, at);
  }
}
