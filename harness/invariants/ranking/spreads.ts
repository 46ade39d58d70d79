import type { Agent } from '../../../engine/conversation/floor.ts';
import { RandomStream } from '../../world/random/stream.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { totalOf, type Chooser, type Situation } from './chooser.ts';
import { chosenInTurn, counts, longestGaps, served, spread } from './shift.ts';
import { morning } from './situations.ts';

/** What a policy makes of seven agents, as figures: no verdicts. Conversations all ask for the same. */
export interface Spreads {
  /** Seven alike, a thousand conversations one at a time: who got most less who got least. */
  readonly alike: number;
  /** Seven alike, 3,000 conversations that overlap, each as long as it happens to be: the same difference. */
  readonly alikeOverlapping: number;
  /** One satisfies customers slightly better (0.9 of the scale for 0.8), a thousand conversations: that agent’s share. */
  readonly shareOfSlightlyBetter: number;
  /** Seven from the best to one just good enough: the longest anybody is passed over, in decisions; null: for ever. */
  readonly longestGap: number | null;
}

const howMany = 7;
const inTurn = 1000;
const overlapping = 3000;

/** @returns undefined where no agent can be good enough to be chosen. */
export function spreadsOf(chooser: Chooser, words: Vocabulary): Spreads | undefined {
  const able = (situation: Situation): boolean =>
    situation.agents.every((agent) => totalOf(chooser.pack, situation, agent) !== undefined);
  const same = fleet(chooser, words, () => [1, 0.8]);
  const better = fleet(chooser, words, (index) => [1, index === 3 ? 0.9 : 0.8]);
  const least = Array.from({ length: 101 }, (_, step) => step / 100).find((grade) =>
    able(fleet(chooser, words, () => [grade, grade])),
  );
  if (least === undefined || !able(same)) return undefined;
  const graded = fleet(chooser, words, (index) => {
    const grade = 1 - ((1 - least) * index) / (howMany - 1);
    return [grade, grade];
  });
  const gap = Math.max(...longestGaps(graded.agents, chosenInTurn(chooser, graded, inTurn)).values());
  return {
    alike: spread(counts(same.agents, chosenInTurn(chooser, same, inTurn))),
    alikeOverlapping: spread(servedOverlapping(chooser, same)),
    shareOfSlightlyBetter:
      counts(better.agents, chosenInTurn(chooser, better, inTurn)).get('agent-4')! / inTurn,
    longestGap: gap === Infinity ? null : gap,
  };
}

/** @param gradesOf proficiency and satisfaction of each agent, as parts of what scores in full. */
function fleet(
  { pack }: Chooser,
  words: Vocabulary,
  gradesOf: (index: number) => readonly [proficiency: number, satisfaction: number],
): Situation {
  const skill = words.skills[0]!;
  const agents = Array.from({ length: howMany }, (_, index): Agent => {
    const [proficiency, satisfaction] = gradesOf(index);
    return {
      id: `agent-${index + 1}`,
      status: pack.eligible.status[0]!,
      skills: { [skill]: proficiency * pack.maxProficiency },
      csat: satisfaction * pack.csat.scaleMax,
      csatSurveys: 100,
      idleSince: morning - 60_000,
      conversationsHandled: 0,
      queues: [words.queue],
    };
  });
  const requirements = { queue: words.queue, skills: [skill] };
  return { conversation: 'conversation-1', at: morning, requirements, agents, weightsBp: pack.weightsBp };
}

/** Conversations that come as they happen to, and last a minute on average: four of seven agents are busy, on average. */
function servedOverlapping(chooser: Chooser, situation: Situation): ReadonlyMap<string, number> {
  const chance = new RandomStream([0, 0], [0, 0, 0]);
  const count = new Map(situation.agents.map(({ id }) => [id, 0]));
  let agents = situation.agents;
  const busyUntil = new Map<string, number>();
  let { at } = situation;
  for (let call = 0; call < overlapping; call++) {
    at += chance.exponential() * 15_000;
    const lasts = chance.exponential() * 60_000;
    const isFree = ({ id }: Agent): boolean => (busyUntil.get(id) ?? 0) <= at;
    // Who comes when nobody is free waits for the first to be.
    if (!agents.some(isFree)) at = Math.min(...busyUntil.values());
    const { winner } = chooser.choose({
      ...situation,
      at,
      conversation: `conversation-${call}`,
      agents: agents.filter(isFree),
    });
    if (winner === undefined) continue;
    count.set(winner, count.get(winner)! + 1);
    busyUntil.set(winner, at + lasts);
    agents = agents.map((agent) => (agent.id === winner ? served(agent, at + lasts) : agent));
  }
  return count;
}
