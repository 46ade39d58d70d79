import { canonicalJson } from '../../engine/canonical.ts';
import type { SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import { skillsInWords } from '../replay/effect.ts';
import { lackingFact, noMapping, notCovered, replaySkills, type SkillsMoments } from './skillsReplay.ts';

/** What becomes of recorded moments when a pack is edited. */
export interface SkillsChanges {
  /** Moments that both packs decide. */
  readonly compared: number;
  /** Moments that only one of them decides: the other is not for them, or nobody can say. */
  readonly onlyOne: number;
  /** Moments that the new pack cannot decide, by the fact the recording lacks. */
  readonly notReplayableBy: Readonly<Record<string, number>>;
  /** The moments that come to something else for the customer, ascending. */
  readonly rows: Int32Array;
  /** What one of those comes to by either pack, in words. */
  readonly effects: (row: number) => { readonly before: string; readonly after: string };
}

/** Decides every moment by two packs and compares. A pack that means the same as the other is not decided again. */
export function skillsChanges(
  before: SkillMapping,
  after: SkillMapping,
  moments: SkillsMoments,
): SkillsChanges {
  const was = replaySkills(before, moments);
  const is = canonicalJson(before) === canonicalJson(after) ? was : replaySkills(after, moments);
  const words: string[] = [];
  const [effectBefore, effectAfter] = [effectsOf(before, words), effectsOf(after, words)];
  const rows = new Int32Array(was.length);
  const undecided = new Map<number, number>();
  let [changed, compared, onlyOne] = [0, 0, 0];
  for (let row = 0; row < was.length; row++) {
    const [one, other] = [was[row]!, is[row]!];
    if (other < notCovered) undecided.set(other, (undecided.get(other) ?? 0) + 1);
    if (one < noMapping || other < noMapping) {
      if (one >= noMapping || other >= noMapping) onlyOne++;
      continue;
    }
    compared++;
    rows[changed] = row;
    if (effectBefore[one + 1] !== effectAfter[other + 1]) changed++;
  }
  const notReplayableBy: Record<string, number> = {};
  for (const [outcome, count] of undecided) {
    const fact = lackingFact(after, moments.carried, outcome)!;
    notReplayableBy[fact] = (notReplayableBy[fact] ?? 0) + count;
  }
  return {
    compared,
    onlyOne,
    notReplayableBy,
    rows: rows.slice(0, changed),
    effects: (row) => ({
      before: words[effectBefore[was[row]! + 1]!]!,
      after: words[effectAfter[is[row]! + 1]!]!,
    }),
  };
}

/**
 * What each outcome comes to, from `noMapping` on, as its place among the words: packs that say the same in other places
 * come to the same.
 */
function effectsOf({ mappings, otherwise }: SkillMapping, words: string[]): Int32Array {
  return Int32Array.from([otherwise, ...mappings], (gift) => {
    const effect = skillsInWords(gift?.assign, gift?.notify?.supervisor);
    const known = words.indexOf(effect);
    return known === -1 ? words.push(effect) - 1 : known;
  });
}
