import fc from 'fast-check';
import type { Agent } from '../../../engine/conversation/floor.ts';
import { attributesBp } from '../../../engine/decisions/ranking/score.ts';
import type { Scoring } from '../../../engine/decisions/ranking/scoring.ts';
import { dimensions } from '../../../engine/decisions/ranking/weights.ts';
import { trial, type Trial } from '../trial.ts';
import { totalOf, type Choice, type Chooser, type Situation } from './chooser.ts';
import { agentInWords, situationInWords, winnerInWords } from './inWords.ts';

/** A way to get better at something that counts. */
interface Raise {
  readonly what: string;
  readonly of: (agent: Agent, pack: Scoring, situation: Situation) => Agent;
}

const raises: readonly Raise[] = [
  {
    what: 'more proficient',
    of: (agent, { maxProficiency }, { requirements: { skills } }) => ({
      ...agent,
      skills: {
        ...agent.skills,
        ...Object.fromEntries(
          skills.map((skill) => [skill, Math.max(agent.skills?.[skill] ?? 0, maxProficiency)]),
        ),
      },
    }),
  },
  {
    what: 'fluent in the language asked for',
    of: (agent, _, { requirements: { language } }) =>
      language === undefined ? agent : { ...agent, languages: { ...agent.languages, [language]: 5 } },
  },
  {
    what: 'better liked by customers',
    of: (agent, { csat }) => ({ ...agent, csat: csat.scaleMax, csatSurveys: agent.csatSurveys ?? 10 }),
  },
];

/** Who wins still wins after getting better. */
export function ownMonotonicity(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(fc.tuple(cases, fc.constantFrom(...raises)), ([situation, raise]) => {
    const before = chooser.choose(situation);
    if (before.winner === undefined) return 'notApplicable';
    const better = raised(chooser, situation, before.winner, raise);
    const after = chooser.choose(better);
    if (after.winner === before.winner) return 'holds';
    return [
      ...toldOfRaise(chooser, situation, better, before, after, before.winner, raise),
      `Nobody should lose by getting better: ${before.winner} should still win.`,
    ];
  });
}

/** Nobody falls in the ranking by getting better. */
export function rankMonotonicity(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(fc.tuple(cases, fc.constantFrom(...raises), fc.nat(14)), ([situation, raise, pick]) => {
    const before = chooser.choose(situation);
    if (before.ranked.length === 0) return 'notApplicable';
    const { agent } = before.ranked[pick % before.ranked.length]!;
    const better = raised(chooser, situation, agent, raise);
    const after = chooser.choose(better);
    const [was, is] = [placeOf(agent, before), placeOf(agent, after)];
    if (is !== undefined && is <= was!) return 'holds';
    return [
      ...toldOfRaise(chooser, situation, better, before, after, agent, raise),
      `Nobody should fall by getting better: ${agent} was number ${was! + 1} and is ${is === undefined ? 'no longer ranked' : `number ${is + 1}`}.`,
    ];
  });
}

/** Nobody wins over an agent who is at least as good in all that is scored, and better in something. */
export function pareto(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(cases, (situation) => dominated(chooser, situation, scoredOf));
}

/** The same, with having been idle longer and having handled fewer counted as better. */
export function paretoWithIdleAndLoad(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(cases, (situation) =>
    dominated(chooser, situation, (of, pack, agent) => ({
      ...scoredOf(of, pack, agent),
      'idle time': agent.idleSince === undefined ? -Infinity : of.at - agent.idleSince,
      'conversations handled': -agent.conversationsHandled,
    })),
  );
}

/** What counts, by what it is called: more is better. */
type Measured = Readonly<Record<string, number>>;

function scoredOf({ requirements, weightsBp }: Situation, pack: Scoring, agent: Agent): Measured {
  const attributes = attributesBp(pack, weightsBp, agent, requirements);
  return Object.fromEntries(
    dimensions.filter((name) => weightsBp[name] > 0).map((name) => [name, attributes[name]]),
  );
}

function dominated(
  chooser: Chooser,
  situation: Situation,
  measure: (of: Situation, pack: Scoring, agent: Agent) => Measured,
) {
  const { pack } = chooser;
  const choice = chooser.choose(situation);
  const able = situation.agents.filter((agent) => totalOf(pack, situation, agent) !== undefined);
  const winner = able.find(({ id }) => id === choice.winner);
  if (winner === undefined || able.length < 2) return 'notApplicable';
  const mine = measure(situation, pack, winner);
  for (const other of able) {
    const theirs = measure(situation, pack, other);
    const names = Object.keys(mine);
    if (!names.every((name) => theirs[name]! >= mine[name]!)) continue;
    const better = names.filter((name) => theirs[name]! > mine[name]!);
    if (better.length === 0) continue;
    return [
      ...situationInWords(pack, situation),
      `${winnerInWords(choice)}. ${other.id} is at least as good in everything that counts, and better in ${better.join(' and ')}: ${other.id} should win over ${winner.id}.`,
    ];
  }
  return 'holds';
}

function raised({ pack }: Chooser, situation: Situation, who: string, raise: Raise): Situation {
  const agents = situation.agents.map((agent) =>
    agent.id === who ? raise.of(agent, pack, situation) : agent,
  );
  return { ...situation, agents };
}

function placeOf(who: string, { ranked }: Choice): number | undefined {
  const place = ranked.findIndex(({ agent }) => agent === who);
  return place === -1 ? undefined : place;
}

function toldOfRaise(
  { pack }: Chooser,
  situation: Situation,
  better: Situation,
  before: Choice,
  after: Choice,
  who: string,
  { what }: Raise,
): readonly string[] {
  const is = better.agents.find(({ id }) => id === who)!;
  return [
    ...situationInWords(pack, situation),
    `As they are, ${winnerInWords(before)}.`,
    `With ${who} ${what} (${agentInWords(pack, better, is)}), ${winnerInWords(after)}.`,
  ];
}
