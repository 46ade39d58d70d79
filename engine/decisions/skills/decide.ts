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
import type { Assignment, Notification, SkillMapping } from './skillMapping.ts';

/** Which mapping was taken and what the conversation gets by it. */
export interface SkillsDecision extends DecisionBody {
  readonly point: 'skills';
  /** Undefined when no mapping holds and the pack has no `otherwise`: the conversation keeps what it has. */
  readonly assigned?: Assignment;
}

/** The name under which `otherwise` is reported. */
export const otherwiseRule = 'otherwise';

/** What the mapping that is taken gives. */
interface Gift {
  readonly assign: Assignment;
  readonly notify?: Notification;
}

/**
 * Takes the first mapping that holds.
 * @param outcomes of the pack's mappings, in its order.
 * @param facts gives the facts the rules read, as found, when they are asked for.
 */
export function decideSkills(
  pack: SkillMapping,
  outcomes: Outcomes,
  facts: () => FactValues,
  context: DecisionContext,
): SkillsRuling | NotReplayable {
  for (let place = 0; place < outcomes.count; place++) {
    const unknowable = outcomes.unknowable(place);
    if (unknowable !== undefined) return { notReplayable: unknowable };
    if (!outcomes.holds(place)) continue;
    const mapping = pack.mappings[place]!;
    return new SkillsRuling(pack.name, mapping.name, mapping, outcomes, facts, context);
  }
  const { otherwise } = pack;
  const decidedBy = otherwise === undefined ? 'no mapping holds' : otherwiseRule;
  return new SkillsRuling(pack.name, decidedBy, otherwise, outcomes, facts, context);
}

/** Which skills a conversation gets. */
export class SkillsRuling implements RulingBase<SkillsDecision> {
  readonly point = 'skills';
  readonly pack: string;
  readonly decidedBy: string;
  readonly context: DecisionContext;
  readonly #gift: Gift | undefined;
  readonly #outcomes: Outcomes;
  readonly #facts: () => FactValues;

  constructor(
    pack: string,
    decidedBy: string,
    gift: Gift | undefined,
    outcomes: Outcomes,
    facts: () => FactValues,
    context: DecisionContext,
  ) {
    this.pack = pack;
    this.decidedBy = decidedBy;
    this.#gift = gift;
    this.#outcomes = outcomes;
    this.#facts = facts;
    this.context = context;
  }

  /** Undefined when the conversation keeps what it has. */
  get assigned(): Assignment | undefined {
    return this.#gift?.assign;
  }

  /** Who is told of it, if anybody. */
  get notified(): string | undefined {
    return this.#gift?.notify?.supervisor;
  }

  record(): SkillsDecision {
    return {
      ...bodyBase('skills', this.pack, this.context),
      facts: this.#facts(),
      rules: this.#outcomes.readable(),
      decidedBy: this.decidedBy,
      ...(this.#gift === undefined ? {} : { assigned: this.#gift.assign }),
      commands: this.#gift === undefined ? [] : commands(this.decidedBy, this.#gift, this.context),
    };
  }
}

function commands(rule: string, { assign, notify }: Gift, context: DecisionContext): Command[] {
  const { conversation } = context;
  const { skills, language } = assign;
  const wanted: Command[] = [];
  if (skills.length > 0 || language !== undefined) {
    wanted.push({ set: 'skills', conversation, skills, ...(language === undefined ? {} : { language }) });
  }
  if (notify !== undefined) {
    const { supervisor } = notify;
    const id = commandId(context, rule, 0, supervisor);
    wanted.push({ id, conversation, do: 'notify', supervisor, about: rule });
  }
  return wanted;
}
