import { WHOLE_BP } from '../../../../engine/basisPoints.ts';
import { attributesBp } from '../../../../engine/decisions/ranking/score.ts';
import { dimensions } from '../../../../engine/decisions/ranking/weights.ts';
import { reaching, type Candidate, type Rule } from './standIn.ts';

/** A whole score. */
const whole = WHOLE_BP ** 2;

/**
 * SEED: the source document's loop. It begins with a best score of 0 and takes who is better than that, so a score of 0
 * never wins, and of equals the first in the list does.
 */
export const seedRule: Rule = {
  judge: (candidates, pack) => ({
    able: reaching(candidates, pack).filter(({ total }) => total > 0),
    keysOf: ({ total }) => [total],
  }),
  lastBy: 'list',
};

/** MAX: score, then idle time, then the name. */
export const maxRule: Rule = {
  judge: (candidates, pack) => ({
    able: reaching(candidates, pack),
    keysOf: ({ idleMs, total }) => [total, idleMs],
  }),
  lastBy: 'name',
};

/** BAND: whoever is within 0.1 of the best, longest idle first; then the rest, by score. */
export const bandRule: Rule = {
  judge: (candidates, pack) => {
    const able = reaching(candidates, pack);
    const best = Math.max(...able.map(({ total }) => total));
    const keysOf = ({ idleMs, total }: Candidate): readonly number[] =>
      total >= best - 0.1 * whole ? [1, idleMs] : [0, total];
    return { able, keysOf };
  },
  lastBy: 'name',
};

/** MINMAX: skill scaled to the best and the worst of the present candidates; the minimum is held to that score. */
export const minMaxRule: Rule = {
  judge: (candidates, pack, { requirements, weightsBp }) => {
    const attributes = new Map(
      candidates.map((one) => [one, attributesBp(pack, weightsBp, one.agent, requirements)]),
    );
    const skills = [...attributes.values()].map(({ proficiency }) => proficiency);
    const [least, most] = [Math.min(...skills), Math.max(...skills)];
    const scaled = (one: Candidate): number => {
      const own = attributes.get(one)!;
      const proficiency = most === least ? 0 : ((own.proficiency - least) / (most - least)) * WHOLE_BP;
      const parts = { ...own, proficiency };
      return dimensions.reduce((sum, name) => sum + weightsBp[name] * parts[name], 0);
    };
    const able = candidates.filter((one) => scaled(one) >= pack.minimumScoreBp * WHOLE_BP);
    return { able, keysOf: (one) => [scaled(one), one.idleMs] };
  },
  lastBy: 'name',
};

/** LOAD: the score less 0.02 for each conversation handled, then idle time, then the name. */
export const loadRule: Rule = {
  judge: (candidates, pack) => ({
    able: reaching(candidates, pack),
    keysOf: ({ agent, idleMs, total }) => [total - 0.02 * whole * agent.conversationsHandled, idleMs],
  }),
  lastBy: 'name',
};
