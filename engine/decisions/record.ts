import type { RuleOutcome } from '../conditions/outcome.ts';
import { sha256 } from '../canonical.ts';
import type { FactValue, FactValues } from '../facts/definition.ts';
import type { Stage } from '../stages/stage.ts';
import type { Stale } from './stale.ts';

/** The questions the engine answers. */
export const decisionPoints = ['skills', 'order', 'ranking', 'handoff', 'delivery', 'reaction'] as const;
export type DecisionPoint = (typeof decisionPoints)[number];

/**
 * What every decision's body holds. Regression compares bodies byte for byte, so nothing in them depends on the machine,
 * the release, or when the decision was worked out.
 */
export interface DecisionBody {
  readonly point: DecisionPoint;
  /** `<conversation>/<point>/<how many at this point so far>`. */
  readonly id: string;
  readonly conversation: string;
  /** The platform's time, UTC. */
  readonly at: string;
  readonly policy: { readonly name: string; readonly hash: string };
  /** The pack that decided, by name. */
  readonly pack: string;
  /** What it read that is older than the pack allows; absent when nothing is. */
  readonly stale?: readonly Stale[];
  /** Every fact the rules read, as found; those not here were missing. */
  readonly facts: FactValues;
  /** Every rule asked, in order: whether it holds, and why or why not. */
  readonly rules: readonly RuleOutcome[];
  /** The rule, or the step of the ranking, that settled it. */
  readonly decidedBy: string;
  readonly commands: readonly Command[];
}

/** That somebody asked for a decision: a flow that waits for the answer. */
export interface Asked {
  /** The same for a question that is put again. */
  readonly request: string;
  /** Who transfers, offers and says what was decided: whoever asked, by the answer; or plugins, by the commands. */
  readonly actsBy: 'asker' | 'engine';
}

/** What is true of how a decision came about, and no part of what was decided. */
export interface DecisionEnvelope {
  readonly engineVersion: string;
  /** Who decided: a replay, or a policy that is live, at its stage. */
  readonly stage: 'replay' | Exclude<Stage, 'draft'>;
  /**
   * Which of the commands are not done, though they are decided: all, where another policy decides about the conversation
   * or none does; those to be done once, where the decision was made anew because the policy changed, and nothing
   * happened. Absent when all are done.
   */
  readonly withheld?: Withheld;
  /** When, in milliseconds since 1970 of our clock; a replay does not say, so that its logs are alike. */
  readonly decidedAt?: number;
  /** Only of a decision that was asked for. */
  readonly asked?: Asked;
}

/** Which commands of a decision are not done. */
export type Withheld = 'all' | 'oneShot';

/** A decision that could not be made honestly: the recording does not carry a fact it reads. */
export interface NotReplayable {
  readonly notReplayable: string;
}

/**
 * A decision as it is made: what came out, and by what. The record with every fact and reason is worked out when it is
 * asked for, from values that nobody changes, so it can be asked for at any time.
 */
export interface RulingBase<Body extends DecisionBody> {
  readonly point: Body['point'];
  readonly context: DecisionContext;
  /** The pack that decided, by name. */
  readonly pack: string;
  readonly decidedBy: string;
  record(): Body;
}

/** What a decision is made in, beside its pack and its rules' outcomes. */
export interface DecisionContext {
  readonly conversation: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly policy: { readonly name: string; readonly hash: string };
  /** Which decision of this conversation at this point this is, from 1. */
  readonly ordinal: number;
  /** What happened that asks for the decision, from state: `queue entry` 1, `bot session, answer` 3, `message m-1` 1. */
  readonly occasion: string;
  readonly occasionNumber: number;
  /** Settles ties, the same way every time. */
  readonly seed: string;
  /** What it reads that is older than the pack allows. */
  readonly stale?: readonly Stale[] | undefined;
}

/** A state to converge on: skipped when it already holds. */
export type StateCommand =
  | {
      readonly set: 'skills';
      readonly conversation: string;
      readonly skills: readonly string[];
      readonly language?: string;
    }
  | { readonly set: 'priority'; readonly conversation: string; readonly points: number }
  | {
      readonly set: 'scoredAgents';
      readonly conversation: string;
      /** Best first; 0 to 100, strictly falling, so that rounding keeps the order. */
      readonly agents: readonly { readonly agent: string; readonly score: number }[];
    }
  /** Merged by key with the attributes that are there. */
  | {
      readonly set: 'attributes';
      readonly conversation: string;
      readonly attributes: Readonly<Record<string, string>>;
    };

/** Something to do once, however often it is asked for. */
export type OneShotCommand = { readonly id: string; readonly conversation: string } & (
  | {
      readonly do: 'assign';
      /** The agent's pseudonym. */
      readonly agent: string;
    }
  | { readonly do: 'notify'; readonly supervisor: string; readonly about: string }
  | { readonly do: 'transfer'; readonly queue: string }
  | { readonly do: 'offer'; readonly offer: string }
  | { readonly do: 'say'; readonly text: string }
  | {
      readonly do: 'crm';
      readonly operation: 'upsert';
      readonly record: Readonly<Record<string, FactValue>>;
    }
  | { readonly do: 'webhook'; readonly event: string; readonly content: Readonly<Record<string, FactValue>> }
);

/** An effect wanted from a plugin. */
export type Command = StateCommand | OneShotCommand;

/** What a command comes to, and so which plugin does it: `set skills`, `do notify`. */
export type CommandKind = `set ${StateCommand['set']}` | `do ${OneShotCommand['do']}`;

export function commandKindOf(command: Command): CommandKind {
  return 'do' in command ? `do ${command.do}` : `set ${command.set}`;
}

/**
 * The identity of a one-shot command. It comes from what happened and who it concerns, never from the policy's hash or
 * a frame, so that a repeated event or an edit elsewhere does not do the thing again.
 */
export function commandId(context: DecisionContext, rule: string, position: number, target: string): string {
  const occasion = `${context.occasion} ${context.occasionNumber}`;
  return sha256(JSON.stringify([context.conversation, occasion, rule, position, target])).slice(0, 32);
}

/** Whether the policy that decided has the say about the conversation: of what another decides nothing is done. */
export function hasTheSay({ withheld }: DecisionEnvelope): boolean {
  return withheld !== 'all';
}

/**
 * The commands of a decision that plugins are to do: none of a policy that has not the say, and what is to be done once not
 * where nothing happened. What a handoff that was asked for comes to is done by whoever asked, who has the conversation,
 * unless it was said that the engine acts: done by both it would be done twice.
 */
export function commandsToDo(record: {
  readonly body: Pick<DecisionBody, 'point' | 'commands'>;
  readonly envelope: DecisionEnvelope;
}): readonly Command[] {
  const { body, envelope } = record;
  if (!hasTheSay(envelope)) return [];
  if (body.point === 'handoff' && envelope.asked?.actsBy === 'asker') return [];
  return envelope.withheld === 'oneShot' ? body.commands.filter((one) => 'set' in one) : body.commands;
}

/** The id of a decision. */
export function decisionId(point: DecisionPoint, { conversation, ordinal }: DecisionContext): string {
  return `${conversation}/${point}/${ordinal}`;
}

/** The part of a body that every decision point fills in alike. */
export function bodyBase<Point extends DecisionPoint>(point: Point, pack: string, context: DecisionContext) {
  const { conversation, policy, stale } = context;
  return {
    point,
    id: decisionId(point, context),
    conversation,
    at: new Date(context.at).toISOString(),
    policy: { name: policy.name, hash: policy.hash },
    pack,
    ...(stale === undefined ? {} : { stale }),
  } as const;
}
