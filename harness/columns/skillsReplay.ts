import type { CodeColumn } from '../../engine/conditions/compiled/columnar.ts';
import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import { factsRead, leavesOf, type Condition } from '../../engine/conditions/condition.ts';
import type { SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import { covers } from '../../engine/packs/scope.ts';
import type { EntryColumns } from './entryColumns.ts';
import { valueAt } from './factColumns.ts';
import { allRows, type RowBits } from './rowBits.ts';
import { supposing } from './supposing.ts';

/** No mapping holds: `otherwise` is taken, where the pack has one. */
export const noMapping = -1;
/** The pack is not for this conversation. */
export const notCovered = -2;
/** This, less the place of a mapping: nobody can say whether that mapping holds, for the recording lacks a fact. */
const notReplayable = -3;

/** What a skill mapping needs of the moments it decides. */
export type SkillsMoments = Pick<EntryColumns, 'facts' | 'queue' | 'carried'>;

/** The facts that deciding by a pack reads, those of whom it is for included. */
export function factsNeeded({ mappings }: SkillMapping): readonly string[] {
  return [...factsRead(mappings.map(({ when }) => when)), 'mediaType'];
}

/**
 * Decides the skills of every moment again.
 * @returns for each row the place of the mapping taken, or `noMapping`, or `notCovered`, or what `lackingFact` explains.
 */
export function replaySkills(pack: SkillMapping, moments: SkillsMoments): Int32Array {
  const lacking = factsLacking(moments.carried);
  const taken = firstSupposing(pack, moments, lacking, false);
  if (factsRead(pack.mappings.map(({ when }) => when)).some((fact) => lacking.has(fact))) {
    // Where the first mapping is the same at worst and at best, it is that one, whatever the facts were.
    const atBest = firstSupposing(pack, moments, lacking, true);
    taken.forEach((mapping, row) => {
      if (mapping !== atBest[row]) taken[row] = notReplayable - atBest[row]!;
    });
  }
  markUncovered(pack, moments, taken);
  return taken;
}

/**
 * The fact for want of which a row cannot be decided; undefined for a row that was.
 * @param outcome of the row, as `replaySkills` gives it for the same pack and recording.
 */
export function lackingFact(
  pack: SkillMapping,
  carried: readonly string[],
  outcome: number,
): string | undefined {
  if (outcome > notReplayable) return undefined;
  const lacking = factsLacking(carried);
  return leavesOf(pack.mappings[notReplayable - outcome]!.when).find(({ fact }) => lacking.has(fact))?.fact;
}

/** The first mapping that holds if every comparison with a lacking fact does, or none of them. */
function firstSupposing(
  pack: SkillMapping,
  { facts }: SkillsMoments,
  lacking: ReadonlySet<string>,
  holds: boolean,
): Int32Array {
  const supposed = pack.mappings.map(({ when }) => supposing(when, lacking, holds));
  const certain = supposed.indexOf(true);
  const places: number[] = [];
  const rules: { name: string; when: Condition }[] = [];
  supposed.slice(0, certain === -1 ? supposed.length : certain).forEach((when, place) => {
    if (typeof when === 'boolean') return;
    places.push(place);
    rules.push({ name: pack.mappings[place]!.name, when });
  });
  const first = new Int32Array(facts.rows);
  compileRules(rules, pack.missing).firstOfEach(facts, first);
  for (let row = 0; row < first.length; row++)
    first[row] = first[row] === -1 ? certain : places[first[row]!]!;
  return first;
}

function markUncovered(pack: SkillMapping, moments: SkillsMoments, taken: Int32Array): void {
  const isCovered = coverage(pack, moments);
  if (isCovered === undefined) return;
  for (let row = 0; row < taken.length; row++) if (!isCovered(row)) taken[row] = notCovered;
}

/** The rows a pack is for. */
export function coveredRows(pack: SkillMapping, moments: SkillsMoments): RowBits {
  const rows = allRows(moments.facts.rows);
  const isCovered = coverage(pack, moments);
  if (isCovered === undefined) return rows;
  for (let row = 0; row < moments.facts.rows; row++) {
    if (!isCovered(row)) rows[row >>> 5]! &= ~(1 << row);
  }
  return rows;
}

/**
 * Tells whether a pack is for a row; undefined when it is for all. That depends on two columns with few values, so every
 * pair of values is looked at once.
 */
function coverage(
  { appliesTo }: SkillMapping,
  { facts, queue }: SkillsMoments,
): ((row: number) => boolean) | undefined {
  if (appliesTo.queues === undefined && appliesTo.mediaTypes === undefined) return undefined;
  const mediaType = facts.column('mediaType') as CodeColumn | undefined;
  const mediaTypes = (mediaType?.dictionary.length ?? 0) + 1;
  const known = new Map<number, boolean>();
  return (row) => {
    const pair = queue.codes[row]! * mediaTypes + (mediaType?.codes[row] ?? -1) + 1;
    let covered = known.get(pair);
    if (covered === undefined) {
      const by = mediaType && valueAt(mediaType, row);
      covered = covers(appliesTo, valueAt(queue, row) as string, by as string | undefined);
      known.set(pair, covered);
    }
    return covered;
  };
}
