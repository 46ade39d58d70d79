import fc from 'fast-check';
import { WHOLE_BP } from '../../../engine/basisPoints.ts';
import { canonicalJson } from '../../../engine/canonical.ts';
import type { Agent } from '../../../engine/conversation/floor.ts';
import { refusal } from '../../../engine/decisions/ranking/eligibility.ts';
import { attributesBp, score } from '../../../engine/decisions/ranking/score.ts';
import { trial, type Judged, type Trial } from '../trial.ts';
import { totalOf, type Chooser, type Situation } from './chooser.ts';
import { scoreInWords, situationInWords, winnerInWords } from './inWords.ts';

/** The winner stays when an agent who did not win goes home. */
export function loserRemoval(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(fc.tuple(cases, fc.nat(14)), ([situation, pick]) => {
    const before = chooser.choose(situation);
    const losers = before.ranked.map(({ agent }) => agent).filter((agent) => agent !== before.winner);
    if (before.winner === undefined || losers.length === 0) return 'notApplicable';
    const gone = losers[pick % losers.length]!;
    const after = chooser.choose({
      ...situation,
      agents: situation.agents.filter(({ id }) => id !== gone),
    });
    if (after.winner === before.winner) return 'holds';
    return [
      ...situationInWords(chooser.pack, situation),
      `With all of them, ${winnerInWords(before)}.`,
      `Without ${gone}, who did not win, ${winnerInWords(after)}.`,
      `Who was beaten should make no difference: ${before.winner} should still win.`,
    ];
  });
}

/** An agent more who cannot take the conversation changes nothing for the others. */
export function ineligibleAddition(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(fc.tuple(cases, fc.nat(14)), ([situation, pick]) => {
    const { pack } = chooser;
    const unable = situation.agents.filter(
      (agent) => refusal(agent, pack.eligible, situation.requirements) !== undefined,
    );
    if (unable.length === 0) return 'notApplicable';
    const gone = unable[pick % unable.length]!;
    const without = { ...situation, agents: situation.agents.filter((agent) => agent !== gone) };
    const [before, after] = [chooser.choose(without), chooser.choose(situation)];
    const others = after.refused.filter(({ agent }) => agent !== gone.id);
    const isSame =
      canonicalJson([before.winner ?? null, before.ranked, before.refused]) ===
      canonicalJson([after.winner ?? null, after.ranked, others]);
    if (isSame) return 'holds';
    return [
      ...situationInWords(pack, situation),
      `With all of them, ${winnerInWords(after)}; without ${gone.id}, who cannot take it, ${winnerInWords(before)}.`,
    ];
  });
}

/** Nobody below the minimum score is ranked, and whoever is exactly at it is. */
export function threshold(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(cases, (situation): Judged => {
    const { pack } = chooser;
    const choice = chooser.choose(situation);
    const least = pack.minimumScoreBp * WHOLE_BP;
    const ranked = new Set(choice.ranked.map(({ agent }) => agent));
    let applies = false;
    for (const agent of situation.agents) {
      if (refusal(agent, pack.eligible, situation.requirements) !== undefined) continue;
      applies = true;
      const total = rawTotal(chooser, situation, agent);
      const isIn = ranked.has(agent.id);
      if (total < least && isIn)
        return [
          ...situationInWords(pack, situation),
          `${agent.id} scores ${scoreInWords(total)}, below the minimum of ${scoreInWords(least)}, and is ranked all the same (${winnerInWords(choice)}).`,
        ];
      if (total === least && !isIn && chooser.choose({ ...situation, agents: [agent] }).winner === undefined)
        return [
          ...situationInWords(pack, situation),
          `${agent.id} scores exactly the minimum of ${scoreInWords(least)}, and is not ranked, though “at least” includes it.`,
        ];
    }
    return applies ? 'holds' : 'notApplicable';
  });
}

/** Somebody is chosen exactly when somebody can take it, and every agent passed over has a reason. */
export function workConservation(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(cases, (situation): Judged => {
    const { pack } = chooser;
    const choice = chooser.choose(situation);
    const able = situation.agents.filter((agent) => totalOf(pack, situation, agent) !== undefined);
    if ((choice.winner === undefined) !== (able.length === 0))
      return [
        ...situationInWords(pack, situation),
        able.length === 0
          ? `${winnerInWords(choice)}, and nobody can take it.`
          : `Nobody wins, and the conversation waits, though ${able.map(({ id }) => id).join(' and ')} can take it.`,
      ];
    const spoken = new Set([...choice.ranked, ...choice.refused].map(({ agent }) => agent));
    // Those of other queues are counted, and not named.
    const elsewhere = situation.agents.filter(
      (agent) => refusal(agent, pack.eligible, situation.requirements)?.code === 'queue',
    );
    const forgotten = situation.agents.find((agent) => !spoken.has(agent.id) && !elsewhere.includes(agent));
    const unexplained = choice.refused.find(({ reason }) => reason === '')?.agent ?? forgotten?.id;
    if (unexplained === undefined) return 'holds';
    return [...situationInWords(pack, situation), `${unexplained} is passed over, and nothing says why.`];
  });
}

/** The parts of a score add up to it, and the winner follows from them. Only of a choice that has a record. */
export function explanation(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(cases, (situation): Judged => {
    const { record } = chooser.choose(situation);
    if (record === undefined || record.ranked.length === 0) return 'notApplicable';
    const tell = (what: string): Judged => [...situationInWords(chooser.pack, situation), what];
    for (const { agent, contributions, total } of record.ranked) {
      const parts = Object.values(contributions);
      const isExact = parts.every(({ weightBp, attributeBp, product }) => product === weightBp * attributeBp);
      const sum = parts.reduce((all, { product }) => all + product, 0);
      if (!isExact || sum !== total)
        return tell(
          `${agent}’s parts come to ${scoreInWords(sum)}, and its score is ${scoreInWords(total)}.`,
        );
    }
    const best = Math.max(...record.ranked.map(({ bucket }) => bucket));
    const equals = record.ranked.filter(({ bucket }) => bucket === best).map(({ agent }) => agent);
    if (!equals.includes(record.winner!))
      return tell(`${record.winner} wins, and the record shows ${equals.join(', ')} ahead.`);
    const [first] = record.tieBreakPath;
    return first?.left === equals.length
      ? 'holds'
      : tell(`The record says that ${first?.left} share the best score, and shows ${equals.length}.`);
  });
}

function rawTotal({ pack }: Chooser, { requirements, weightsBp }: Situation, agent: Agent): number {
  return score(weightsBp, attributesBp(pack, weightsBp, agent, requirements)).total;
}
