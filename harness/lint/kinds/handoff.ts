import { canonicalJson } from '../../../engine/canonical.ts';
import type { Condition } from '../../../engine/conditions/condition.ts';
import type { Handoff } from '../../../engine/decisions/handoff/handoff.ts';
import { personRequestRule } from '../../../engine/decisions/handoff/memory.ts';
import { findInCondition } from '../conditionFindings.ts';
import type { Found } from '../finding.ts';
import { findIdle, type TriedInOrder } from '../order.ts';
import { placed, ruleSetOf, Unsettled, type Site } from '../site.ts';

const ofTrigger = {
  ifNever: { message: 'no input meets the condition: the trigger never fires', hint: 'mend the condition' },
  ifAlways: {
    message: 'every input meets the condition: every turn is a reason to hand over',
    hint: 'mend the condition',
  },
};
const ofGuard = {
  ifNever: {
    message: 'no input meets the condition: nobody is ever handed over',
    hint: 'mend the condition',
  },
  ifAlways: {
    message: 'every input meets the condition: the guard never stops a handoff',
    hint: 'mend the condition, or drop the guard',
  },
};

/** The first trigger that fires is the reason; the first guard that fails gives its answer. */
export function* lintHandoff(site: Site<Handoff>): Generator<Found> {
  const { triggers, guards } = site.pack;
  const rules = [
    ...triggers.map((trigger) => placed(site, ['triggers', 'any'], trigger, ofTrigger)),
    ...guards.map((guard) => placed(site, ['guards', 'all'], guard, ofGuard)),
  ];
  const set = ruleSetOf(site, rules, personRequest(site.pack));
  const unsettled = new Unsettled();
  const told = new Set<number>();
  for (const [place, rule] of rules.entries()) {
    yield* unsettled.settle('whether the condition can hold', rule.name, function* () {
      for (const found of findInCondition(set, place, rule)) {
        if (found.path === rule.path) told.add(place);
        yield found;
      }
    });
  }
  const reasons: TriedInOrder = {
    set,
    rules: rules.slice(0, triggers.length),
    places: triggers.map((_, place) => place),
    counts: 'holding',
    areSame: (one, other) => triggers[one]!.forTurns === triggers[other]!.forTurns,
    isIdle: 'is never the reason of a handoff',
    hint: 'drop it, move it before, or narrow the other',
  };
  for (const [place, { name, forTurns }] of triggers.entries()) {
    if (told.has(place)) continue;
    yield* unsettled.settle('whether the trigger is ever the reason', name, function* () {
      yield* findIdleTrigger(reasons, triggers, place, forTurns);
    });
  }
  const refusals: TriedInOrder = {
    set,
    rules: rules.slice(triggers.length),
    places: guards.map((_, place) => triggers.length + place),
    counts: 'failing',
    areSame: (one, other) =>
      canonicalJson(guards[one]!.otherwise) === canonicalJson(guards[other]!.otherwise),
    isIdle: 'its answer is never given',
    hint: 'drop it, move it before, or mend the other',
  };
  for (const [place, { name }] of guards.entries()) {
    if (told.has(triggers.length + place)) continue;
    const before = refusals.places.slice(0, place).map((_, earlier) => earlier);
    yield* unsettled.settle('whether its answer is ever given', name, () =>
      findIdle(refusals, place, before),
    );
  }
  yield* unsettled.findings();
}

/**
 * A trigger that holds for its turns leaves those before it that need no more turns no chance to be silent. What several
 * leave together can be said only of those that need one turn: the turns of a row need not be alike.
 */
function* findIdleTrigger(
  list: TriedInOrder,
  triggers: Handoff['triggers'],
  place: number,
  forTurns: number,
): Generator<Found> {
  const before = triggers.slice(0, place).map((trigger, earlier) => ({ earlier, turns: trigger.forTurns }));
  const atOnce = before.flatMap(({ earlier, turns }) => (turns === 1 ? [earlier] : []));
  const inRow = before.filter(({ turns }) => turns > 1 && turns <= forTurns).map(({ earlier }) => [earlier]);
  for (const candidates of [atOnce, ...inRow]) {
    const found = [...findIdle(list, place, candidates)];
    if (found.length === 0) continue;
    yield* found;
    return;
  }
}

/** What it means that a person is asked for; not said where the pack takes the words or the intent to be something. */
function personRequest(pack: Handoff): {
  given: readonly Condition[];
  defined: { leaf: Condition; when: Condition }[];
} {
  const leaf = (value: boolean) => ({ fact: 'askedForPerson', operator: 'equal', value });
  const rule = personRequestRule(pack);
  if (rule === undefined) return { given: [leaf(false)], defined: [] };
  const isTaken = ['utterance', 'intent'].some((fact) => Object.hasOwn(pack.missing, fact));
  return { given: [], defined: isTaken ? [] : [{ leaf: leaf(true), when: rule.when }] };
}
