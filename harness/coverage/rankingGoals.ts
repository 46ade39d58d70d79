import { WHOLE_BP } from '../../engine/basisPoints.ts';
import { nobody, type RankingDecision } from '../../engine/decisions/ranking/decide.ts';
import type { Refusal } from '../../engine/decisions/ranking/eligibility.ts';
import type { Scoring } from '../../engine/decisions/ranking/scoring.ts';
import type { PackGoals, RulingGoals } from './packGoals.ts';

/**
 * That each gate refuses somebody, each tie-break settles something, nobody is left once, and scores lie below, at and
 * above the least that passes.
 */
export function rankingGoals(pack: Scoring, { goals, about }: PackGoals): RulingGoals {
  const { eligible, minimumScoreBp, tieBreak, name } = pack;
  const branch = (rule: string, path: readonly string[], subject: string, never: string): number =>
    goals.add({ ...about(rule, path), sort: 'branch', subject, never });
  const gate = (
    code: Refusal['code'],
    field: string,
    subject: string,
  ): readonly [Refusal['code'], number] => [
    code,
    branch('eligible', ['eligible', field], subject, 'never refused anybody'),
  ];
  const gates = new Map<string, number>([
    gate('status', 'status', `the status ${eligible.status.join(' or ')}`),
    ...(eligible.requiredSkill === 'must' ? [gate('skill', 'requiredSkill', 'the required skill')] : []),
    ...(eligible.requiredLanguage === 'must'
      ? [gate('language', 'requiredLanguage', 'the required language')]
      : []),
  ]);
  const settled = new Map<string, number>(
    ['score', ...tieBreak].map((step) => [
      step,
      step === 'score'
        ? branch('weights', ['weights'], 'the score alone', 'never settled who is first')
        : branch('tieBreak', ['tieBreak'], `the tie-break ${step}`, 'never settled who is first'),
    ]),
  );
  settled.set(nobody, branch('eligible', ['eligible'], nobody, 'never so'));
  const least = minimumScoreBp / WHOLE_BP;
  const threshold = (never: string): number =>
    goals.add({
      ...about('minimumScore', ['minimumScore']),
      sort: 'threshold',
      subject: `a score of at least ${least}`,
      never: `never ${never} ${least}`,
    });
  const scores = minimumScoreBp === 0 ? [] : [threshold('below'), threshold('exactly'), threshold('above')];
  const take = (decision: RankingDecision): void => {
    const of = (total: number): void => {
      const [below, at, above] = scores;
      if (below === undefined) return;
      const minimum = minimumScoreBp * WHOLE_BP;
      goals.reach(total < minimum ? below : total > minimum ? above! : at!);
    };
    for (const { total } of decision.ranked) of(total);
    for (const { code, score } of decision.refused) {
      const refused = gates.get(code);
      if (refused !== undefined) goals.reach(refused);
      if (score !== undefined) of(score.total);
    }
  };
  return (ruling) => {
    if (ruling.point !== 'ranking' || ruling.pack !== name) return;
    const step = settled.get(ruling.decidedBy);
    if (step !== undefined) goals.reach(step);
    // A record costs more than the decision: none is made where it can tell nothing new.
    if ([...gates.values(), ...scores].some((goal) => !goals.has(goal))) take(ruling.record());
  };
}
