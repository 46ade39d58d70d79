import { expect } from 'chai';
import fc from 'fast-check';
import type { SkillMapping } from '../../../engine/decisions/skills/skillMapping.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { CodeColumnBuilder } from '../../../harness/columns/columnBuilder.ts';
import { skillsChanges } from '../../../harness/columns/skillsChanges.ts';
import {
  lackingFact,
  noMapping,
  notCovered,
  replaySkills,
  type SkillsMoments,
} from '../../../harness/columns/skillsReplay.ts';
import { anyFacts, anyRules, leaf } from '../../engine/conditions/arbitraries.ts';
import { columnsOf } from './columnsOf.ts';

const skill = fc.constantFrom('Cards', 'Loans');
const assign = skill.map((one) => ({ skills: [one] }));

/** A pack in which few things are given, so that other rules often come to the same. */
const anyPack: fc.Arbitrary<SkillMapping> = fc
  .record({
    rules: anyRules,
    gifts: fc.array(assign, { minLength: 8, maxLength: 8 }),
    queues: fc.option(fc.uniqueArray(skill, { minLength: 1 }), { nil: undefined }),
    otherwise: fc.option(assign, { nil: undefined }),
  })
  .map(({ rules, gifts, queues, otherwise }) => ({
    kind: 'SkillMapping',
    name: 'any',
    appliesTo: queues === undefined ? {} : { queues },
    missing: {},
    mappings: rules.map((rule, place) => ({ ...rule, assign: gifts[place]! })),
    ...(otherwise === undefined ? {} : { otherwise: { assign: otherwise } }),
  }));

const anyMoments: fc.Arbitrary<SkillsMoments> = fc
  .tuple(
    fc.array(fc.tuple(anyFacts, skill), { maxLength: 40 }),
    fc.subarray(
      [...factCatalogue.values()].filter(({ origin }) => origin === 'observed').map(({ name }) => name),
    ),
  )
  .map(([moments, carried]) => {
    const queues = new CodeColumnBuilder();
    for (const [, queue] of moments) queues.append(queue);
    return { facts: columnsOf(moments.map(([facts]) => facts)), queue: queues.finish(), carried };
  });

/** What a moment comes to; undefined when it is not decided. */
function comesTo({ mappings, otherwise }: SkillMapping, outcome: number): string | undefined {
  if (outcome < noMapping) return undefined;
  const gift = outcome === noMapping ? otherwise : mappings[outcome];
  return gift?.assign.skills[0] ?? 'keeps its skills';
}

describe('the changes an edit of a skill mapping makes', () => {
  it('are those of deciding every moment by both packs', () => {
    const seen = { changed: 0, same: 0, onlyOne: 0, lacking: 0 };
    fc.assert(
      fc.property(anyPack, anyPack, anyMoments, (before, after, moments) => {
        const changes = skillsChanges(before, after, moments);
        const [was, is] = [replaySkills(before, moments), replaySkills(after, moments)];
        const expected = { compared: 0, onlyOne: 0, rows: [] as number[] };
        const lacking: Record<string, number> = {};
        was.forEach((outcome, row) => {
          const [one, other] = [comesTo(before, outcome), comesTo(after, is[row]!)];
          if (is[row]! < notCovered) {
            const fact = lackingFact(after, moments.carried, is[row]!)!;
            lacking[fact] = (lacking[fact] ?? 0) + 1;
          }
          if (one !== undefined && other !== undefined) {
            expected.compared++;
            if (one === other) return void seen.same++;
            expected.rows.push(row);
            expect(changes.effects(row)).to.deep.equal({ before: one, after: other });
          } else if (one !== other) expected.onlyOne++;
        });
        seen.changed += expected.rows.length;
        seen.onlyOne += expected.onlyOne;
        seen.lacking += Object.keys(lacking).length;
        const { compared, onlyOne, rows, notReplayableBy } = changes;
        expect({ compared, onlyOne, rows: [...rows] }).to.deep.equal(expected);
        expect(notReplayableBy).to.deep.equal(lacking);
      }),
    );
    for (const count of Object.values(seen)) expect(count, JSON.stringify(seen)).to.be.above(200);
  });

  it('are none where nothing was edited, however the pack is written down', () => {
    const facts = columnsOf([{ waitSeconds: 1 }, {}]);
    const queues = new CodeColumnBuilder();
    for (const queue of ['Cards', 'Loans']) queues.append(queue);
    const moments = { facts, queue: queues.finish(), carried: [] };
    const pack = (): SkillMapping => ({
      kind: 'SkillMapping',
      name: 'any',
      appliesTo: {},
      missing: {},
      mappings: [{ name: 'a', when: leaf('waitSeconds', 'lessThan', 3), assign: { skills: ['Cards'] } }],
    });
    const { compared, rows } = skillsChanges(pack(), pack(), moments);
    expect([compared, [...rows]]).to.deep.equal([2, []]);
  });
});
