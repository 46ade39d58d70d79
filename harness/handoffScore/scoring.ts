import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { Course } from '../../engine/decisions/course.ts';
import { isRuling, PolicyRun } from '../../engine/decisions/policyRun.ts';
import { asked } from '../../engine/decisions/undecided.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { ScoreCount, type HandoffScore, type TurnMoment } from './scoreCount.ts';

export interface ScoringOptions {
  /** Each is scored by itself, on the same conversations. */
  readonly policies: readonly Policy[];
  readonly seed: string;
  /** Facts the recording does not carry. */
  readonly lacking: ReadonlySet<string>;
}

/** What became of the conversations of a recording, and how each policy's handoffs stand to them. */
export interface Scores {
  /** In the order of the policies. */
  readonly scores: readonly HandoffScore[];
  /** Conversations that are not judged, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** What a policy did about a conversation so far. */
interface Standing {
  decided?: TurnMoment;
  wasHeldBack: boolean;
}

/** A conversation with a bot, as far as it has come. */
interface Followed {
  readonly standings: readonly Standing[];
  recorded?: TurnMoment;
  /** A decision about it could not be made by some policy: then none is judged by it. */
  lacks?: string;
}

/** Puts policies that hand over to a recording of conversations with a bot, and compares what each does with the record. */
export class HandoffScoring {
  readonly #runs: readonly PolicyRun[];
  readonly #course: Course;
  readonly #counts: readonly ScoreCount[];
  /** Conversations in which the customer said something to a bot, until they are over. */
  readonly #followed = new Map<string, Followed>();
  readonly #excluded = new Map<string, number>();

  constructor({ policies, seed, lacking }: ScoringOptions) {
    this.#runs = policies.map((policy) => new PolicyRun(policy, { seed, lacking, prepare: compileRules }));
    this.#counts = policies.map(() => new ScoreCount());
    this.#course = new Course(
      this.#runs,
      {
        decide: (point, conversation, ask) => {
          if (point !== 'handoff') return [];
          const followed = this.#followedIn(conversation);
          for (const [place, run] of this.#runs.entries()) {
            const made = asked(ask, run, point, conversation);
            const standing = followed.standings[place]!;
            if (isRuling(made) && made.point === 'handoff') {
              if (made.verdict === 'handoff') standing.decided ??= momentOf(conversation, made.context.at);
              if (made.verdict === 'answer') standing.wasHeldBack = true;
            } else if (made !== undefined && 'notReplayable' in made && standing.decided === undefined) {
              followed.lacks ??= made.notReplayable;
            }
          }
          return [];
        },
        changed: (conversation) => this.#follow(conversation),
      },
      'asRecorded',
    );
  }

  take(event: RoutingEvent): void {
    this.#course.take(event);
  }

  /** What was found; conversations that are not over count as far as they came. */
  result(): Scores {
    for (const [id, followed] of this.#followed) this.#judge(id, followed);
    this.#followed.clear();
    const reasons = [...this.#excluded].sort(([a], [b]) => (a < b ? -1 : 1));
    return { scores: this.#counts.map((count) => count.result()), excluded: Object.fromEntries(reasons) };
  }

  /** The record has a person take over where the bot transfers, or where the conversation goes from the bot to a queue. */
  #follow(conversation: Conversation): void {
    const { id, phase, botTurns, botHandoffs, botHandoffAt, queuedAt } = conversation;
    if (botTurns === 0) {
      if (phase === 'over') this.#exclude('no turn with a bot');
      return;
    }
    const followed = this.#followedIn(conversation);
    if (botHandoffs > 0) followed.recorded ??= momentOf(conversation, botHandoffAt!);
    else if (phase === 'waiting') followed.recorded ??= momentOf(conversation, queuedAt!);
    if (phase !== 'over') return;
    this.#judge(id, followed);
    this.#followed.delete(id);
  }

  #followedIn({ id }: Conversation): Followed {
    let followed = this.#followed.get(id);
    if (followed === undefined) {
      followed = { standings: this.#runs.map(() => ({ wasHeldBack: false })) };
      this.#followed.set(id, followed);
    }
    return followed;
  }

  #judge(conversation: string, { standings, recorded, lacks }: Followed): void {
    if (lacks !== undefined) return this.#exclude(`not replayable: the recording does not carry ${lacks}`);
    for (const [place, { decided, wasHeldBack }] of standings.entries())
      this.#counts[place]!.add({ conversation, recorded, decided, wasHeldBack });
  }

  #exclude(reason: string): void {
    this.#excluded.set(reason, (this.#excluded.get(reason) ?? 0) + 1);
  }
}

function momentOf({ botTurns }: Conversation, at: number): TurnMoment {
  return { turn: botTurns, at };
}
