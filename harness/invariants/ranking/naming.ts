import fc from 'fast-check';
import { canonicalJson } from '../../../engine/canonical.ts';
import type { Agent } from '../../../engine/conversation/floor.ts';
import { trial, type Trial } from '../trial.ts';
import type { Choice, Chooser, Situation } from './chooser.ts';
import { situationInWords, winnerInWords } from './inWords.ts';

/** Everything a choice comes to, to be compared byte for byte. */
export function wholeOf({ record, ...choice }: Choice): string {
  return canonicalJson(record ?? choice);
}

/** The order in which agents are listed changes nothing. */
export function permutation(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(fc.tuple(cases, fc.nat(11)), ([situation, turn]) => {
    const { agents } = situation;
    if (agents.length < 2) return 'notApplicable';
    const start = turn % agents.length;
    const turned = [...agents.slice(start), ...agents.slice(0, start)];
    const [before, after] = [
      chooser.choose(situation),
      chooser.choose({ ...situation, agents: turned.reverse() }),
    ];
    if (wholeOf(before) === wholeOf(after)) return 'holds';
    return [
      ...situationInWords(chooser.pack, situation),
      `Listed in this order, ${winnerInWords(before)}.`,
      `Listed as ${turned.map(({ id }) => id).join(', ')}, ${winnerInWords(after)}.`,
      'The order of a list is no reason: the same agent should win both times.',
    ];
  });
}

/** Other names change nothing, but which of several twins comes first. */
export function anonymity(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(fc.tuple(cases, salt), ([situation, by]) => {
    const { before, after, renamed, rename } = choicesRenamed(chooser, situation, by);
    const classes = (choice: Choice, of: Situation): string[] =>
      choice.ranked.map(({ agent }) => chooser.twinKey(of, agentIn(of, agent)));
    const [was, is] = [classes(before, situation), classes(after, renamed)];
    const hasTwins = new Set(was).size < was.length;
    const isSame = hasTwins
      ? canonicalJson(was) === canonicalJson(is)
      : canonicalJson(after.ranked.map(({ agent }) => agent)) ===
        canonicalJson(before.ranked.map(({ agent }) => rename(agent)));
    return isSame ? 'holds' : told(chooser, situation, before, after, rename);
  });
}

/** Other names change nothing at all. */
export function strictAnonymity(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(fc.tuple(cases, salt), ([situation, by]) => {
    const { before, after, rename } = choicesRenamed(chooser, situation, by);
    if (before.winner === undefined && after.winner === undefined) return 'holds';
    const isSame = before.winner !== undefined && after.winner === rename(before.winner);
    return isSame ? 'holds' : told(chooser, situation, before, after, rename);
  });
}

/** What the pack does not read of an agent changes nothing, down to the explanation. */
export function blindness(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  const unread = fc.record({
    displayName: fc.constantFrom('Ada', 'Zoë', ''),
    email: fc.constantFrom('ada@example.com', 'zoe@example.com'),
    age: fc.integer({ min: 18, max: 70 }),
  });
  return trial(fc.tuple(cases, fc.array(unread, { minLength: 1, maxLength: 4 })), ([situation, noise]) => {
    const agents = situation.agents.map((agent, index) => ({ ...agent, ...noise[index % noise.length] }));
    const [before, after] = [chooser.choose(situation), chooser.choose({ ...situation, agents })];
    if (wholeOf(before) === wholeOf(after)) return 'holds';
    return [
      ...situationInWords(chooser.pack, situation),
      `As they are, ${winnerInWords(before)}.`,
      `With other display names, e-mail addresses and ages, ${winnerInWords(after)}.`,
    ];
  });
}

const salt = fc.constantFrom('x', 'a', 'zz');

function choicesRenamed(chooser: Chooser, situation: Situation, by: string) {
  // Names in the opposite order, so that whatever goes by their order shows.
  const names = new Map(situation.agents.map(({ id }, index) => [id, `${by}-${99 - index}`]));
  const rename = (id: string): string => names.get(id)!;
  const agents = situation.agents.map((agent) => ({ ...agent, id: rename(agent.id) }));
  const renamed = { ...situation, agents };
  return { before: chooser.choose(situation), after: chooser.choose(renamed), renamed, rename };
}

function agentIn({ agents }: Situation, id: string): Agent {
  return agents.find((agent) => agent.id === id)!;
}

function told(
  { pack }: Chooser,
  situation: Situation,
  before: Choice,
  after: Choice,
  rename: (id: string) => string,
): readonly string[] {
  const winner = before.winner === undefined ? 'nobody' : rename(before.winner);
  return [
    ...situationInWords(pack, situation),
    `Under these names, ${winnerInWords(before)}.`,
    `Under other names (${situation.agents.map(({ id }) => `${id} is called ${rename(id)}`).join(', ')}), ${winnerInWords(after)}.`,
    `A name is no reason: ${winner} should win.`,
  ];
}
