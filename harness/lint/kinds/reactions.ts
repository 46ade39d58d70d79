import { canonicalJson } from '../../../engine/canonical.ts';
import type { Condition } from '../../../engine/conditions/condition.ts';
import type { Action, Content } from '../../../engine/decisions/reactions/action.ts';
import type { Reaction, Reactions } from '../../../engine/decisions/reactions/reactions.ts';
import { commandStatuses } from '../../../engine/facts/occurrence.ts';
import { findInCondition, type PlacedRule } from '../conditionFindings.ts';
import { findDuplicates } from '../duplicates.ts';
import type { Found } from '../finding.ts';
import { placeOfRule } from '../places.ts';
import type { RuleSet } from '../ruleSet.ts';
import { placed, ruleSetOf, Unsettled, type Site } from '../site.ts';

const meaning = {
  ifNever: { message: 'no input meets the condition: nothing is ever done', hint: 'mend the condition' },
  ifAlways: { message: 'every input meets the condition', hint: 'leave `when` out, or mend it' },
};

/** All reactions that hold act: none is in another's way, unless two set one attribute. */
export function* lintReactions(site: Site<Reactions>): Generator<Found> {
  const unsettled = new Unsettled();
  for (const [on, reactions] of Map.groupBy(site.pack.reactions, (reaction) => reaction.on)) {
    const conditional = reactions.filter(hasCondition);
    const rules = conditional.map((reaction) => placed(site, ['reactions'], reaction, meaning));
    const set = ruleSetOf(site, rules, { given: givenOn(on) });
    const never = new Set<number>();
    for (const [place, rule] of rules.entries()) {
      yield* unsettled.settle('whether the condition can hold', rule.name, function* () {
        for (const found of findInCondition(set, place, rule)) {
          if (found.code === 'never-holds' && found.path === rule.path) never.add(place);
          yield found;
        }
      });
    }
    const message = (other: string): string => `does what "${other}" does, on the same and where that does`;
    const keyOf = (rule: number): string => doneBy(conditional[rule]!);
    yield* findDuplicates({ set, rules, keyOf, message, but: never }, unsettled);
    yield* findUnconditionalTwins(site, reactions);
    yield* findAttributesSetTwice(site, reactions, set, rules, unsettled);
  }
  yield* unsettled.findings();
}

type Conditional = Reaction & { readonly when: Condition };

function hasCondition(reaction: Reaction): reaction is Conditional {
  return reaction.when !== undefined;
}

/** What the name of an occurrence says of its facts. */
function givenOn(on: string): readonly Condition[] {
  const [what, how] = on.split('.') as [string, string];
  const is = (fact: string): readonly Condition[] => [{ fact, operator: 'equal', value: how }];
  if (what === 'delivery') return how === 'breached' ? [] : is('deliveryStatus');
  return (commandStatuses as readonly string[]).includes(how) ? is('commandStatus') : [];
}

/** What a reaction does, whatever it is called. */
function doneBy({ name, do: actions }: Reaction): string {
  return canonicalJson(
    actions.map((action) =>
      'notify' in action && action.notify.about === name
        ? { ...action, notify: { supervisor: action.notify.supervisor } }
        : action,
    ),
  );
}

function* findUnconditionalTwins(
  { content }: Site<Reactions>,
  reactions: readonly Reaction[],
): Generator<Found> {
  const seen = new Map<string, string>();
  for (const reaction of reactions.filter(({ when }) => when === undefined)) {
    const { name, on } = reaction;
    const twin = seen.get(doneBy(reaction));
    seen.set(doneBy(reaction), twin ?? name);
    if (twin === undefined) continue;
    const path = placeOfRule(content, ['reactions'], name);
    const message = `does what "${twin}" does, on the same`;
    const witness = { facts: {}, shows: `on ${on}, whatever the facts are, both are done` };
    yield {
      code: 'duplicate-rule',
      path,
      rule: name,
      message,
      hint: 'keep one of them',
      others: [twin],
      witness,
    };
  }
}

/** Two that act together and set one attribute to different things: the lower one wins. */
function* findAttributesSetTwice(
  { content }: Site<Reactions>,
  reactions: readonly Reaction[],
  set: RuleSet,
  rules: readonly PlacedRule[],
  unsettled: Unsettled,
): Generator<Found> {
  const placeOf = (name: string): readonly number[] => {
    const place = rules.findIndex((rule) => rule.name === name);
    return place === -1 ? [] : [place];
  };
  const setting = reactions.filter((reaction) => Object.keys(attributesOf(reaction)).length > 0);
  for (const [index, later] of setting.entries()) {
    yield* unsettled.settle('whether it sets what another sets', later.name, function* () {
      for (const earlier of setting.slice(0, index)) {
        const attribute = conflictOf(attributesOf(earlier), attributesOf(later));
        if (attribute === undefined) continue;
        const facts = set.find({ holding: [...placeOf(earlier.name), ...placeOf(later.name)] });
        if (facts === undefined) continue;
        yield {
          code: 'overlapping-rules',
          path: placeOfRule(content, ['reactions'], later.name),
          rule: later.name,
          message: `sets the attribute "${attribute}", as "${earlier.name}" does, to something else`,
          hint: 'let only one of them hold, or set another attribute',
          others: [earlier.name],
          witness: { facts, shows: 'both set it, and the lower one counts' },
        };
      }
    });
  }
}

function attributesOf({ do: actions }: Reaction): Content {
  const all = actions.map((action: Action) => ('attributes' in action ? action.attributes : {}));
  return Object.assign({}, ...all) as Content;
}

function conflictOf(one: Content, other: Content): string | undefined {
  return Object.keys(one).find((name) => {
    return Object.hasOwn(other, name) && canonicalJson(one[name]) !== canonicalJson(other[name]);
  });
}
