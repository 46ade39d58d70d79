import { expect } from 'chai';
import fc from 'fast-check';
import type { Condition } from '../../../engine/conditions/condition.ts';
import type { SkillMapping } from '../../../engine/decisions/skills/skillMapping.ts';
import { lintPolicy } from '../../../harness/lint/lintPolicy.ts';
import { allInputs, idleParts, onePhraseTexts, tableOf, type Table } from './bruteForce.ts';
import { conditionOn, conversationFacts, missingOf, policyOf, someOf, type SmallFact } from './smallPacks.ts';

/** A pack of mappings, as written, and the facts its conditions read. */
export interface SmallMapping {
  readonly facts: readonly string[];
  readonly pack: object;
}

const assigned = fc.record(
  {
    skill: fc.constantFrom('A', 'B'),
    priority: fc.constantFrom('normal', 'high', undefined),
  },
  { requiredKeys: ['skill'] },
);

/** Packs of up to five mappings on up to three facts. */
export const smallMapping: fc.Arbitrary<SmallMapping> = someOf(conversationFacts).chain((facts) =>
  fc
    .record({
      when: fc.array(conditionOn(facts), { minLength: 1, maxLength: 5 }),
      assign: fc.array(assigned, { minLength: 5, maxLength: 5 }),
      missing: missingOf(facts),
      otherwise: fc.constantFrom({}, { otherwise: { assign: { skill: 'A' } } }),
      mediaTypes: fc.constantFrom(undefined, ['voice'], ['chat', 'voice']),
    })
    .map(({ when, assign, missing, otherwise, mediaTypes }) => ({
      facts: facts.map(({ name }) => name),
      pack: {
        kind: 'SkillMapping',
        name: 'small',
        missing,
        ...(mediaTypes === undefined ? {} : { appliesTo: { mediaTypes } }),
        mappings: when.map((condition, index) => {
          return { name: `m${index}`, when: condition, assign: withoutUndefined(assign[index]!) };
        }),
        ...otherwise,
      },
    })),
);

function withoutUndefined(of: object): object {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
}

/** Fails where lint and a trial of all inputs say different things of a pack. @returns what was found, by lint rule. */
export function expectMappingAgrees({ facts, pack: written }: SmallMapping): readonly string[] {
  const policy = policyOf(written);
  const pack = policy.packs[0] as SkillMapping;
  const found = lintPolicy(policy).filter(({ code }) => code !== 'threshold-outside-range');
  const said = found.map(({ code, rule, others = [] }) => {
    const name = rule!.split(' / ')[1] ?? '';
    return code === 'unreachable-rule' ? `${code} ${name}` : `${code} ${name} ${others.join(' ')}`.trim();
  });
  const conditions = pack.mappings.map(({ when }) => when);
  const { mediaTypes } = pack.appliesTo;
  const inScope = (fact: SmallFact): SmallFact =>
    fact.name !== 'mediaType' || mediaTypes === undefined ? fact : { ...fact, values: mediaTypes };
  const scoped = conversationFacts.filter(({ name }) => facts.includes(name)).map(inScope);
  const table = tableOf(conditions, allInputs(scoped), pack.missing);
  const plausible = scoped.map(({ name, values }) => ({
    name,
    values: name === 'intent' ? onePhraseTexts(conditions) : values,
  }));
  const likely = tableOf(conditions, allInputs(plausible), pack.missing);
  const expected = [...expectedOf(pack, table, likely), ...partsOf(pack, conditions, allInputs(scoped))];
  expect(said.toSorted(), JSON.stringify(written)).to.deep.equal(expected.toSorted());
  for (const { code, witness } of found) expect(witness, code).to.not.equal(undefined);
  return found.map(({ code }) => code);
}

function expectedOf({ mappings, otherwise }: SkillMapping, table: Table, likely: Table): readonly string[] {
  const outcome = mappings.map(({ assign }) => JSON.stringify(assign));
  const priority = mappings.map(({ assign }) => assign.priority ?? 'normal');
  const names = mappings.map(({ name }) => name);
  const holds = (place: number): boolean[] => table.map((row) => row[place]!);
  const isIn = (one: number, other: number): boolean => table.every((row) => !row[one] || row[other]);
  const said: string[] = [];
  const idle = new Set<number>();
  for (const [place, name] of names.entries()) {
    if (!holds(place).includes(true)) {
      said.push(`never-holds ${name}`);
      idle.add(place);
      continue;
    }
    if (!holds(place).includes(false)) said.push(`always-holds ${name}`);
    if (table.some((row) => row.indexOf(true) === place)) continue;
    idle.add(place);
    const single = names.findIndex((_, other) => other < place && isIn(place, other));
    const isSame = single !== -1 && isIn(single, place) && outcome[single] === outcome[place];
    if (single === -1) said.push(`unreachable-rule ${name}`);
    else said.push(`${isSame ? 'duplicate-rule' : 'shadowed-rule'} ${name} ${names[single]}`);
  }
  const isGap = table.some((row) => !row.includes(true));
  if (isGap && otherwise === undefined) said.push('gap');
  if (!isGap && otherwise !== undefined) said.push('unreachable-rule otherwise');
  for (const [later, name] of names.entries()) {
    const others = names.filter((_, earlier) => {
      if (earlier >= later || idle.has(earlier) || idle.has(later)) return false;
      if (priority[earlier] !== priority[later] || outcome[earlier] === outcome[later]) return false;
      return !isIn(earlier, later) && likely.some((row) => row.indexOf(true) === earlier && row[later]);
    });
    if (others.length > 0) said.push(`overlapping-rules ${name} ${others.join(' ')}`);
  }
  return said;
}

/** A comparison with a number out of range is told as that. */
function partsOf(
  { mappings, missing }: SkillMapping,
  conditions: readonly Condition[],
  inputs: ReturnType<typeof allInputs>,
): readonly string[] {
  return conditions.flatMap((when, place) => {
    const column = inputs.map((input) => tableOf([when], [input], missing)[0]![0]!);
    if (!column.includes(true) || !column.includes(false)) return [];
    return idleParts(when, inputs, missing).map((code) => `${code} ${mappings[place]!.name}`);
  });
}
