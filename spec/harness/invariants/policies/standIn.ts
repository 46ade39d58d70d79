import { WHOLE_BP } from '../../../../engine/basisPoints.ts';
import type { Agent } from '../../../../engine/conversation/floor.ts';
import { refusal } from '../../../../engine/decisions/ranking/eligibility.ts';
import { attributesBp, score } from '../../../../engine/decisions/ranking/score.ts';
import type { Scoring } from '../../../../engine/decisions/ranking/scoring.ts';
import { perDimension } from '../../../../engine/decisions/ranking/weights.ts';
import type { Choice, Chooser, Situation } from '../../../../harness/invariants/ranking/chooser.ts';

/** An agent past the gate, as a policy of the literature looks at it. */
export interface Candidate {
  readonly agent: Agent;
  /** The weighted sum, 0 to 10^8. */
  readonly total: number;
  /** How long idle, in milliseconds. */
  readonly idleMs: number;
}

/** Who of some candidates can be chosen, and what each goes by: more is better, one key after the other. */
export interface Judgement {
  readonly able: readonly Candidate[];
  readonly keysOf: (candidate: Candidate) => readonly number[];
}

/** What such a policy is. */
export interface Rule {
  readonly judge: (candidates: readonly Candidate[], pack: Scoring, situation: Situation) => Judgement;
  /** What equals in every key go by: the name, or the place in the list. */
  readonly lastBy: 'name' | 'list';
}

/** A policy that no pack can express, behind the same port as the engine's own choice. Gate and score are the engine's. */
export function standIn(pack: Scoring, rule: Rule): Chooser {
  return {
    pack,
    choose: (situation) => choose(pack, rule, situation),
    withPack: (other) => standIn(other, rule),
    // It takes the weights as they are written: nothing scales them to sum to one.
    writtenWith: (factor) =>
      standIn({ ...pack, weightsBp: perDimension((name) => pack.weightsBp[name] * factor) }, rule),
    twinKey: (situation, agent) => twinKey(pack, rule, situation, agent),
  };
}

function choose(pack: Scoring, rule: Rule, situation: Situation): Choice {
  const able = situation.agents.filter(
    (agent) => refusal(agent, pack.eligible, situation.requirements) === undefined,
  );
  const candidates = able.map((agent) => candidateOf(pack, situation, agent));
  const ranked = ranking(rule, rule.judge(candidates, pack, situation));
  const isRanked = new Set(ranked.map(({ agent }) => agent));
  const winner = ranked[0]?.agent.id;
  return {
    ...(winner === undefined ? {} : { winner }),
    ranked: ranked.map(({ agent, total }) => ({ agent: agent.id, total })),
    refused: situation.agents
      .filter((agent) => !isRanked.has(agent))
      .map(({ id }) => ({ agent: id, reason: 'not ranked' }))
      .sort((a, b) => (a.agent < b.agent ? -1 : 1)),
    decidedBy: 'a stand-in',
  };
}

function candidateOf(pack: Scoring, situation: Situation, agent: Agent): Candidate {
  const { at, requirements, weightsBp } = situation;
  const { total } = score(weightsBp, attributesBp(pack, weightsBp, agent, requirements));
  return { agent, total, idleMs: agent.idleSince === undefined ? 0 : at - agent.idleSince };
}

/** Equal in every key before the name: our definition of twins. */
function twinKey(pack: Scoring, { judge }: Rule, situation: Situation, agent: Agent): string {
  const able = situation.agents.filter(
    (one) => refusal(one, pack.eligible, situation.requirements) === undefined,
  );
  const candidates = able.map((one) => candidateOf(pack, situation, one));
  const judgement = judge(candidates, pack, situation);
  const own = judgement.able.find((one) => one.agent === agent);
  return own === undefined ? 'cannot be chosen' : JSON.stringify(judgement.keysOf(own));
}

/** Those who reach the minimum score. */
export function reaching(candidates: readonly Candidate[], pack: Scoring): readonly Candidate[] {
  return candidates.filter(({ total }) => total >= pack.minimumScoreBp * WHOLE_BP);
}

function ranking({ lastBy }: Rule, { able, keysOf }: Judgement): readonly Candidate[] {
  return able.toSorted((a, b) => {
    const [mine, theirs] = [keysOf(a), keysOf(b)];
    const differing = mine.findIndex((key, index) => key !== theirs[index]);
    if (differing !== -1) return theirs[differing]! - mine[differing]!;
    if (lastBy === 'list') return 0;
    return a.agent.id < b.agent.id ? -1 : 1;
  });
}
