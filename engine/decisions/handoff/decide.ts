import type { Outcomes } from '../../conditions/evaluator.ts';
import type { FactValues } from '../../facts/definition.ts';
import {
  bodyBase,
  commandId,
  type Command,
  type DecisionBody,
  type DecisionContext,
  type NotReplayable,
  type RulingBase,
} from '../record.ts';
import { answerInWords, type Answer } from './answer.ts';
import type { Guard, Handoff, Trigger } from './handoff.ts';
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

/** The fact that ends a cool-down: the customer insists. */
const insisting = 'askedForPerson';

/** What a customer's turn with the bot is known to be. */
export interface Turn {
  /** Whether the customer asks for a person. */
  readonly insists: () => boolean;
  /** Gives the facts the rules read, as found; among them, always, `botTurns` and `askedForPerson`. */
  readonly facts: () => FactValues;
}

/**
 * Decides one turn.
 * @param outcomes of the pack's triggers, then of its guards, in its order.
 * @param lacking facts nobody can know.
 * @param memory with this turn already taken in.
 * @returns the ruling, and the memory with what it adds.
 */
export function decideHandoff(
  pack: Handoff,
  outcomes: Outcomes,
  turn: Turn,
  lacking: ReadonlySet<string>,
  memory: HandoffMemory,
  context: DecisionContext,
): { readonly ruling: HandoffRuling | NotReplayable; readonly memory: HandoffMemory } {
  const cannotJudge = (fact: string) => ({
    ruling: { notReplayable: fact },
    memory: { ...memory, unjudged: { at: context.at, fact } },
  });
  const trigger = firstFired(pack, memory, outcomes);
  if (typeof trigger === 'string') return cannotJudge(trigger);
  const guard = trigger === undefined ? undefined : firstFailed(pack, outcomes);
  if (typeof guard === 'string') return cannotJudge(guard);
  const justAnswered = isWithin(pack, memory.answeredAt, context.at);
  if (trigger !== undefined && !turn.insists()) {
    if (justAnswered && lacking.has(insisting)) return cannotJudge(insisting);
    if (!justAnswered && isWithin(pack, memory.unjudged?.at, context.at))
      return cannotJudge(memory.unjudged!.fact);
  }
  const cooling = justAnswered && !turn.insists();
  const verdict = verdictOf(trigger, cooling, guard);
  const ruling = new HandoffRuling(pack, verdict, trigger, guard, outcomes, turn.facts, memory, context);
  const gotAnswer = verdict === 'answer' || verdict === 'handoff';
  return {
    ruling,
    memory: gotAnswer ? { ...memory, answeredAt: context.at, answers: memory.answers + 1 } : memory,
  };
}

/** What becomes of one turn. */
export class HandoffRuling implements RulingBase<HandoffDecision> {
  readonly point = 'handoff';
  readonly context: DecisionContext;
  readonly verdict: HandoffVerdict;
  readonly #pack: Handoff;
  readonly #trigger: Trigger | undefined;
  readonly #failed: Guard | undefined;
  readonly #outcomes: Outcomes;
  readonly #facts: () => FactValues;
  readonly #memory: HandoffMemory;

  constructor(
    pack: Handoff,
    verdict: HandoffVerdict,
    trigger: Trigger | undefined,
    failed: Guard | undefined,
    outcomes: Outcomes,
    facts: () => FactValues,
    memory: HandoffMemory,
    context: DecisionContext,
  ) {
    this.#pack = pack;
    this.verdict = verdict;
    this.#trigger = trigger;
    this.#failed = failed;
    this.#outcomes = outcomes;
    this.#facts = facts;
    this.#memory = memory;
    this.context = context;
  }

  get pack(): string {
    return this.#pack.name;
  }

  get target(): string {
    return this.#pack.target.queue;
  }

  /** What the customer gets, when the verdict is `answer`. */
  get answer(): Answer | undefined {
    return this.verdict === 'answer' ? this.#failed!.otherwise : undefined;
  }

  get decidedBy(): string {
    if (this.verdict === 'answer') return this.#failed!.name;
    return this.#trigger?.name ?? 'no trigger fired';
  }

  record(): HandoffDecision {
    const { answer, context, decidedBy, verdict } = this;
    const facts = this.#facts();
    const { triggers, guards } = this.#pack;
    return {
      ...bodyBase('handoff', this.pack, context),
      facts,
      rules: this.#outcomes.readable(),
      decidedBy,
      verdict,
      turn: Number(facts['botTurns']),
      target: this.target,
      ...(answer === undefined ? {} : { answer }),
      triggers: triggers.map(({ name, forTurns }, index): TriggerState => {
        const heldTurns = this.#memory.heldTurns[index]!;
        return { name, fired: heldTurns >= forTurns, heldTurns, forTurns };
      }),
      guards: guards.map(({ name, otherwise }, index): GuardState => {
        const holds = this.#outcomes.holds(triggers.length + index);
        return holds ? { name, holds } : { name, holds, answer: otherwise };
      }),
      commands: commands(verdict, decidedBy, this.#pack, answer, context),
    };
  }
}

/** The first trigger that fired; the fact that spoils it, where that decides whether one of them did. */
function firstFired(
  { triggers }: Handoff,
  { heldTurns }: HandoffMemory,
  outcomes: Outcomes,
): Trigger | string | undefined {
  for (let index = 0; index < triggers.length; index++) {
    const unknowable = outcomes.unknowable(index);
    if (unknowable !== undefined) return unknowable;
    if (heldTurns[index]! >= triggers[index]!.forTurns) return triggers[index]!;
  }
  return undefined;
}

/** The first guard that fails; the fact that spoils it, where that decides whether one of them does. */
function firstFailed({ triggers, guards }: Handoff, outcomes: Outcomes): Guard | string | undefined {
  for (let index = 0; index < guards.length; index++) {
    const place = triggers.length + index;
    const unknowable = outcomes.unknowable(place);
    if (unknowable !== undefined) return unknowable;
    if (!outcomes.holds(place)) return guards[index]!;
  }
  return undefined;
}

/** Whether a moment is so near that a cool-down begun then still lasts. */
function isWithin({ cooldownSeconds }: Handoff, begun: number | undefined, at: number): boolean {
  return begun !== undefined && at - begun < cooldownSeconds * 1000;
}

function verdictOf(
  trigger: Trigger | undefined,
  cooling: boolean,
  failed: Guard | undefined,
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
