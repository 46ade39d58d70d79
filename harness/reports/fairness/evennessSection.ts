import type { Evenness } from '../../fairness/opportunity/evenness.ts';
import type { FairnessAudit } from '../../fairness/result.ts';
import { decimals, intervalText, pText } from '../../fairness/text/figure.ts';
import { withCommas } from '../../figures.ts';
import type { Block, Section } from '../report.ts';
import { figureTable } from './figureTable.ts';
import { effectScale, effectDot } from './effectScale.ts';
import { pFigure } from './pFigure.ts';

/** How even selections are in sum, by the declared yardstick and by the others. */
export function evennessSection({ evenness, byYardstick, claim }: FairnessAudit): Section {
  const { effectSize } = claim.limits;
  const others = Object.entries(byYardstick);
  return {
    heading: 'How even it is in sum',
    blocks: [
      ...ownFigures(evenness),
      {
        kind: 'table',
        table: {
          caption: 'By every yardstick; only the declared one is judged by',
          columns: [
            { heading: 'yardstick' },
            { heading: 'choices', style: 'figure' },
            { heading: 'Q', style: 'figure' },
            { heading: 'df', style: 'figure' },
            { heading: 'p', style: 'figure' },
            { heading: 'w', style: 'figure' },
            {
              heading: 'beyond chance, against the limit',
              style: 'dot',
              scale: effectScale(
                others.map(([, one]) => one),
                effectSize,
              ),
            },
            { heading: '90 % interval', style: 'figure' },
            { heading: 'it would be' },
          ],
          rows: others.map(([name, one]) => [
            name === claim.yardstick ? `${name} (declared)` : name,
            withCommas(one.choices),
            one.test === undefined ? '–' : one.test.q.toFixed(1),
            one.test === undefined ? '–' : String(one.test.df),
            one.test === undefined ? '–' : pFigure(one.test.p),
            one.effect === undefined ? '–' : decimals(one.effect.w, 3),
            one.effect === undefined ? '–' : effectDot(one.effect, one.verdict === 'UNFAIR'),
            one.effect === undefined ? '–' : intervalText(one.effect.interval),
            one.verdict,
          ]),
        },
      },
    ],
  };
}

function ownFigures({ test, effect, reach }: Evenness): readonly Block[] {
  if (test === undefined || effect === undefined || reach === undefined) return [];
  const { by, interval, replicates, seed } = test;
  const how =
    by === 'monteCarlo'
      ? `; counts are small: ${withCommas(replicates!)} resamplings, seed ${seed}, ${intervalText(interval!, 4)}`
      : by === 'chiSquarePooled'
        ? '; agents with small counts taken as one'
        : '';
  const table = figureTable('By the declared yardstick', [
    ['evenness.test.q', 'Q', `${test.q.toFixed(1)} with ${test.df} degrees of freedom`],
    ['evenness.test.p', 'less even than chance', `${pText(test.p)}${how}`],
    ['evenness.test.pMoreEven', 'more even than chance', pText(test.pMoreEven)],
    [
      'evenness.effect.beyondChance',
      'w beyond chance',
      `${decimals(effect.beyondChance, 3)} (${intervalText(effect.interval)})`,
    ],
    ['evenness.effect.w', 'w', decimals(effect.w, 3)],
    ['evenness.effect.cramersV', 'Cramér’s V', decimals(effect.cramersV, 3)],
    ['evenness.reach.smallestShown', 'could have shown', `w ${decimals(reach.smallestShown, 3)}`],
  ]);
  return [{ kind: 'table', table }];
}
