import { decimals, pText } from '../../fairness/text/figure.ts';
import type { Uniformity } from '../../fairness/uniformity.ts';
import type { Section } from '../report.ts';
import { figureTable } from './figureTable.ts';

/** The source documents' figures, and whether they say anything here. */
export function uniformitySection({
  gini,
  giniByChance,
  agents,
  test,
  saysSomething,
  why,
}: Uniformity): readonly Section[] {
  if (test === null) return [];
  const byChance =
    giniByChance === null
      ? ''
      : `; by chance and the yardstick ${decimals(giniByChance.mean)}, and above ${decimals(giniByChance.p95)} one time in twenty`;
  return [
    {
      heading: 'What is often looked at, and what it says here',
      blocks: [
        {
          kind: 'text',
          text: `Nothing is judged by these. The uniform test ${saysSomething ? 'may be read' : 'says nothing here'}: ${why}.`,
        },
        {
          kind: 'table',
          table: figureTable('Times chosen per agent', [
            ['uniformity.gini', 'Gini', `${decimals(gini)} over ${agents} agents${byChance}`],
            [
              'uniformity.test',
              'chi-square, uniform',
              `${test.chiSquare.toFixed(1)} with ${test.df} degrees of freedom, ${pText(test.p)}`,
            ],
          ]),
        },
      ],
    },
  ];
}
