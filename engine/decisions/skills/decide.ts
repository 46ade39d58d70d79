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
import type { Assignment, Notification, SkillMapping } from './skillMapping.ts';

/** Which mapping was taken and what the conversation gets by it. */
export interface SkillsDecision extends DecisionBody {
  readonly point: 'skills';
  /** Undefined when no mapping holds and the pack has no `otherwise`: the conversation keeps what it has. */
  readonly assigned?: Assignment;
}

/** The name under which `otherwise` is reported. */
export const otherwiseRule = 'otherwise';

/**
 * Takes the first mapping that holds.
 * @param outcomes of the pack's mappings, in its order.
 * @param facts the facts the rules read, as found.
 */
export function decideSkills(
  pack: SkillMapping,
  outcomes: readonly RuleOutcome[],
  facts: FactValues,
  context: DecisionContext,
): SkillsDecision | NotReplayable {
  const first = outcomes.findIndex((outcome) => outcome.holds || outcome.unknowable !== undefined);
  const unknowable = outcomes[first]?.unknowable;
  if (unknowable !== undefined) return { notReplayable: unknowable };
  const taken =
    first === -1 ? pack.otherwise && { name: otherwiseRule, ...pack.otherwise } : pack.mappings[first];
  return {
    ...bodyBase('skills', pack.name, context),
    facts,
    rules: outcomes,
    decidedBy: taken?.name ?? 'no mapping holds',
    ...(taken === undefined ? {} : { assigned: taken.assign }),
    commands: taken === undefined ? [] : commands(taken, context),
  };
}

function commands(
  taken: { readonly name: string; readonly assign: Assignment; readonly notify?: Notification },
  context: DecisionContext,
): Command[] {
  const { conversation } = context;
  const { skills, language } = taken.assign;
  const wanted: Command[] = [];
  if (skills.length > 0 || language !== undefined) {
    wanted.push({ set: 'skills', conversation, skills, ...(language === undefined ? {} : { language }) });
  }
  if (taken.notify !== undefined) {
    const { supervisor } = taken.notify;
    const id = commandId(context, taken.name, 0, supervisor);
    wanted.push({ id, conversation, do: 'notify', supervisor, about: taken.name });
  }
  return wanted;
}
