import { canonicalJson } from '../../../engine/canonical.ts';
import type { Mapping, SkillMapping } from '../../../engine/decisions/skills/skillMapping.ts';
import { didYouMean } from '../../../engine/suggest.ts';
import { findInCondition } from '../conditionFindings.ts';
import type { Found } from '../finding.ts';
import { findIdle, type TriedInOrder } from '../order.ts';
import type { RuleSet } from '../ruleSet.ts';
import { placed, ruleOf, ruleSetOf, Unsettled, type Site } from '../site.ts';

/** Overlaps of one mapping that are told; there may be more. */
const mostOthers = 20;

const meaning = {
  ifNever: {
    message: 'no input meets the condition: the mapping is never taken',
    hint: 'mend the condition',
  },
  ifAlways: {
    message: 'every input meets the condition',
    hint: 'put what it assigns under `otherwise:`, or mend the condition',
  },
};

/**
 * The first mapping that holds is taken, most urgent first; where none does, `otherwise`.
 * @param skills what agents have, where that is known.
 */
export function* lintSkillMapping(site: Site<SkillMapping>, skills?: ReadonlySet<string>): Generator<Found> {
  const { pack } = site;
  const rules = pack.mappings.map((mapping) => placed(site, ['mappings'], mapping, meaning));
  const set = ruleSetOf(site, rules);
  const unsettled = new Unsettled();
  const outcomes = pack.mappings.map(outcomeOf);
  const list: TriedInOrder = {
    set,
    rules,
    places: rules.map((_, place) => place),
    counts: 'holding',
    areSame: (one, other) => outcomes[one] === outcomes[other],
    isIdle: 'is never taken',
    hint: 'move it before, assign a more urgent priority, narrow the other, or drop it',
  };
  const idle = new Set<number>();
  for (const [place, rule] of rules.entries()) {
    yield* unsettled.settle('whether the condition can hold', rule.name, function* () {
      for (const found of findInCondition(set, place, rule)) {
        if (found.code === 'never-holds' && found.path === rule.path) idle.add(place);
        yield found;
      }
    });
    if (idle.has(place)) continue;
    yield* unsettled.settle('whether the mapping is ever taken', rule.name, function* () {
      for (const found of findIdle(list, place, below(place))) {
        idle.add(place);
        yield found;
      }
    });
  }
  yield* unsettled.settle('whether every input is answered', pack.name, () => findGap(site, set));
  yield* findOverlaps(site, list, idle, unsettled);
  if (skills !== undefined) yield* findUnknownSkills(site, list, idle, skills);
  yield* unsettled.findings();
}

function* findGap({ pack }: Site<SkillMapping>, set: RuleSet): Generator<Found> {
  const failing = pack.mappings.map((_, place) => place);
  const all = { failing, isCovered: true };
  if (pack.otherwise !== undefined) {
    if (set.find({ failing }) !== undefined) return;
    const message = 'is never taken: some mapping holds for every input';
    const facts = set.find({ isKnown: true }) ?? set.find({}) ?? {};
    const taken = pack.mappings[set.firstAt(facts)]!.name;
    const witness = { facts, shows: `"${taken}" is taken` };
    yield {
      code: 'unreachable-rule',
      path: ['otherwise'],
      rule: 'otherwise',
      message,
      hint: 'drop it',
      witness,
    };
    return;
  }
  const known = set.find({ ...all, isKnown: true });
  const facts = known ?? set.find(all);
  if (facts === undefined) return;
  const message = `no mapping answers some inputs${known === undefined ? ', where a fact is missing' : ''}, and there is no \`otherwise\``;
  const witness = { facts, shows: 'no mapping holds: the conversation keeps the skills it has' };
  yield { code: 'gap', path: ['mappings'], message, hint: 'add `otherwise: { assign: … }`', witness };
}

/**
 * Mappings of one urgency that both hold for an input and assign different things, where neither is the other's exception:
 * only the order of their lines decides. Two phrases that have nothing to do with each other may always stand in one text;
 * an overlap that needs that is not told.
 */
