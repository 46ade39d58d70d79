import type { FairnessAudit } from '../../fairness/result.ts';
import { definitions } from '../../fairness/definitions.ts';
import { decimals, intervalText } from '../../fairness/text/figure.ts';
import { withCommas } from '../../figures.ts';
import type { Section } from '../report.ts';
import { effectDot, effectScale } from './effectScale.ts';
import { pFigure } from './pFigure.ts';

/** Parts shown; the rest is counted. */
const mostStrata = 50;

/** The same in each part apart; nothing where there are no two. */
export function strataSection({ strata, stratifiedBy, claim }: FairnessAudit): readonly Section[] {
  const tested = strata.filter(({ effect }) => effect !== undefined);
  if (tested.length < 2) return [];
  const left = tested.length - mostStrata;
  return [
    {
      heading: `By ${stratifiedBy}`,
      blocks: [
        { kind: 'text', text: `${definitions.strata}.` },
        {
          kind: 'table',
          table: {
            caption: `Unevenness by ${stratifiedBy}`,
            columns: [
              { heading: stratifiedBy },
              { heading: 'choices', style: 'figure' },
              { heading: 'w', style: 'figure' },
              { heading: 'beyond chance', style: 'figure' },
              {
                heading: 'beyond chance, against the limit',
                style: 'dot',
                scale: effectScale(tested, claim.limits.effectSize),
              },
              { heading: '90 % interval', style: 'figure' },
              { heading: 'p (Holm)', style: 'figure' },
              { heading: 'it would be' },
            ],
            rows: tested
              .slice(0, mostStrata)
              .map(({ stratum, choices, effect, p, verdict, standsOut }) => [
                stratum,
                withCommas(choices),
                decimals(effect!.w, 3),
                decimals(effect!.beyondChance, 3),
                effectDot(effect!, standsOut),
                intervalText(effect!.interval),
                pFigure(p),
                verdict,
              ]),
            ...(left <= 0 ? {} : { more: `and ${withCommas(left)} more` }),
          },
        },
      ],
    },
  ];
}
