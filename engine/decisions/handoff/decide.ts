import type { RuleOutcome } from '../../conditions/outcome.ts';
import type { FactValues } from '../../facts/definition.ts';
import {
  bodyBase,
  commandId,
  type Command,
  type DecisionBody,
  type DecisionContext,
  type NotReplayable,
} from '../record.ts';
import { answerInWords, type Answer } from './answer.ts';
import type { Handoff } from './handoff.ts';
import type { HandoffMemory } from './memory.ts';

/** A trigger's part in a decision. */
export interface TriggerState {
  readonly name: string;
  readonly fired: boolean;
  /** Turns in a row it has held, this one included, of those it must. */
  readonly heldTurns: number;
  readonly forTurns: number;
}

/** A guard's part in a decision. */
export interface GuardState {
  readonly name: string;
  readonly holds: boolean;
  /** What the customer would get for it; only of a guard that fails. */
  readonly answer?: Answer;
}

/**
 * - `stay`: no trigger fired
 * - `coolingDown`: a trigger fired, but the customer has just had an answer
 * - `answer`: a trigger fired and a guard failed; the customer gets that guard's answer
 * - `handoff`: the conversation goes to the target queue
 */
export type HandoffVerdict = 'stay' | 'coolingDown' | 'answer' | 'handoff';

export interface HandoffDecision extends DecisionBody {
  readonly point: 'handoff';
  readonly verdict: HandoffVerdict;
  readonly turn: number;
  readonly target: string;
  /** What the customer gets, when the verdict is `answer`. */
  readonly answer?: Answer;
  readonly triggers: readonly TriggerState[];
  readonly guards: readonly GuardState[];
}

/** The rule whose firing ends a cool-down: the customer insists. */
const insisting = 'askedForPerson';

/**
 * Decides one turn.
 * @param outcomes of the pack's triggers, then of its guards, in its order.
 * @param facts those the rules read, as found; among them, always, the turn's `botTurns` and `askedForPerson`.
 * @param lacking facts nobody can know.
 * @param memory with this turn already taken in.
 * @returns the decision, and the memory with what the decision adds.
 */
export function decideHandoff(
  pack: Handoff,
  outcomes: readonly RuleOutcome[],
  facts: FactValues,
  lacking: ReadonlySet<string>,
  memory: HandoffMemory,
  context: DecisionContext,
): { readonly decision: HandoffDecision | NotReplayable; readonly memory: HandoffMemory } {
  const triggers = pack.triggers.map(({ name, forTurns }, index): TriggerState => {
    const heldTurns = memory.heldTurns[index]!;
    return { name, fired: heldTurns >= forTurns, heldTurns, forTurns };
  });
  const guards = pack.guards.map(({ name, otherwise }, index): GuardState => {
    const { holds } = outcomes[pack.triggers.length + index]!;
    return holds ? { name, holds } : { name, holds, answer: otherwise };
  });
  const trigger = triggers.find(({ fired }) => fired);
  const unknowable = firstUnknowable(outcomes, triggers, guards);
  const cannotJudge = (fact: string) => ({
    decision: { notReplayable: fact },
    memory: { ...memory, unjudged: { at: context.at, fact } },
  });
  if (unknowable !== undefined) return cannotJudge(unknowable);
  const failed = guards.find(({ holds }) => !holds);
  const justAnswered = isWithin(pack, memory.answeredAt, context.at);
  if (trigger !== undefined && facts[insisting] !== true) {
    if (justAnswered && lacking.has(insisting)) return cannotJudge(insisting);
    if (!justAnswered && isWithin(pack, memory.unjudged?.at, context.at))
      return cannotJudge(memory.unjudged!.fact);
  }
  const cooling = justAnswered && facts[insisting] !== true;
  const verdict = verdictOf(trigger, cooling, failed);
  const decidedBy =
    failed !== undefined && verdict === 'answer' ? failed.name : (trigger?.name ?? 'no trigger fired');
  const decision: HandoffDecision = {
    ...bodyBase('handoff', pack.name, context),
    facts,
    rules: outcomes,
    decidedBy,
    verdict,
    turn: Number(facts['botTurns']),
    target: pack.target.queue,
    ...(verdict === 'answer' ? { answer: failed!.answer! } : {}),
    triggers,
    guards,
    commands: commands(verdict, decidedBy, pack, failed?.answer, context),
  };
  const gotAnswer = verdict === 'answer' || verdict === 'handoff';
  return {
    decision,
    memory: gotAnswer ? { ...memory, answeredAt: context.at, answers: memory.answers + 1 } : memory,
  };
}

/** A fact nobody recorded spoils the decision only where a rule that reads it could have settled it. */
function firstUnknowable(
  outcomes: readonly RuleOutcome[],
  triggers: readonly TriggerState[],
  guards: readonly GuardState[],
): string | undefined {
  const settling = triggers.findIndex(
    ({ fired }, index) => fired || outcomes[index]!.unknowable !== undefined,
  );
  if (settling === -1 || outcomes[settling]!.unknowable !== undefined) return outcomes[settling]?.unknowable;
  const guardOutcomes = outcomes.slice(triggers.length);
  return guardOutcomes.find((outcome, index) => !guards[index]!.holds || outcome.unknowable !== undefined)
    ?.unknowable;
}

/** Whether a moment is so near that a cool-down begun then still lasts. */
function isWithin({ cooldownSeconds }: Handoff, begun: number | undefined, at: number): boolean {
  return begun !== undefined && at - begun < cooldownSeconds * 1000;
}

function verdictOf(
  trigger: TriggerState | undefined,
  cooling: boolean,
  failed: GuardState | undefined,
): HandoffVerdict {
  if (trigger === undefined) return 'stay';
  if (cooling) return 'coolingDown';
  return failed === undefined ? 'handoff' : 'answer';
}

function commands(
  verdict: HandoffVerdict,
  rule: string,
  pack: Handoff,
  answer: Answer | undefined,
  context: DecisionContext,
): Command[] {
  const { conversation } = context;
  if (verdict === 'handoff') {
    const { queue } = pack.target;
    return [{ id: commandId(context, rule, 0, queue), conversation, do: 'transfer', queue }];
  }
  if (verdict !== 'answer' || answer === undefined) return [];
  const id = commandId(context, rule, 0, answerInWords(answer));
  if ('offer' in answer) return [{ id, conversation, do: 'offer', offer: answer.offer }];
  if ('transfer' in answer) return [{ id, conversation, do: 'transfer', queue: answer.transfer.queue }];
  return [{ id, conversation, do: 'say', text: answer.say }];
}
