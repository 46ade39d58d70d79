import type fc from 'fast-check';
import { trial, type Trial } from '../trial.ts';
import { totalOf, type Chooser, type Situation } from './chooser.ts';
import { situationInWords } from './inWords.ts';
import { chosenInTurn, counts, longestGaps, spread } from './shift.ts';

/** A bound of more decisions than this is not tried: it would take too long. */
const mostDecisions = 2000;
/** One case is dozens of decisions. */
const share = 0.1;
const alike = 7;

/**
 * Who stays free is chosen at least once in so many rounds, where conversations come one at a time and all ask for the
 * same.
 * @param rounds of as many decisions as there are agents to choose from.
 */
export function starvationBound(chooser: Chooser, cases: fc.Arbitrary<Situation>, rounds: number): Trial {
  return trial(
    cases,
    (drawn) => {
      const agents = drawn.agents.filter((agent) => totalOf(chooser.pack, drawn, agent) !== undefined);
      const bound = Math.ceil(rounds * agents.length);
      if (agents.length < 2 || bound > mostDecisions) return 'notApplicable';
      const situation = { ...drawn, agents };
      const chosen = [...chosenInTurn(chooser, situation, bound + 2 * agents.length)];
      const gaps = longestGaps(agents, chosen);
      const starved = agents.find(({ id }) => gaps.get(id)! >= bound);
      if (starved === undefined) return 'holds';
      const count = counts(agents, chosen);
      const got = agents.map(({ id }) => `${id} got ${count.get(id)}`).join(', ');
      return [
        ...situationInWords(chooser.pack, situation),
        `${chosen.length} such conversations, one at a time, everybody free each time: ${got}.`,
        `${starved.id} should have been chosen at least once in every ${bound}.`,
      ];
    },
    share,
  );
}

/** Agents who are alike get the same number, give or take one, where conversations come one at a time. */
export function equalAgents(chooser: Chooser, cases: fc.Arbitrary<Situation>): Trial {
  return trial(
    cases,
    (drawn) => {
      const model = drawn.agents.find((agent) => totalOf(chooser.pack, drawn, agent) !== undefined);
      if (model === undefined) return 'notApplicable';
      const agents = Array.from({ length: alike }, (_, index) => ({ ...model, id: `agent-${index + 1}` }));
      const situation = { ...drawn, agents };
      const chosen: (string | undefined)[] = [];
      for (const winner of chosenInTurn(chooser, situation, 10 * alike)) {
        chosen.push(winner);
        if (winner === undefined) return 'notApplicable';
        const count = counts(agents, chosen);
        if (spread(count) <= 1) continue;
        const got = agents.map(({ id }) => `${id} ${count.get(id)}`).join(', ');
        return [
          ...situationInWords(chooser.pack, { ...situation, agents: agents.slice(0, 1) }),
          `Seven agents like this one, conversations one at a time, everybody free each time. After ${chosen.length} of them: ${got}.`,
          'Nothing tells them apart: nobody should be two ahead.',
        ];
      }
      return 'holds';
    },
    share,
  );
}
