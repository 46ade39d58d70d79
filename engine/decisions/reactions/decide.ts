import type { FactFinder, Outcomes } from '../../conditions/evaluator.ts';
import type { RuleOutcome } from '../../conditions/outcome.ts';
import type { FactValues } from '../../facts/definition.ts';
import {
  bodyBase,
  type Command,
  type DecisionBody,
  type DecisionContext,
  type NotReplayable,
  type RulingBase,
} from '../record.ts';
import { commandOf } from './commands.ts';
import type { Reaction } from './reactions.ts';

/** What came about, and what is done for it. */
export interface ReactionDecision extends DecisionBody {
  readonly point: 'reaction';
  /** What was reacted to. */
  readonly on: string;
  /** The reactions that hold, in the order they are done. */
  readonly reactions: readonly string[];
}

/** What reactions are asked with. */
export interface Asked {
  readonly pack: string;
  readonly on: string;
  /** The pack's reactions to it, at least one. */
  readonly reactions: readonly Reaction[];
  /** Of those with a condition, in their order. */
  readonly outcomes: Outcomes;
  readonly find: FactFinder;
  /** Gives the facts they read, as found. */
  readonly facts: () => FactValues;
  /** Ids of what has been done in the conversation. */
  readonly done: ReadonlySet<string>;
}

/** All reactions that hold act, in the order of the pack. */
export function decideReaction(asked: Asked, context: DecisionContext): ReactionRuling | NotReplayable {
  const { outcomes, reactions, find, done } = asked;
  for (let place = 0; place < outcomes.count; place++) {
    const unknowable = outcomes.unknowable(place);
    if (unknowable !== undefined) return { notReplayable: unknowable };
  }
  let place = 0;
  const holding = reactions.filter(({ when }) => when === undefined || outcomes.holds(place++));
  const wanted = holding.flatMap((reaction) =>
    reaction.do.flatMap(
      (action, position) => commandOf(action, reaction.name, position, find, context) ?? [],
    ),
  );
  const told = new Set(done);
  const commands = wanted.filter((command) => {
    if (!('id' in command)) return true;
    return !told.has(command.id) && told.add(command.id);
  });
  return new ReactionRuling(asked, holding, commands, context);
}

/** What is done for something that came about. */
export class ReactionRuling implements RulingBase<ReactionDecision> {
  readonly point = 'reaction';
  readonly context: DecisionContext;
  /** Those that hold. */
  readonly holding: readonly Reaction[];
  readonly commands: readonly Command[];
  readonly #asked: Asked;

  constructor(
    asked: Asked,
    holding: readonly Reaction[],
    commands: readonly Command[],
    context: DecisionContext,
  ) {
    this.#asked = asked;
    this.holding = holding;
    this.commands = commands;
    this.context = context;
  }

  get pack(): string {
    return this.#asked.pack;
  }

  get on(): string {
    return this.#asked.on;
  }

  get decidedBy(): string {
    return this.holding.map(({ name }) => name).join(' + ') || 'no reaction holds';
  }

  record(): ReactionDecision {
    return {
      ...bodyBase('reaction', this.pack, this.context),
      facts: this.#asked.facts(),
      rules: this.#rules(),
      decidedBy: this.decidedBy,
      on: this.on,
      reactions: this.holding.map(({ name }) => name),
      commands: this.commands,
    };
  }

  /** A reaction without a condition holds, and there is nothing it holds because of. */
  #rules(): readonly RuleOutcome[] {
    const readable = this.#asked.outcomes.readable().values();
    return this.#asked.reactions.map(({ name: rule, when }) =>
      when === undefined ? { rule, holds: true, because: [] } : readable.next().value!,
    );
  }
}