function* findOverlaps(
  site: Site<SkillMapping>,
  { set: any, rules, areSame }: TriedInOrder,
  idle: ReadonlySet<number>,
  unsettled: Unsettled,
): Generator<Found> {
  const { mappings } = site.pack;
  const set = ruleSetOf(site, rules, { texts: 'onePhrase' });
  const priorities = mappings.map(({ assign }) => assign.priority ?? 'normal');
  for (const [later, rule] of rules.entries()) {
    if (idle.has(later)) continue;
    yield* unsettled.settle('with which mappings it overlaps', rule.name, function* () {
      const others: string[] = [];
      let witness: Found['witness'];
      for (let earlier = 0; earlier < later && others.length <= mostOthers; earlier++) {
        if (idle.has(earlier) || priorities[earlier] !== priorities[later] || areSame(earlier, later))
          continue;
        if (set.areClearlyApart(earlier, later)) continue;
        const facts = inputForBoth(set, earlier, later);
        const alone = { holding: [earlier], failing: [later] };
        if (facts === undefined || (set.find(alone) ?? any.find(alone)) === undefined) continue;
        others.push(rules[earlier]!.name);
        witness ??= { facts, shows: `both hold, and "${rules[earlier]!.name}" is taken, being above` };
      }
      if (witness === undefined) return;
      const told = others.slice(0, mostOthers);
      const more =
        others.length > 1
          ? ` (and with ${others.length > mostOthers ? 'more than ' : ''}${told.length - 1} more)`
          : '';
      yield {
        code: 'overlapping-rules',
        path: ruleOf(rule),
        rule: rule.name,
        message: `holds together with "${others[0]}"${more}, and assigns something else: only the order of their lines decides`,
        hint: 'make one the exception of the other, or give them different priorities',
        others: told,
        witness,
      };
    });
  }
}

/** An input for which two mappings hold, and none that is tried before both. */
function inputForBoth(set: RuleSet, earlier: number, later: number) {
  const both = { holding: [earlier, later], isCovered: true };
  const facts = set.find(both);
  if (facts === undefined || set.firstAt(facts) === earlier) return facts;
  return set.find({ ...both, failing: below(earlier) });
}

function* findUnknownSkills(
  { pack }: Site<SkillMapping>,
  { set, rules }: TriedInOrder,
  idle: ReadonlySet<number>,
  skills: ReadonlySet<string>,
): Generator<Found> {
  const unknown = (assigned: readonly string[]): string | undefined =>
    assigned.find((skill) => !skills.has(skill));
  const found = (skill: string): Pick<Found, 'code' | 'message' | 'hint'> => {
    const hint = didYouMean(skill, skills) ?? 'give it to an agent, or assign another';
    return { code: 'skill-nobody-has', message: `no agent has the skill "${skill}"`, hint };
  };
  for (const [place, rule] of rules.entries()) {
    const skill = unknown(pack.mappings[place]!.assign.skills);
    if (skill === undefined || idle.has(place)) continue;
    const facts = set.find({ holding: [place], failing: below(place) })!;
    const witness = { facts, shows: `it is taken, and asks for "${skill}"` };
    yield { ...found(skill), path: [...ruleOf(rule), 'assign'], rule: rule.name, witness };
  }
  const skill = unknown(pack.otherwise?.assign.skills ?? []);
  if (skill === undefined) return;
  const facts = set.find({ failing: pack.mappings.map((_, place) => place) });
  if (facts === undefined) return;
  const witness = { facts, shows: `no mapping holds: "${skill}" is asked for` };
  yield { ...found(skill), path: ['otherwise', 'assign'], rule: 'otherwise', witness };
}

function outcomeOf({ assign, notify }: Mapping): string {
  return canonicalJson({ assign, notify: notify ?? null });
}

/** The places before one. */
function below(place: number): readonly number[] {
  return Array.from({ length: place }, (_, earlier) => earlier);
}
